"""Readers of single values: each takes what the file has and returns what the domain wants.

A reader raises :class:`Unfit` with what it expected. It never sees where the value stands: the table that
holds it does (``gate.site.table``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from typing import TypeVar

from gate.domain.text import Text

T = TypeVar("T")
Reader = Callable[[object], T]

UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "y": 365 * 86_400_000}
"""Milliseconds of each unit of a duration; a year is 365 days."""

_DURATION = re.compile(r"(\d{1,9})(ms|s|m|h|d|y)")
_IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@/\s]*@")
_LONGEST = timedelta(days=100 * 365)


class Unfit(Exception):
    """A value that is not what was expected. ``instead`` is what checks may go on with, if that is clear."""

    def __init__(
        self, expected: str, *, got: str = "", meant: str | None = None, instead: object = None
    ) -> None:
        super().__init__(expected)
        self.expected, self.got, self.meant, self.instead = expected, got, meant, instead


class Unknowable(Exception):
    """The value cannot be judged because of a fault elsewhere, which has its own finding."""


def shown(value: object) -> str:
    """A value as the file would spell it, short, with passwords in addresses masked."""
    if isinstance(value, str):
        return json.dumps(_PASSWORD.sub(r"\1***@", _clipped(value)), ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, dict):
        return f"a table with {', '.join(str(key) for key in list(value)[:5])}" if value else "an empty table"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return _clipped(str(value))


def nearest(word: str, words: Mapping[str, object] | tuple[str, ...]) -> str | None:
    """The one of ``words`` that was probably meant by ``word``."""
    folded = {known.lower().replace("_", "-"): known for known in words}
    near = get_close_matches(word.lower().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def line_of_text(value: object) -> str:
    """One line of 1 to 200 characters."""
    if isinstance(value, str) and 0 < len(value.strip()) <= 200 and value.isprintable():
        return value.strip()
    raise Unfit("a line of text")


def ident(value: object) -> str:
    """An id: also part of bus topics and file names, hence its few characters."""
    if isinstance(value, str) and _IDENT.fullmatch(value):
        return value
    raise Unfit("an id of letters, digits, '-', '_' and '.', at most 64")


def text(value: object) -> Text:
    """A name: a string, or one string a language."""
    if isinstance(value, str):
        return Text(line_of_text(value))
    if isinstance(value, dict) and "en" in value and set(value) <= {"en", "zh"}:
        return Text(line_of_text(value["en"]), line_of_text(value["zh"]) if "zh" in value else None)
    raise Unfit('a name, or { en = "…", zh = "…" }')


def flag(value: object) -> bool:
    """True or false, nothing else."""
    if isinstance(value, bool):
        return value
    raise Unfit("true or false")


def whole(least: int, most: int) -> Reader[int]:
    """A whole number from ``least`` to ``most``."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise Unfit(f"a whole number from {least} to {most}" if least != most else str(least))

    return read


def one_of(words: Mapping[str, T]) -> Reader[T]:
    """One of some words, as what it stands for."""

    def read(value: object) -> T:
        if isinstance(value, str) and value in words:
            return words[value]
        meant = nearest(value, words) if isinstance(value, str) else None
        listed = ", ".join(f'"{word}"' for word in words)
        raise Unfit(f"one of {listed}", meant=meant, instead=None if meant is None else words[meant])

    return read


def duration(value: object) -> timedelta:
    """A time span above zero, at most 100 years: a whole number and its unit."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match and int(match[1]):
        span = timedelta(milliseconds=int(match[1]) * UNITS[match[2]])
        if span <= _LONGEST:
            return span
    raise Unfit('a duration such as "300ms", "5s", "10m", "8h", "180d" or "2y"')


def instant(value: object) -> datetime:
    """An instant with its offset from UTC, as aware UTC."""
    expected = 'an instant with offset such as "2026-11-23T01:00:00Z"'
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value.upper() else value
    except ValueError:
        raise Unfit(expected) from None
    if not isinstance(at, datetime):
        raise Unfit(expected)
    if at.tzinfo is None:
        raise Unfit(expected, got=f"{shown(value)} without an offset")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise Unfit(expected) from None


def day(value: object) -> date:
    """A date without time."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # told below, like every other value that is no date
    raise Unfit('a date such as "2026-12-31"')


def _clipped(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "…"
