"""Base of typed commands and replies, and the length checks that their parsers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from drivers.osdp.errors import PayloadError


class Message:
    """A command or reply with its data understood. Subclasses are frozen dataclasses with a ``CODE``."""

    __slots__ = ()
    CODE: ClassVar[int]

    @property
    def code(self) -> int:
        """The byte that names the message on the wire."""
        return self.CODE

    def payload(self) -> bytes:
        """The data behind the code; empty unless a subclass has some."""
        return b""

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The message in ``data``. Raises :class:`PayloadError`. Here: a message without data."""
        exactly(cls.__name__, data, 0)
        return cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Message):
    """A message that is carried but not understood here."""

    number: int
    data: bytes = b""

    @property
    def code(self) -> int:
        return self.number

    def payload(self) -> bytes:
        return self.data


@dataclass(frozen=True, slots=True, kw_only=True)
class MakersOwn(Message):
    """The manufacturer's own: vendor code of 3 bytes and whatever follows."""

    vendor: bytes
    data: bytes = b""

    def payload(self) -> bytes:
        return self.vendor + self.data

    @classmethod
    def parse(cls, data: bytes) -> Self:
        at_least(cls.__name__.upper(), data, 3)
        return cls(vendor=data[:3], data=data[3:])


def exactly(name: str, data: bytes, length: int) -> bytes:
    """``data`` if it has that length."""
    if len(data) != length:
        raise PayloadError(f"{name}: expected {length} bytes of data, came {len(data)}")
    return data


def at_least(name: str, data: bytes, length: int) -> bytes:
    """``data`` if it has that length or more."""
    if len(data) < length:
        raise PayloadError(f"{name}: expected {length} bytes of data or more, came {len(data)}")
    return data


def records(name: str, data: bytes, size: int) -> list[bytes]:
    """``data`` cut into records of ``size`` bytes, one or more."""
    if not data or len(data) % size:
        raise PayloadError(f"{name}: expected records of {size} bytes, came {len(data)} bytes")
    return [data[start : start + size] for start in range(0, len(data), size)]


def fits(name: str, value: int, low: int, high: int) -> None:
    """Raises ``ValueError`` unless ``low <= value <= high``: illegal values cannot be built."""
    if not low <= value <= high:
        raise ValueError(f"{name}: expected {low}..{high}, came {value}")
