"""Days of an iCalendar file (RFC 5545): every date that one of its events touches is a holiday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

from gate.site.offsets import FIRST_YEAR, LAST_YEAR

_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_MOST_DAYS = 366


def ics_days(path: Path, timezone: str) -> frozenset[date]:
    """Local dates of all events, repeated ones through 2060.

    DTEND is exclusive (section 3.6.1). Raises OSError, or ValueError saying what is wrong.
    """
    calendar = Calendar.from_ical(path.read_bytes())
    days: set[date] = set()
    for event in calendar.walk("VEVENT"):
        days |= _event_days(event, ZoneInfo(timezone))
    if not days:
        raise ValueError("no events in it")
    return frozenset(days)


def _event_days(event: object, zone: ZoneInfo) -> set[date]:
    start = _value(event, "DTSTART")
    if start is None:
        raise ValueError("an event without DTSTART")
    first = _local(start, zone)
    end = _value(event, "DTEND")
    last = first if end is None else max(first, _last_day(end, zone))
    length = min((last - first).days + 1, _MOST_DAYS)
    return {
        begin + timedelta(days=step)
        for begin in _starts(event, first)
        for step in range(length)
        if _FIRST <= begin <= _LAST
    }


def _starts(event: object, first: date) -> set[date]:
    rule = event["RRULE"].to_ical().decode() if "RRULE" in event else ""  # type: ignore[index, operator]
    if not rule:
        return {first}
    # dates alone: a limit with time or zone would not compare with them
    parts = [part if not part.startswith("UNTIL=") else part[:14] for part in rule.split(";")]
    repeats = rrulestr(";".join(parts), dtstart=datetime.combine(first, time()))
    within = repeats.between(datetime.combine(_FIRST, time()), datetime.combine(_LAST, time()), inc=True)
    return {repeat.date() for repeat in within} | {first}


def _value(event: object, key: str) -> date | datetime | None:
    property_ = event.get(key)  # type: ignore[attr-defined]
    return None if property_ is None else property_.dt


def _local(value: date | datetime, zone: ZoneInfo) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    return value


def _last_day(end: date | datetime, zone: ZoneInfo) -> date:
    """DTEND is exclusive: an event that ends on a date, or at its midnight, ends the day before."""
    if not isinstance(end, datetime):
        return end - timedelta(days=1)
    return _local(end - timedelta(microseconds=1), zone)
