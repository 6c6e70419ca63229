"""Places in a picture, as shares of its width and height: 0.0 is left or top, 1.0 right or bottom.

A site file speaks of shares, so that a camera whose resolution changes keeps its zones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

Point = tuple[float, float]
Polygon = tuple[Point, ...]

WHOLE: Polygon = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle: its left top corner, width and height, each 0.0–1.0 of the picture."""

    x: float
    y: float
    w: float
    h: float


def box_of(x: int, y: int, w: int, h: int, size: tuple[int, int]) -> Box:
    """The box of pixels ``x, y, w, h`` in a picture of ``size`` (width, height), rounded to 0.0001."""
    width, height = size
    return Box(x=round(x / width, 4), y=round(y / height, 4), w=round(w / width, 4), h=round(h / height, 4))


def area_mask(polygons: Sequence[Polygon], size: tuple[int, int]) -> MatLike:
    """255 inside any of the polygons, 0 outside, as one byte a pixel of ``size`` (width, height)."""
    width, height = size
    mask: MatLike = np.zeros((height, width), np.uint8)
    for polygon in polygons:
        corners = np.array([(round(x * width), round(y * height)) for x, y in polygon], np.int32)
        cv2.fillPoly(mask, [corners], (255,))
    return mask
