"""Commands of the panel as types, and the table that reads them off the wire (SIA OSDP 2.2, clause 6)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import ClassVar, Self

from drivers.osdp.codes import CommandCode
from drivers.osdp.display import Buz, Led, Text
from drivers.osdp.message import MakersOwn, Message, Other, at_least, exactly, fits
from drivers.osdp.outputs import Out

_COMSET = struct.Struct("<BI")


@dataclass(frozen=True, slots=True)
class Poll(Message):
    """Anything new?"""

    CODE: ClassVar[int] = CommandCode.POLL


class _Report(Message):
    """A question with one reserved byte, 00h."""

    __slots__ = ()

    def payload(self) -> bytes:
        return b"\x00"

    @classmethod
    def parse(cls, data: bytes) -> Self:
        exactly(cls.__name__, data, 1)
        return cls()


@dataclass(frozen=True, slots=True)
class Id(_Report):
    """Who are you? Answered with PDID."""

    CODE: ClassVar[int] = CommandCode.ID


@dataclass(frozen=True, slots=True)
class Cap(_Report):
    """What can you do? Answered with PDCAP."""

    CODE: ClassVar[int] = CommandCode.CAP


@dataclass(frozen=True, slots=True)
class Lstat(Message):
    """Tamper and power."""

    CODE: ClassVar[int] = CommandCode.LSTAT


@dataclass(frozen=True, slots=True)
class Istat(Message):
    """Inputs."""

    CODE: ClassVar[int] = CommandCode.ISTAT


@dataclass(frozen=True, slots=True)
class Ostat(Message):
    """Outputs."""

    CODE: ClassVar[int] = CommandCode.OSTAT


@dataclass(frozen=True, slots=True)
class Rstat(Message):
    """Readers attached to the device."""

    CODE: ClassVar[int] = CommandCode.RSTAT


@dataclass(frozen=True, slots=True)
class Abort(Message):
    """Stop what takes long."""

    CODE: ClassVar[int] = CommandCode.ABORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Comset(Message):
    """Change the reader's address and rate; it answers COM at the old ones."""

    CODE: ClassVar[int] = CommandCode.COMSET
    address: int
    baud: int

    def __post_init__(self) -> None:
        fits("address", self.address, 0, 0x7E)
        fits("baud", self.baud, 0, 0xFFFFFFFF)

    def payload(self) -> bytes:
        return _COMSET.pack(self.address, self.baud)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        address, baud = _COMSET.unpack(exactly("COMSET", data, 5))
        return cls(address=address & 0x7F, baud=baud)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyset(Message):
    """Give the reader a key (type 1: SCBK). Only ever sent inside a secure channel."""

    CODE: ClassVar[int] = CommandCode.KEYSET
    key: bytes = field(repr=False)
    kind: int = 1

    def payload(self) -> bytes:
        return bytes((self.kind, len(self.key))) + self.key

    @classmethod
    def parse(cls, data: bytes) -> Self:
        kind, length = at_least("KEYSET", data, 2)[:2]
        return cls(kind=kind, key=exactly("KEYSET", data[2:], length))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chlng(Message):
    """Begin a secure session with the panel's random number of 8 bytes."""

    CODE: ClassVar[int] = CommandCode.CHLNG
    rnd_a: bytes

    def payload(self) -> bytes:
        return self.rnd_a

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(rnd_a=exactly("CHLNG", data, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrypt(Message):
    """The panel proves its key: a cryptogram of 16 bytes."""

    CODE: ClassVar[int] = CommandCode.SCRYPT
    cryptogram: bytes

    def payload(self) -> bytes:
        return self.cryptogram

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(cryptogram=exactly("SCRYPT", data, 16))


@dataclass(frozen=True, slots=True, kw_only=True)
class AcuRxSize(Message):
    """The longest frame that the panel takes, in bytes."""

    CODE: ClassVar[int] = CommandCode.ACURXSIZE
    size: int

    def payload(self) -> bytes:
        return self.size.to_bytes(2, "little")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(size=int.from_bytes(exactly("ACURXSIZE", data, 2), "little"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepActive(Message):
    """Keep the reader's field on for so many milliseconds."""

    CODE: ClassVar[int] = CommandCode.KEEPACTIVE
    ms: int

    def payload(self) -> bytes:
        return self.ms.to_bytes(2, "little")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(ms=int.from_bytes(exactly("KEEPACTIVE", data, 2), "little"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mfg(MakersOwn):
    """The manufacturer's own command."""

    CODE: ClassVar[int] = CommandCode.MFG


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCommand(Other):
    """A command that is carried but not understood here."""


_KNOWN: tuple[type[Message], ...] = (
    *(Poll, Id, Cap, Lstat, Istat, Ostat, Rstat, Out, Led, Buz, Text, Comset),
    *(Keyset, Chlng, Scrypt, AcuRxSize, KeepActive, Abort, Mfg),
)
COMMANDS: dict[int, type[Message]] = {kind.CODE: kind for kind in _KNOWN}


def decode_command(code: int, data: bytes) -> Message:
    """The command in a frame. Raises :class:`drivers.osdp.errors.PayloadError`."""
    kind = COMMANDS.get(code)
    return OtherCommand(number=code, data=data) if kind is None else kind.parse(data)
