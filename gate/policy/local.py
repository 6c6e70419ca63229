"""Instants by the site's wall clocks, from the calendar that the configuration carries: no time zone is asked."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from gate.domain.schedule import Calendar


class DayKind(StrEnum):
    """What a local day counts as."""

    USUAL = "usual"
    HOLIDAY = "holiday"
    SWAPPED = "swapped"  # 调休


def local(at: datetime, calendar: Calendar) -> datetime:
    """The instant with the offset that holds at the site then."""
    starts = [start for start, _ in calendar.offsets]
    index = max(bisect_right(starts, at.timestamp()) - 1, 0)
    return at.astimezone(UTC).astimezone(timezone(timedelta(seconds=calendar.offsets[index][1])))


def day_kind(day: date, calendar: Calendar) -> DayKind:
    """What the calendar says of a local date; days that operators set are not in it."""
    if day in calendar.holidays:
        return DayKind.HOLIDAY
    return DayKind.SWAPPED if day in calendar.swapped else DayKind.USUAL
