"""The connected regions of a mask: which pixels that stand out belong together."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """Pixels of a mask that touch each other, corners included, in the least rectangle that holds them."""

    x: int
    y: int
    w: int
    h: int
    size: int  # pixels
    _label: int = field(repr=False)
    _labels: MatLike = field(repr=False)

    @property
    def cut(self) -> tuple[slice, slice]:
        """The rectangle in an array as large as the mask."""
        return np.s_[self.y : self.y + self.h, self.x : self.x + self.w]

    @property
    def pixels(self) -> NDArray[np.bool_]:
        """Which pixels of the rectangle are its own."""
        return np.asarray(self._labels == self._label)


def regions(mask: MatLike) -> list[Region]:
    """All of them, the largest first. Most masks are empty or nearly so: only what holds anything is looked through."""
    left, top, width, height = cv2.boundingRect(mask)
    if not width:
        return []
    part = mask[top : top + height, left : left + width]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, w, h, size = (int(value) for value in stats[label])
        inner = labels[y : y + h, x : x + w]
        found.append(Region(x=left + x, y=top + y, w=w, h=h, size=size, _label=label, _labels=inner))
    return sorted(found, key=lambda region: -region.size)
