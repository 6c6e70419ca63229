"""UTC offsets of a time zone, resolved once: what :class:`gate.domain.schedule.Calendar` keeps of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_YEAR = 2000
LAST_YEAR = 2060
_STEP = 7 * 86_400  # no zone has changed its clocks twice within a week


@cache
def utc_offsets(timezone: str) -> tuple[tuple[int, int], ...]:
    """(UTC second from which it holds, offset in seconds), from 2000 through 2060, ascending.

    Raises ZoneInfoNotFoundError or ValueError for a name that is none.
    """
    zone = ZoneInfo(timezone)
    start = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp())
    found = [(start, _offset(zone, start))]
    for second in range(start, end, _STEP):
        offset = _offset(zone, second)
        if offset != found[-1][1]:
            found.append((_change(zone, second - _STEP, second), offset))
    return tuple(found)


def is_timezone(name: str) -> bool:
    """True for a name of the IANA time zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second with the later offset, by halving."""
    later = _offset(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == later:
            after = middle
        else:
            before = middle
    return after


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
