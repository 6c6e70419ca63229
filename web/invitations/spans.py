"""Again and again: the same hours on several days, by the site's wall clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gate.domain.visit_commands import VisitSpan

MOST = 200
WEEKEND = 5
"""Saturday, as datetime counts."""


class Repeat(StrEnum):
    """How often."""

    ONCE = "once"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"


def spans(
    starts: datetime, ends: datetime, repeat: Repeat, until: date | None, zone: ZoneInfo
) -> tuple[VisitSpan, ...]:
    """The first span, then the same wall clock times until and with the day ``until``; at most 201, one too many.

    ``starts`` and ``ends`` are aware. A day on which the clock is moved keeps the wall clock times.
    """
    first = starts.astimezone(zone)
    last = first.date() if repeat is Repeat.ONCE or until is None else until
    found: list[VisitSpan] = []
    day = first.date()
    while day <= last and len(found) <= MOST:
        if day == first.date() or _meant(day, first.date(), repeat):
            found.append(_on(day, first, ends.astimezone(zone), zone))
        day += timedelta(days=1)
    return tuple(found)


def _meant(day: date, first: date, repeat: Repeat) -> bool:
    if repeat is Repeat.WEEKLY:
        return day.weekday() == first.weekday()
    return repeat is Repeat.WORKDAYS and day.weekday() < WEEKEND


def _on(day: date, first: datetime, ends: datetime, zone: ZoneInfo) -> VisitSpan:
    days = (ends.date() - first.date()).days
    return VisitSpan(
        starts=datetime.combine(day, first.time(), zone),
        ends=datetime.combine(day + timedelta(days=days), ends.time(), zone),
    )
