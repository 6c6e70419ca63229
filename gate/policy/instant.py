"""Instants and spans as whole microseconds, so that rules compare integers.

Converted once at the edge of the policy. Spans are half-open; a missing end is open.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SECOND = 1_000_000
BEGINNING = -(1 << 62)
"""Before every instant: the start of a span that has none."""
END = 1 << 62
"""After every instant: the end of a span that has none."""

FIRST = datetime.min.replace(tzinfo=UTC)
"""The first instant that a datetime can tell."""
LAST = datetime.max.replace(tzinfo=UTC)
"""The last one."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Microseconds since 1970 of an aware instant; TypeError for a naive one."""
    return (at - _EPOCH) // _STEP


def instant(us: int) -> datetime:
    """The aware UTC instant of :func:`micros`."""
    return _EPOCH + timedelta(microseconds=us)


def reached(us: int) -> datetime:
    """The same, or the nearest one that a datetime can tell."""
    if us <= _FIRST:
        return FIRST
    return LAST if us >= _LAST else instant(us)


def length(span: timedelta) -> int:
    """A duration in microseconds."""
    return span // _STEP


def start_of(at: datetime | None) -> int:
    """Start of a span: open where nothing is said."""
    return BEGINNING if at is None else micros(at)


def end_of(at: datetime | None) -> int:
    """First instant after a span: open where nothing is said."""
    return END if at is None else micros(at)


_FIRST, _LAST = micros(FIRST), micros(LAST)
