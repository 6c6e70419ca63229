"""The instants at which schedules can change: few, so that a year is looked through in no time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from gate.domain.schedule import DAY_MINUTES, Calendar
from gate.policy.configuration import Configuration
from gate.policy.day import Minutes
from gate.policy.instant import SECOND

_DAY = 86_400


class Moments:
    """Those of a configuration, or of the schedules of a mask alone; called with (start, end) for a stretch of time."""

    def __init__(self, configuration: Configuration, schedules: int = -1) -> None:
        self._calendar = configuration.calendar
        self._cuts = _cuts(configuration, schedules)

    def __call__(self, start: int, end: int) -> Iterator[int]:
        """Microseconds in start <= t < end, ascending: between two of them no schedule opens or closes.

        They are whole minutes of local time, each day's first among them, and the instants at which clocks change.
        """
        found: set[int] = set()
        for since, until, offset in _offsets(self._calendar, start, end):
            found.add(since)
            for day in range((since // SECOND + offset) // _DAY, (until // SECOND + offset) // _DAY + 1):
                found.update((day * _DAY + minute * 60 - offset) * SECOND for minute in self._cuts)
        return iter(sorted(t for t in found if start <= t < end))


def moments(configuration: Configuration, start: int, end: int) -> Iterator[int]:
    """The moments of all schedules in start <= t < end."""
    return Moments(configuration)(start, end)


def _cuts(configuration: Configuration, schedules: int) -> list[int]:
    """Minutes of the day at which one of the schedules opens or closes on some kind of day."""
    rows = {row for masks in configuration.days for row in (masks.own, masks.spill)}
    return sorted({0, *(minute for row in rows for minute in _changes(row, schedules))})


def _changes(row: Minutes, schedules: int) -> Iterator[int]:
    if row[0] == row[-1] and row.count(row[0]) == DAY_MINUTES:
        return
    for minute, (before, after) in enumerate(pairwise(row), start=1):
        if (before ^ after) & schedules:
            yield minute


def _offsets(calendar: Calendar, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(from, to, offset in seconds) for each stretch of local time that overlaps start <= t < end."""
    starts = [second * SECOND for second, _ in calendar.offsets]
    first = max(bisect_right(starts, start) - 1, 0)
    for number in range(first, len(starts)):
        since = max(start, starts[number]) if number else start
        if since >= end:
            return
        until = starts[number + 1] if number + 1 < len(starts) else end
        yield since, min(until, end), calendar.offsets[number][1]
