"""LSTATR, ISTATR, OSTATR and RSTATR: the reader's own state (SIA OSDP 2.2, 7.6 to 7.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from drivers.osdp.codes import ReplyCode
from drivers.osdp.message import Message, at_least, exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Lstatr(Message):
    """Case switch and supply: 0 normal, 1 tamper or power failure."""

    CODE: ClassVar[int] = ReplyCode.LSTATR
    tamper: bool
    power: bool

    def payload(self) -> bytes:
        return bytes((self.tamper, self.power))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        tamper, power = exactly("LSTATR", data, 2)
        return cls(tamper=tamper != 0, power=power != 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels(Message):
    """One byte for each terminal, first terminal first."""

    levels: tuple[int, ...]

    def payload(self) -> bytes:
        return bytes(self.levels)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(levels=tuple(at_least(cls.__name__, data, 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Istatr(Levels):
    """Inputs: 0 inactive, 1 active."""

    CODE: ClassVar[int] = ReplyCode.ISTATR


@dataclass(frozen=True, slots=True, kw_only=True)
class Ostatr(Levels):
    """Outputs: 0 inactive, 1 active."""

    CODE: ClassVar[int] = ReplyCode.OSTATR


@dataclass(frozen=True, slots=True, kw_only=True)
class Rstatr(Levels):
    """Readers: 0 normal, 1 not connected, 2 tamper."""

    CODE: ClassVar[int] = ReplyCode.RSTATR
