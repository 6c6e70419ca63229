"""Replies of the reader as types, and the table that reads them off the wire (SIA OSDP 2.2, clause 7)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import ClassVar, Self

from drivers.osdp.codes import NakCode, ReplyCode, name_of
from drivers.osdp.message import MakersOwn, Message, Other, at_least, exactly, records
from drivers.osdp.reads import Fmt, Keypad, Raw
from drivers.osdp.status import Istatr, Lstatr, Ostatr, Rstatr

_PDID = struct.Struct("<3sBBI3s")
_COM = struct.Struct("<BI")


@dataclass(frozen=True, slots=True)
class Ack(Message):
    """Done, or nothing new."""

    CODE: ClassVar[int] = ReplyCode.ACK


@dataclass(frozen=True, slots=True)
class Busy(Message):
    """Ask again later: always sequence 0 and always in clear text."""

    CODE: ClassVar[int] = ReplyCode.BUSY


@dataclass(frozen=True, slots=True, kw_only=True)
class Nak(Message):
    """Refused, with the reason."""

    CODE: ClassVar[int] = ReplyCode.NAK
    reason: int
    data: bytes = b""

    def __str__(self) -> str:
        return f"NAK {self.reason} ({name_of(NakCode, self.reason)})"

    def payload(self) -> bytes:
        return bytes((self.reason,)) + self.data

    @classmethod
    def parse(cls, data: bytes) -> Self:
        at_least("NAK", data, 1)
        return cls(reason=data[0], data=data[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class PdId(Message):
    """Make of the reader; ``firmware`` is (major, minor, build)."""

    CODE: ClassVar[int] = ReplyCode.PDID
    vendor: bytes
    model: int
    version: int
    serial: int
    firmware: tuple[int, int, int]

    def __str__(self) -> str:
        version = ".".join(map(str, self.firmware))
        return f"vendor {self.vendor.hex()} model {self.model} serial {self.serial:08X} firmware {version}"

    def payload(self) -> bytes:
        return _PDID.pack(self.vendor, self.model, self.version, self.serial, bytes(self.firmware))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        vendor, model, version, serial, firmware = _PDID.unpack(exactly("PDID", data, _PDID.size))
        return cls(vendor=vendor, model=model, version=version, serial=serial, firmware=tuple(firmware))


@dataclass(frozen=True, slots=True, kw_only=True)
class PdCap(Message):
    """Capabilities: (function code, compliance level, number of items)."""

    CODE: ClassVar[int] = ReplyCode.PDCAP
    capabilities: tuple[tuple[int, int, int], ...]

    def count(self, function: int) -> int:
        """How many items of a function the reader has; 0 where it has none."""
        return max((items for code, _, items in self.capabilities if code == function), default=0)

    def payload(self) -> bytes:
        return b"".join(map(bytes, self.capabilities))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(capabilities=tuple((r[0], r[1], r[2]) for r in records("PDCAP", data, 3)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Com(Message):
    """The address and rate that hold from now on."""

    CODE: ClassVar[int] = ReplyCode.COM
    address: int
    baud: int

    def payload(self) -> bytes:
        return _COM.pack(self.address, self.baud)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        address, baud = _COM.unpack(exactly("COM", data, _COM.size))
        return cls(address=address, baud=baud)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ccrypt(Message):
    """The reader's identity (8), random number (8) and proof of its key (16)."""

    CODE: ClassVar[int] = ReplyCode.CCRYPT
    cuid: bytes
    rnd_b: bytes
    cryptogram: bytes

    def payload(self) -> bytes:
        return self.cuid + self.rnd_b + self.cryptogram

    @classmethod
    def parse(cls, data: bytes) -> Self:
        exactly("CCRYPT", data, 32)
        return cls(cuid=data[:8], rnd_b=data[8:16], cryptogram=data[16:])


@dataclass(frozen=True, slots=True, kw_only=True)
class RmacI(Message):
    """The first link of the chain of MACs."""

    CODE: ClassVar[int] = ReplyCode.RMAC_I
    rmac: bytes

    def payload(self) -> bytes:
        return self.rmac

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(rmac=exactly("RMAC_I", data, 16))


@dataclass(frozen=True, slots=True, kw_only=True)
class MfgRep(MakersOwn):
    """The manufacturer's own reply."""

    CODE: ClassVar[int] = ReplyCode.MFGREP


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReply(Other):
    """A reply that is carried but not understood here."""


_KNOWN: tuple[type[Message], ...] = (
    *(Ack, Nak, PdId, PdCap, Lstatr, Istatr, Ostatr, Rstatr, Raw, Fmt, Keypad),
    *(Com, Ccrypt, RmacI, Busy, MfgRep),
)
REPLIES: dict[int, type[Message]] = {kind.CODE: kind for kind in _KNOWN}


def decode_reply(code: int, data: bytes) -> Message:
    """The reply in a frame. Raises :class:`drivers.osdp.errors.PayloadError`."""
    kind = REPLIES.get(code)
    return OtherReply(number=code, data=data) if kind is None else kind.parse(data)
