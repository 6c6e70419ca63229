"""One picture on its way through the rules, and the small grey copy that all of them look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import cv2
from cv2.typing import MatLike

from drivers.camera.geometry import Polygon, area_mask

SIZE = (320, 180)
"""Width and height that rules work on, whatever the camera sends."""

STILL_QUALITY = 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A decoded picture: BGR bytes, aware UTC instant, monotonic seconds (what hold times count in)."""

    image: MatLike
    at: datetime
    t: float


def small_grey(image: MatLike) -> MatLike:
    """The picture in grey at :data:`SIZE`."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return cv2.resize(grey, SIZE, interpolation=cv2.INTER_AREA)


def still_of(image: MatLike, quality: int = STILL_QUALITY) -> bytes:
    """The picture as JPEG. Raises ValueError for what is no picture."""
    ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not ok:
        raise ValueError(f"expected a picture to make a still of, came an array of shape {image.shape}")
    return bytes(data)


class PrivacyMask:
    """Blackens areas that may be neither analysed nor stored."""

    def __init__(self, areas: Sequence[Polygon]) -> None:
        self._areas = tuple(areas)
        self._mask: MatLike | None = None

    def apply(self, image: MatLike) -> None:
        """Blacken the areas in place."""
        if not self._areas:
            return
        height, width = image.shape[:2]
        if self._mask is None or self._mask.shape != (height, width):
            self._mask = area_mask(self._areas, (width, height))
        image[self._mask > 0] = 0
