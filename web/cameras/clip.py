"""A kept clip, read for showing: the JPEGs and the rate of a Motion JPEG AVI as drivers.camera.avi writes it.

It is given only files whose hash was checked, and trusts their layout no further than it must.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

MOST: Final = 10_000  # pictures


class NoClip(Exception):
    """A file that is no clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """``period_s``: seconds from one picture to the next."""

    pictures: tuple[bytes, ...] = field(repr=False)
    period_s: float


def read_clip(content: bytes) -> Film:
    """The pictures in order. Raises :class:`NoClip`."""
    if content[:4] != b"RIFF" or content[8:12] != b"AVI ":
        raise NoClip("expected an AVI file")
    head, movi = content.find(b"avih"), content.find(b"movi")
    if head < 0 or movi < 0 or len(content) < head + 12:
        raise NoClip("expected an AVI file with pictures")
    period = struct.unpack_from("<I", content, head + 8)[0] / 1_000_000
    pictures = _pictures(content, movi + 4)
    if not pictures or not 0.001 <= period <= 100.0:
        raise NoClip("expected an AVI file with pictures")
    return Film(pictures=tuple(pictures), period_s=period)


def _pictures(content: bytes, at: int) -> list[bytes]:
    found: list[bytes] = []
    while content[at : at + 4] == b"00dc" and len(found) < MOST:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + size > len(content):
            raise NoClip("expected whole pictures, came a file that was cut")
        found.append(content[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return found
