"""The kinds of values in a message. Integers are little-endian; dates and times are binary-coded decimals.

Instants are text as in ISO 8601, without a zone: a controller knows its own wall clock only. All zero is "", no value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drivers.uhppote.errors import UhppoteError

Value = int | bool | str


@dataclass(frozen=True, slots=True)
class Kind:
    """``size`` bytes; ``read`` and ``write`` raise :class:`UhppoteError` or ``ValueError`` for what cannot be."""

    size: int
    read: Callable[[bytes], Value]
    write: Callable[[Value], bytes]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a message: its name, where it starts, its kind."""

    name: str
    at: int
    kind: Kind


def number(size: int) -> Kind:
    """An unsigned integer."""
    return Kind(size, lambda data: int.from_bytes(data, "little"), lambda value: _whole(value, size))


def _whole(value: Value, size: int) -> bytes:
    if not isinstance(value, int) or not 0 <= value < 1 << 8 * size:
        raise UhppoteError(f"expected a number below {1 << 8 * size}, came {value!r}")
    return int(value).to_bytes(size, "little")


def _read_flag(data: bytes) -> bool:
    if data[0] > 1:
        raise UhppoteError(f"expected 00 or 01, came {data[0]:02x}")
    return data[0] == 1


def _digits(data: bytes) -> str:
    text = data.hex()
    if not text.isdecimal():
        raise UhppoteError(f"expected decimal digits, came {text}")
    return text


def _instant(size: int, wire: str, text: str) -> Kind:
    """Decimal digits in the order of ``wire``, told in the order of ``text`` (both as of strftime)."""

    def read(data: bytes) -> str:
        digits = _digits(data)
        if not int(digits):
            return ""
        try:
            return datetime.strptime(digits, wire).strftime(text)  # noqa: DTZ007 - see above
        except ValueError:
            raise UhppoteError(f"expected a date or time, came {digits}") from None

    def write(value: Value) -> bytes:
        if value == "":
            return bytes(size)
        return bytes.fromhex(datetime.strptime(str(value), text).strftime(wire))  # noqa: DTZ007 - see above

    return Kind(size, read, write)


def _read_clock(data: bytes) -> str:
    digits = _digits(data)
    parts = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    if not all(int(part) <= most for part, most in zip(parts, (24, 59, 59), strict=False)):
        raise UhppoteError(f"expected a time of day, came {digits}")
    return ":".join(parts)


def _dotted(value: Value) -> bytes:
    parts = str(value).split(".")
    if len(parts) != 4 or not all(part.isdecimal() and int(part) <= 255 for part in parts):
        raise UhppoteError(f"expected an IPv4 address, came {value!r}")
    return bytes(map(int, parts))


def _clock(size: int) -> Kind:
    return Kind(size, _read_clock, lambda value: bytes.fromhex(str(value).replace(":", "")))


U8, U16, U24, U32 = number(1), number(2), number(3), number(4)
FLAG = Kind(1, _read_flag, lambda value: bytes([bool(value)]))
DATE = _instant(4, "%Y%m%d", "%Y-%m-%d")
SHORT_DATE = _instant(3, "%y%m%d", "%Y-%m-%d")
DATE_TIME = _instant(7, "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S")
TIME, MINUTES = _clock(3), _clock(2)
ADDRESS = Kind(4, lambda data: ".".join(map(str, data)), _dotted)
MAC = Kind(6, lambda data: data.hex(":"), lambda value: bytes.fromhex(str(value).replace(":", "")))
VERSION = Kind(2, lambda data: f"{data[0]:x}.{data[1]:02x}", lambda value: bytes.fromhex(_padded(value)))


def _padded(value: Value) -> str:
    major, _, minor = str(value).partition(".")
    return f"{major:0>2}{minor:0>2}"
