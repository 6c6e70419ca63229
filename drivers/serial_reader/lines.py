"""Frames that are lines of text, ended by CR, LF or both."""

from __future__ import annotations

from collections.abc import Callable

from drivers.serial_reader.frames import BadFrame, Frame

ENDS = b"\r\n"
Parse = Callable[[bytes], Frame]
"""What a line without its end says; raises ``ValueError`` in words for what is no frame."""


class LineFramer:
    """See :class:`drivers.serial_reader.frames.Framer`. A line of more than ``longest`` bytes is one bad frame."""

    def __init__(self, parse: Parse, longest: int) -> None:
        self._parse, self._longest = parse, longest
        self._line = bytearray()
        self._length = 0

    @property
    def pending(self) -> bool:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        return self._length > 0

    def feed(self, data: bytes) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        frames: list[Frame] = []
        for byte in data:
            if byte not in ENDS:
                self._length += 1
                if self._length <= self._longest:
                    self._line.append(byte)
            elif self._length:
                frames.append(self._judge())
        return frames

    def idle(self) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        if not self._length:
            return []
        length = self._length
        self._forget()
        return [BadFrame(why=f"{length} bytes without the end of a line, then silence")]

    def _judge(self) -> Frame:
        line, length = bytes(self._line), self._length
        self._forget()
        if length > self._longest:
            return BadFrame(why=f"a line of {length} bytes; expected {self._longest} at most")
        try:
            return self._parse(line)
        except ValueError as error:
            return BadFrame(why=str(error))

    def _forget(self) -> None:
        self._line.clear()
        self._length = 0


def hex_bytes(line: bytes) -> bytes:
    """The bytes that a line of hex digits says; ``ValueError`` for anything else."""
    text = line.decode("latin-1")
    if not text or set(text) - set("0123456789abcdefABCDEF"):
        raise ValueError("expected hex digits, came other characters")
    if len(text) % 2:
        raise ValueError(f"expected hex digits in pairs, came {len(text)}")
    return bytes.fromhex(text)
