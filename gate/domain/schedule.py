"""Schedules: weekly windows of local wall time, and what days count as.

Policy.md, "Schedules". Minutes count from local midnight; windows are half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DAY_MINUTES = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From ``start`` to before ``end``, minutes of the day; ``end <= start`` runs past midnight, never equal."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span on some weekdays (0 = Monday), belonging to the day it starts on."""

    days: frozenset[int]
    span: Span


class OnHoliday(StrEnum):
    """What replaces a day's own windows on a holiday, if not windows of its own."""

    CLOSED = "closed"
    AS_USUAL = "as-usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Weekly windows with the rule for holidays and for swapped workdays (调休)."""

    id: str
    windows: tuple[Window, ...]
    on_holiday: OnHoliday | tuple[Span, ...] = OnHoliday.CLOSED
    on_swapped_workday: int | None = None  # the weekday whose windows apply; None: the day's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Local time and special days of a site, resolved once so that a later tzdata cannot change the past.

    ``offsets``: (UTC seconds since 1970 from which it holds, offset in seconds), ascending, the first
    covering all time before the second. ``holidays`` and ``swapped`` hold local dates.
    ``published``: years for which each source of holidays has published its days.
    """

    timezone: str
    offsets: tuple[tuple[int, int], ...]
    holidays: frozenset[date] = frozenset()
    swapped: frozenset[date] = frozenset()
    published: frozenset[int] = frozenset()
