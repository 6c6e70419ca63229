"""Scanners of bar and QR codes: whatever is printed, and a terminator.

What comes was written by whoever made the code: it is capped, must be printable, and means nothing by itself.
"""

from __future__ import annotations

from drivers.serial_reader.frames import NumberFrame
from drivers.serial_reader.lines import LineFramer


def framer(longest: int) -> LineFramer:
    """A framer of lines of up to ``longest`` characters of printable ASCII."""
    return LineFramer(_parse, longest)


def encode(text: str) -> bytes:
    """The line of a code; raises ``ValueError`` for what is not printable ASCII."""
    return _parse(text.encode("ascii")).number.encode("ascii") + b"\r"


def _parse(line: bytes) -> NumberFrame:
    text = line.decode("latin-1")
    if not text.isascii() or not text.isprintable() or not text.strip():
        raise ValueError("expected printable characters, came others")
    return NumberFrame(number=text)
