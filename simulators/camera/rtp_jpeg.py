"""JPEGs as RTP packets: RFC 2435 over RFC 3550. No encoder is needed, a camera's JPEG goes as it is.

::

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    |V=2|P|X|  CC   |M|     PT=26   |       sequence number         |   M: the picture's last packet
    |                           timestamp, 90 kHz                   |
    |                           SSRC                                |
    | type-specific |              fragment offset                  |   offset into the scan
    |      type     |     Q=255     |    width / 8  |   height / 8  |   type 0: 4:2:2, 1: 4:2:0
    |      MBZ      |   precision   |             length            |   only where the offset is 0,
    |                       quantization tables                     |   64 bytes each
    |                       entropy-coded scan …                    |

Only baseline JPEGs with the tables of ITU-T T.81 §K.3 can be sent so (RFC 2435 §3.1): the receiver is told no others.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

PAYLOAD_TYPE: Final = 26  # RFC 3551 §6
CLOCK: Final = 90_000
MOST: Final = 1400  # bytes of a packet's payload
TABLES_IN_BAND: Final = 255  # Q
_HUFFMAN: Final = (
    "f361ab42f71ff019275c522494accedf"  # DC and AC of luma, then of chroma, as libjpeg writes them
)
_SUBSAMPLING: Final = {0x21: 0, 0x22: 1}  # luma's sampling factors → type


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What of a JPEG is sent."""

    kind: int
    size: tuple[int, int]
    tables: bytes = field(repr=False)  # quantization, 64 bytes each, in the order of their numbers
    scan: bytes = field(repr=False)


def parts_of(jpeg: bytes) -> Parts:
    """Raises ValueError for a JPEG that RFC 2435 cannot send."""
    segments, scan = _segments(jpeg)
    frame = segments.get(0xC0, b"")
    if len(frame) < 15 or frame[0] != 8 or frame[5] != 3:
        raise ValueError("expected a baseline JPEG of three components and 8 bits")
    height, width = struct.unpack_from(">HH", frame, 1)
    kind = _SUBSAMPLING.get(frame[7])
    if kind is None or (frame[10], frame[13]) != (0x11, 0x11):
        raise ValueError("expected colours sampled 4:2:0 or 4:2:2")
    if width % 8 or height % 8 or max(width, height) > 2040:
        raise ValueError(f"expected multiples of 8 up to 2040, came {width}x{height}")
    if tables_digest(segments.get(0xC4, b"")) != _HUFFMAN:
        raise ValueError("expected the Huffman tables of T.81 §K.3")
    tables = segments.get(0xDB, b"")
    if len(tables) != 130 or (tables[0], tables[65]) != (0, 1):
        raise ValueError("expected two quantization tables of 8 bits")
    return Parts(kind=kind, size=(width, height), tables=tables[1:65] + tables[66:], scan=scan)


def tables_digest(segment: bytes) -> str:
    """Of the contents of all DHT segments, one after the other."""
    return hashlib.sha256(segment).hexdigest()[:32]


def packets(jpeg: bytes, first: int, timestamp: int, ssrc: int) -> Iterator[bytes]:
    """RTP packets of one picture with sequence numbers from ``first`` on. Raises ValueError as ``parts_of``."""
    parts = parts_of(jpeg)
    offset, number = 0, first
    while offset < len(parts.scan):
        head = struct.pack(">I", offset) + bytes(
            (parts.kind, TABLES_IN_BAND, parts.size[0] // 8, parts.size[1] // 8)
        )
        if offset == 0:
            head += struct.pack(">BBH", 0, 0, len(parts.tables)) + parts.tables
        piece = parts.scan[offset : offset + MOST - len(head)]
        offset += len(piece)
        marker = 0x80 if offset >= len(parts.scan) else 0
        rtp = struct.pack(
            ">BBHII", 0x80, marker | PAYLOAD_TYPE, number & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc
        )
        yield rtp + head + piece
        number += 1


def _segments(jpeg: bytes) -> tuple[dict[int, bytes], bytes]:
    """Contents of the header's segments by marker, several of one joined, and the scan without EOI (T.81 §B.1.1)."""
    found: dict[int, bytes] = {}
    at = 2
    while jpeg[:2] == b"\xff\xd8" and at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        content = jpeg[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            return found, jpeg[at:].removesuffix(b"\xff\xd9")
        found[marker] = found.get(marker, b"") + content
    raise ValueError("expected a JPEG, came something else")
