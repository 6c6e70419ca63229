"""Motion JPEG in an AVI file, as every player opens it. The pictures stay bit for bit what they were.

Source: "AVI RIFF File Reference" (Microsoft, DirectShow documentation) and "Multimedia Programming Interface and Data
Specifications 1.0" (IBM and Microsoft, 1991) for RIFF::

    RIFF size 'AVI '
      LIST size 'hdrl'
        'avih' 56   period in µs, …, pictures, …, streams, …, width, height
        LIST size 'strl'
          'strh' 56   'vids' 'MJPG' … scale, rate: rate / scale is pictures a second
          'strf' 40   BITMAPINFOHEADER with compression 'MJPG'
      LIST size 'movi'
        '00dc' size picture  (padded to an even length)  …
      'idx1' 16 × pictures    '00dc', flags, offset from 'movi', size

All numbers little endian. A clip has one rate: the mean of its pictures'.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

HAS_INDEX: Final = 0x10  # AVIF_HASINDEX
KEY_FRAME: Final = 0x10  # AVIIF_KEYFRAME
SCALE: Final = 1000
MOST: Final = 512 * 1024 * 1024  # bytes: half of what a signed RIFF size can tell


def to_avi(pictures: Sequence[bytes], size: tuple[int, int], rate: float) -> bytes:
    """An AVI file of JPEGs of one ``size`` (width, height) at ``rate`` pictures a second.

    Raises ValueError for no picture, a rate that is none, and clips larger than :data:`MOST`.
    """
    if not pictures or not 0.01 <= rate <= 1000.0:
        raise ValueError(f"expected pictures at 0.01 to 1000 a second, came {len(pictures)} at {rate}")
    if sum(map(len, pictures)) > MOST:
        raise ValueError(f"expected at most {MOST} bytes of pictures, came {sum(map(len, pictures))}")
    largest = max(map(len, pictures))
    header = _list(
        b"hdrl", _main(len(pictures), size, rate, largest) + _stream(len(pictures), size, rate, largest)
    )
    chunks, index, offset = [], [], 4
    for picture in pictures:
        chunks.append(_chunk(b"00dc", picture))
        index.append(struct.pack("<4sIII", b"00dc", KEY_FRAME, offset, len(picture)))
        offset += len(chunks[-1])
    body = header + _list(b"movi", b"".join(chunks)) + _chunk(b"idx1", b"".join(index))
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"AVI " + body


def _main(count: int, size: tuple[int, int], rate: float, largest: int) -> bytes:
    period = round(1_000_000 / rate)
    values = (period, round(largest * rate), 0, HAS_INDEX, count, 0, 1, largest, *size, 0, 0, 0, 0)
    return _chunk(b"avih", struct.pack("<14I", *values))


def _stream(count: int, size: tuple[int, int], rate: float, largest: int) -> bytes:
    head = struct.pack(
        "<4s4sIHHIIIIIIII4H",
        b"vids", b"MJPG", 0, 0, 0, 0, SCALE, round(rate * SCALE), 0, count, largest, 0xFFFFFFFF, 0,
        0, 0, *size,
    )  # fmt: skip
    width, height = size
    form = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
    return _list(b"strl", _chunk(b"strh", head) + _chunk(b"strf", form))


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def _list(kind: bytes, content: bytes) -> bytes:
    return _chunk(b"LIST", kind + content)
