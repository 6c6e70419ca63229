"""Codatex Leser2plus: ``02 | R | ten hex digits | 04`` for a transponder (Codatex manual); no check of any kind."""

from __future__ import annotations

from collections.abc import Sequence

from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame, ReplyFrame
from drivers.serial_reader.lines import hex_bytes

STX, EOT = 0x02, 0x04
_LONGEST = 40


class Codatex:
    """A :class:`drivers.serial_reader.binary.BinaryCodec`."""

    longest = _LONGEST
    filler = b""

    def size(self, head: bytes) -> int | str | None:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if head[0] != STX:
            return None
        end, again = head.find(EOT), head.find(STX, 1)
        if again > 0 and (end < 0 or again < end):
            return f"half a frame: {again} bytes, then a new one"
        if end < 0:
            return 0 if len(head) < _LONGEST else f"{len(head)} bytes without the end of a frame"
        return end + 1

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        text = frame[1:-1]
        if not text.startswith(b"R"):
            return [ReplyFrame(name="reply", data=(("text", text.decode("latin-1")),))]
        try:
            number = hex_bytes(text[1:])
        except ValueError as error:
            return [BadFrame(why=str(error))]
        if len(number) != 5:
            return [BadFrame(why=f"expected a number of 5 bytes, came {len(number)}")]
        return [NumberFrame(number=number.hex().upper())]


def encode(number: str) -> bytes:
    """The frame of a transponder's number in hex digits."""
    return bytes([STX]) + b"R" + number.upper().encode("ascii") + bytes([EOT])
