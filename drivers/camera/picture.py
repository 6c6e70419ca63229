"""One picture on its way through the rules, and the small grey copy that all of them look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import cv2
from cv2.typing import MatLike

from drivers.camera.geometry import Polygon, area_mask
from drivers.camera.jpeg import Jpeg

SIZE = (320, 180)
"""Width and height that rules work on, whatever the camera sends."""

STILL_QUALITY = 80


Pixels = MatLike | Jpeg
"""What a source hands over: BGR bytes, or the camera's own JPEG."""


class Frame:
    """A picture with its aware UTC instant and its monotonic seconds (what hold times count in).

    One thread prepares it (:meth:`blacken`); afterwards any may read it.
    """

    __slots__ = ("_pixels", "at", "size", "t")

    def __init__(self, *, image: Pixels, at: datetime, t: float) -> None:
        self._pixels = image
        self.at, self.t = at, t
        self.size = size_of(image)

    @property
    def jpeg(self) -> bytes | None:
        """The bytes as the camera sent them; None where it sends no JPEG, or areas of it were blackened."""
        return self._pixels.data if isinstance(self._pixels, Jpeg) else None

    @property
    def image(self) -> MatLike:
        """The whole picture as BGR, not to be written to. Raises :class:`cv2.error`."""
        return self.at_least(None)

    def at_least(self, wide: int | None) -> MatLike:
        """BGR, of a JPEG no finer than ``wide`` pixels ask for. Raises :class:`cv2.error`."""
        return self._pixels.colour(wide) if isinstance(self._pixels, Jpeg) else self._pixels

    def grey(self) -> MatLike:
        """The picture in grey at :data:`SIZE`."""
        return small_grey(self._pixels.grey if isinstance(self._pixels, Jpeg) else self._pixels)

    def still(self, quality: int = STILL_QUALITY) -> bytes:
        """The picture as JPEG: the camera's own where it sent one. Raises ValueError for what is no picture."""
        return self._pixels.data if isinstance(self._pixels, Jpeg) else still_of(self._pixels, quality)

    def blacken(self, keep: MatLike) -> None:
        """Black where ``keep`` is 0 (as large as the picture, three channels of 0 or 255), for good."""
        self._pixels = cv2.bitwise_and(self.image, keep)


def size_of(image: Pixels) -> tuple[int, int]:
    """Width and height."""
    return image.size if isinstance(image, Jpeg) else (image.shape[1], image.shape[0])


def small_grey(image: MatLike) -> MatLike:
    """The picture in grey at :data:`SIZE`."""
    grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    if grey.shape == (SIZE[1], SIZE[0]):
        return grey
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
        self._keep: MatLike | None = None

    def apply(self, frame: Frame) -> None:
        """Blacken the areas; of a JPEG nothing is left but the blackened pixels."""
        if not self._areas:
            return
        width, height = frame.size
        if self._keep is None or self._keep.shape[:2] != (height, width):
            keep = cv2.bitwise_not(area_mask(self._areas, (width, height)))
            self._keep = cv2.merge([keep, keep, keep])
        frame.blacken(self._keep)
