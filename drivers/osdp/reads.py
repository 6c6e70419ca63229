"""RAW, FMT and KEYPAD: what a person presented or typed (SIA OSDP 2.2, 7.10 to 7.12).

RAW:    reader, format, bit count low, high, bits (first bit is the highest of the first byte)
FMT:    reader, direction (0 forward, 1 backward), count, characters
KEYPAD: reader, count, keys
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Self

from drivers.osdp.codes import ReplyCode
from drivers.osdp.errors import PayloadError
from drivers.osdp.message import Message, at_least, exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw(Message):
    """A card's bits as text of 0 and 1, first bit first. ``format`` 0 unspecified, 1 Wiegand with parity."""

    CODE: ClassVar[int] = ReplyCode.RAW
    bits: str
    reader: int = 0
    format: int = 0

    def __post_init__(self) -> None:
        if self.bits.strip("01") or len(self.bits) > 0xFFFF:
            raise ValueError("RAW: expected at most 65535 bits of 0 and 1")

    def payload(self) -> bytes:
        size = (len(self.bits) + 7) // 8
        data = int(self.bits.ljust(size * 8, "0") or "0", 2).to_bytes(size, "big")
        return bytes((self.reader, self.format)) + len(self.bits).to_bytes(2, "little") + data

    @classmethod
    def parse(cls, data: bytes) -> Self:
        reader, form, low, high = at_least("RAW", data, 4)[:4]
        count = low | high << 8
        size = (count + 7) // 8
        if count == 0:
            raise PayloadError("RAW: expected one bit or more, came none")
        packed = exactly(f"RAW of {count} bits", data[4:], size)
        return cls(bits=f"{int.from_bytes(packed, 'big'):0{size * 8}b}"[:count], reader=reader, format=form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fmt(Message):
    """A card as characters, already put into reading order."""

    CODE: ClassVar[int] = ReplyCode.FMT
    text: str
    reader: int = 0
    backward: bool = False

    def payload(self) -> bytes:
        text = self.text[::-1] if self.backward else self.text
        return bytes((self.reader, int(self.backward), len(text))) + text.encode("ascii")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        reader, direction, count = at_least("FMT", data, 3)[:3]
        text = exactly("FMT", data[3:], count).decode("ascii", "replace")
        return cls(text=text[::-1] if direction else text, reader=reader, backward=bool(direction))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keypad(Message):
    """Keys as the bytes the reader sends; which byte means ``*`` or ``#`` is the profile's to say."""

    CODE: ClassVar[int] = ReplyCode.KEYPAD
    keys: bytes = field(repr=False)  # can be a PIN
    reader: int = 0

    def payload(self) -> bytes:
        return bytes((self.reader, len(self.keys))) + self.keys

    @classmethod
    def parse(cls, data: bytes) -> Self:
        reader, count = at_least("KEYPAD", data, 2)[:2]
        return cls(keys=exactly("KEYPAD", data[2:], count), reader=reader)
