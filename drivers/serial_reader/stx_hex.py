"""The frame of RDM6300 and its kin (arduino12/rdm6300 README; Seeed 113020002 datasheet p3)::

    02 | hex digits of the number | 2 hex digits: XOR of the number's bytes | tail | 03

RDM6300 has five bytes and no tail, ID-12LA the tail ``0D 0A``. A start byte always begins a new frame,
so that half a frame costs nothing but itself.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame

STX, ETX = 0x02, 0x03
_HEX = frozenset(b"0123456789ABCDEFabcdef")


def encode(number: str, tail: bytes = b"") -> bytes:
    """The frame of a number given in hex digits; raises ``ValueError`` if it is not hex."""
    check = reduce(xor, bytes.fromhex(number))
    return bytes([STX]) + f"{number.upper()}{check:02X}".encode("ascii") + tail + bytes([ETX])


class StxHexFramer:
    """See the module. ``number_bytes``: bytes of the number; ``tail``: what stands before the end byte."""

    def __init__(self, number_bytes: int = 5, tail: bytes = b"") -> None:
        self._digits = 2 * (number_bytes + 1)
        self._tail = tail + bytes([ETX])
        self._frame: bytearray | None = None
        self._noise = 0

    @property
    def pending(self) -> bool:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        return self._frame is not None

    def feed(self, data: bytes) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        frames: list[Frame] = []
        for byte in data:
            if byte == STX:
                frames += self._interrupted()
                self._frame = bytearray()
            elif self._frame is None:
                self._noise += 1
            else:
                self._frame.append(byte)
                if len(self._frame) == self._digits + len(self._tail):
                    frames.append(self._judge(bytes(self._frame)))
                    self._frame = None
        return frames + self._loose()

    def idle(self) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        if self._frame is None:
            return []
        length, self._frame = len(self._frame), None
        return [BadFrame(why=f"half a frame: {length} bytes, then silence")]

    def _interrupted(self) -> list[Frame]:
        if self._frame is None:
            return self._loose()
        return [BadFrame(why=f"half a frame: {len(self._frame)} bytes, then a new one")]

    def _loose(self) -> list[Frame]:
        # Told at once and not with the next frame: at a wrong baud rate there never is one.
        noise, self._noise = self._noise, 0
        return [BadFrame(why=f"{noise} bytes outside of a frame")] if noise else []

    def _judge(self, frame: bytes) -> Frame:
        digits, tail = frame[: self._digits], frame[self._digits :]
        if tail != self._tail:
            return BadFrame(
                why=f"expected {self._tail.hex(' ')} at the end of the frame, came {tail.hex(' ')}"
            )
        if any(byte not in _HEX for byte in digits):
            return BadFrame(why="expected hex digits, came other characters")
        *number, check = bytes.fromhex(digits.decode("ascii"))
        if (expected := reduce(xor, number)) != check:
            return BadFrame(why=f"checksum {check:02X}, expected {expected:02X}")
        return NumberFrame(number=bytes(number).hex().upper())
