"""Decoding of one JPEG from a camera that may be hostile: its size is read before memory is spent on it."""

from __future__ import annotations

import struct
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

MAX_PIXELS: Final = 7680 * 4320
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length: TEM, RST0–7
_COLOUR: Final = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
_GREY: Final = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}
_NO_FRAME: Final = frozenset({0xC4, 0xC8, 0xCC})  # DHT, JPG, DAC: in the range of SOFn but no frame header


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header (ITU-T T.81 §B.2.2), or None for what is no JPEG."""
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
        elif marker in _ALONE:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


class Jpeg:
    """A picture as its camera sent it: decoded when somebody asks for pixels, and no finer than he asks.

    Reading all of a 720p picture costs twice what its quarter costs (libjpeg leaves out the fine part of each block),
    and most pictures are only ever looked at small. Any thread.
    """

    __slots__ = ("_decoded", "data", "grey", "size")

    def __init__(self, data: bytes, size: tuple[int, int], decoded: MatLike) -> None:
        self.data, self.size = data, size
        self._decoded = decoded
        self.grey = decoded if decoded.ndim == 2 else cv2.cvtColor(decoded, cv2.COLOR_BGR2GRAY)

    def __repr__(self) -> str:
        return f"Jpeg({self.size[0]}x{self.size[1]}, {len(self.data)} bytes)"

    def colour(self, wide: int | None = None) -> MatLike:
        """BGR at the least of 1, 1/2, 1/4 and 1/8 of its size that is ``wide`` pixels wide; whole for None.

        Raises :class:`cv2.error` where the colours cannot be decoded though the grey could.
        """
        if wide is not None and self._decoded.ndim == 3 and self._decoded.shape[1] >= wide:
            return self._decoded
        image = _decoded(self.data, _COLOUR[_finest(self.size[0], wide or self.size[0])])
        if image is None:
            raise cv2.error(f"expected a JPEG in colour, came {self!r}")
        return image


def read_jpeg(data: bytes, wide: int, *, colour: bool = False) -> Jpeg | None:
    """The picture with its grey at least ``wide``, or None for what is no JPEG or over :data:`MAX_PIXELS`.

    ``colour``: its colours will be asked for as well, so that both come of one decoding.
    """
    size = jpeg_size(data)
    if size is None or not 0 < size[0] * size[1] <= MAX_PIXELS:
        return None
    image = _decoded(data, (_COLOUR if colour else _GREY)[_finest(size[0], wide)])
    return None if image is None else Jpeg(data, size, image)


def _finest(width: int, wide: int) -> int:
    """The largest of 8, 4, 2 and 1 by which the width may be divided."""
    return next((by for by in (8, 4, 2) if width // by >= wide), 1)


def _decoded(data: bytes, how: int) -> MatLike | None:
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), how)
    except cv2.error:  # a frame header with rubbish behind it
        return None
