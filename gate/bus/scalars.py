"""How single values stand in JSON: instants, durations, words of enumerations."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum, IntEnum
from typing import Any

from gate.bus.errors import CodecError, shown

Decode = Callable[[Any], Any]
Encode = Callable[[Any], Any]

INT_MAX = 2**63 - 1  # what every store and language reads
MICROSECOND = timedelta(microseconds=1)


def exact(kind: type, name: str) -> Decode:
    """A decoder that takes exactly this JSON kind: no bool as int, no number as text."""

    def decode(raw: Any) -> Any:
        if type(raw) is not kind:
            raise CodecError(name, shown(raw))
        return raw

    return decode


def decode_int(raw: Any) -> int:
    """A whole number of at most 64 bits with sign."""
    if type(raw) is not int or not -INT_MAX - 1 <= raw <= INT_MAX:
        raise CodecError("a whole number of 64 bits", shown(raw))
    return raw


def decode_float(raw: Any) -> float:
    """A finite number."""
    if type(raw) not in (int, float) or not math.isfinite(raw):
        raise CodecError("a finite number", shown(raw))
    return float(raw)


def encode_float(value: float) -> float:
    """A finite number; CodecError for any other, which JSON cannot carry."""
    if not math.isfinite(value):
        raise CodecError("a finite number", str(value))
    return value


def encode_instant(value: datetime) -> str:
    """``2026-03-02T07:30:00.000000Z``: always UTC, always microseconds."""
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise CodecError("an aware instant", "a naive one")
        value = value.astimezone(UTC)
    return value.isoformat(timespec="microseconds")[:-6] + "Z"


def decode_instant(raw: Any) -> datetime:
    """The inverse; no other spelling of an instant is taken."""
    try:
        value = datetime.fromisoformat(raw)
        if value.tzinfo is UTC and encode_instant(value) == raw:
            return value
    except (TypeError, ValueError):
        pass
    raise CodecError("an instant like 2026-03-02T07:30:00.000000Z", shown(raw))


def decode_date(raw: Any) -> date:
    """A local date ``2026-03-02``."""
    try:
        value = date.fromisoformat(raw)
        if value.isoformat() == raw:
            return value
    except (TypeError, ValueError):
        pass
    raise CodecError("a date like 2026-03-02", shown(raw))


def encode_duration(value: timedelta) -> int:
    """Whole microseconds."""
    return value // MICROSECOND


def decode_duration(raw: Any) -> timedelta:
    """Whole microseconds."""
    return timedelta(microseconds=decode_int(raw))


def word_of(member: Enum) -> str:
    """How a member is written: a text enumeration by value, an ordered one by its name in lower case."""
    return member.name.lower() if isinstance(member, IntEnum) else str(member.value)


def enum_codec(kind: type[Enum]) -> tuple[Encode, Decode]:
    """Encoder and decoder by table."""
    to_word = {member: word_of(member) for member in kind}
    by_word = {word: member for member, word in to_word.items()}
    expected = f"one of {', '.join(by_word)}"

    def decode(raw: Any) -> Enum:
        member = by_word.get(raw) if type(raw) is str else None
        if member is None:
            raise CodecError(expected, shown(raw))
        return member

    return to_word.__getitem__, decode
