"""A picture, or a part of it, as a network wants it: scaled into a square's left top corner, the rest one grey.

::

    SIDE × SIDE (a network of one size)         multiples of STRIDE (a network of any size)
    ┌────────────────┐                          ┌────────────────┐
    │ picture        │                          │  ┌──────┐      │   only the cut is looked at, at the same scale:
    ├────────────────┤                          │  │ cut  │      │   what it costs goes by its area
    │ PAD            │                          │  └──────┘      │
    └────────────────┘                          └────────────────┘ PAD below to the next multiple
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.geometry import Box
from drivers.camera.people import ALL

SIDE: Final = 416
STRIDE: Final = 32  # of the coarsest grid: sides are multiples of it
PAD: Final = 114
LEDGE: Final = 16  # pixels of padding without which scores at the picture's lower edge change


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut:
    """What is shown to the network: BGR, and where its left top corner lies in the scaled picture, in pixels."""

    image: MatLike
    ratio: float  # scaled by original
    left: int = 0
    top: int = 0


def letterbox(image: MatLike) -> Cut:
    """The whole picture in a square."""
    scaled, ratio = _scaled(image)
    return Cut(image=_padded(scaled, SIDE, SIDE), ratio=ratio)


def cut_out(image: MatLike, where: Box = ALL) -> Cut:
    """The part of the picture, out to the next multiples of :data:`STRIDE`, at the scale of :func:`letterbox`."""
    scaled, ratio = _scaled(image)
    height, width = scaled.shape[:2]
    left, right = _span(where.x * width, (where.x + where.w) * width, width)
    top, bottom = _span(where.y * height, (where.y + where.h) * height, height)
    part = scaled[top:bottom, left:right]
    return Cut(image=_padded(part, bottom - top, right - left), ratio=ratio, left=left, top=top)


def _scaled(image: MatLike) -> tuple[MatLike, float]:
    height, width = image.shape[:2]
    ratio = min(SIDE / width, SIDE / height)
    size = (max(1, int(width * ratio)), max(1, int(height * ratio)))
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), ratio


def _span(first: float, last: float, most: int) -> tuple[int, int]:
    """Whole strides that hold ``first`` to ``last`` of ``most`` pixels, one at least."""
    end = ceil(min(SIDE, most + LEDGE) / STRIDE)
    begin = min(end - 1, max(0, floor(first / STRIDE)))
    last += LEDGE if last >= most else 0
    return begin * STRIDE, min(end, max(begin + 1, ceil(last / STRIDE))) * STRIDE


def _padded(part: MatLike, height: int, width: int) -> MatLike:
    canvas: MatLike = np.full((height, width, 3), PAD, np.uint8)
    canvas[: part.shape[0], : part.shape[1]] = part
    return canvas
