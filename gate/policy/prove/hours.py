"""When schedules are active: the first instant from a given one on at which given schedules are, and others are not.

Exact over all of time. A local day is of one *kind*: what it counts as, and what the day before counts as (whose
windows may run past midnight). There are finitely many kinds, and within a kind the same minutes of the day fit; so a
question is answered once a kind, and only the days are walked. UTC offsets cut time into *regimes*, within which local
time runs evenly: in an overlap both passes count, and times in a gap do not occur (policy.md, "Schedules").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from gate.domain.schedule import DAY_MINUTES
from gate.policy.configuration import Configuration
from gate.policy.day import HOLIDAY, SWAPPED
from gate.policy.instant import BEGINNING, END, SECOND

DAY = 86_400
FIRST_DAY = date(1970, 1, 1).toordinal()
NO_DAY = 1 << 40
"""Beyond every local day, in days since 1970; with a minus sign, before every one."""
_THURSDAY = 3  # 1970-01-01

Term = tuple[int | None, int]
"""Masks of schedules: one of the first must be active (None: none need be), and none of the second."""
Kind = tuple[int, int]
Minutes = tuple[tuple[int, int], ...]


class Hours:
    """The calendar and the schedules of a configuration, as it was published: alternate days are no part of it."""

    def __init__(self, configuration: Configuration) -> None:
        calendar = configuration.calendar
        self._rows = configuration.days
        self._starts = [start * SECOND for start, _ in calendar.offsets]
        self._offsets = [offset for _, offset in calendar.offsets]
        days = {_number(day): SWAPPED for day in calendar.swapped}
        days |= {_number(day): HOLIDAY for day in calendar.holidays}
        self._special = {day: kind + (day + _THURSDAY) % 7 for day, kind in days.items()}
        self._near_special = sorted(days.keys() | {day + 1 for day in days})
        plain: set[Kind] = {(weekday, (weekday - 1) % 7) for weekday in range(7)}
        self._plain = frozenset(plain)
        self._runs: dict[Kind, tuple[tuple[int, int, int], ...]] = {}
        self._fitting: dict[frozenset[Term], dict[Kind, Minutes]] = {}

    def first(
        self,
        start: int,
        end: int,
        terms: frozenset[Term],
        first_day: int = -NO_DAY,
        last_day: int = NO_DAY,
    ) -> int | None:
        """The first start <= t < end at which every term holds, on a local day from ``first_day`` to ``last_day``.

        None if there is no such instant.
        """
        if start >= end:
            return None
        if not terms and first_day == -NO_DAY and last_day == NO_DAY:
            return start
        regime = max(bisect_right(self._starts, start) - 1, 0)
        while regime < len(self._starts) and (regime == 0 or self._starts[regime] < end):
            low, high = max(start, self._begin(regime)), min(end, self._begin(regime + 1))
            if low < high:
                offset = self._offsets[regime]
                found = self._within(low, high, offset, terms, (first_day, last_day))
                if found is not None:
                    return found
            regime += 1
        return None

    def local(self, us: int) -> tuple[int, int]:
        """(days since 1970, second of the day) by local wall time."""
        seconds = us // SECOND + self.offset(us)
        return seconds // DAY, seconds % DAY

    def offset(self, us: int) -> int:
        """Seconds that local time is ahead of UTC at an instant."""
        return self._offsets[max(bisect_right(self._starts, us) - 1, 0)]

    def _begin(self, regime: int) -> int:
        if regime == 0:
            return BEGINNING
        return self._starts[regime] if regime < len(self._starts) else END

    def _within(
        self, low: int, high: int, offset: int, terms: frozenset[Term], days: tuple[int, int]
    ) -> int | None:
        """As ``first``, inside one regime."""
        day = max((low // SECOND + offset) // DAY, days[0])
        last = min(((high - 1) // SECOND + offset) // DAY, days[1])
        for each in self._days(day, last, terms):
            midnight = each * DAY - offset
            for opens, closes in self._minutes(terms, self._kind(each)):
                start = max(low, (midnight + opens * 60) * SECOND)
                if start < min(high, (midnight + closes * 60) * SECOND):
                    return start
        return None

    def _days(self, day: int, last: int, terms: frozenset[Term]) -> Iterator[int]:
        """Days on which some minute fits. Where no plain day has one, only those near special days are looked at."""
        if any(self._minutes(terms, kind) for kind in self._plain):
            while day <= last:
                if self._minutes(terms, self._kind(day)):
                    yield day
                day += 1
            return
        for each in self._near_special[bisect_left(self._near_special, day) :]:
            if each > last:
                return
            if self._minutes(terms, self._kind(each)):
                yield each

    def _kind(self, day: int) -> Kind:
        return self._code(day), self._code(day - 1)

    def _code(self, day: int) -> int:
        special = self._special.get(day)
        return (day + _THURSDAY) % 7 if special is None else special

    def _minutes(self, terms: frozenset[Term], kind: Kind) -> Minutes:
        """Half-open spans of minutes in which every term holds, on a day of that kind."""
        kinds = self._fitting.setdefault(terms, {})
        if kind not in kinds:
            kinds[kind] = self._fit(terms, kind)
        return kinds[kind]

    def _fit(self, terms: frozenset[Term], kind: Kind) -> Minutes:
        spans: list[tuple[int, int]] = []
        for start, end, active in self._runs_of(kind):
            if all((want is None or want & active) and not deny & active for want, deny in terms):
                begun = spans.pop()[0] if spans and spans[-1][1] == start else start
                spans.append((begun, end))
        return tuple(spans)

    def _runs_of(self, kind: Kind) -> tuple[tuple[int, int, int], ...]:
        """(first minute, minute after the last, schedules active) of a day of that kind."""
        if kind not in self._runs:
            own, spill = self._rows[kind[0]].own, self._rows[kind[1]].spill
            active = [today | before for today, before in zip(own, spill, strict=True)]
            cuts = [minute for minute in range(1, DAY_MINUTES) if active[minute] != active[minute - 1]]
            self._runs[kind] = tuple(
                (start, end, active[start]) for start, end in pairwise([0, *cuts, DAY_MINUTES])
            )
        return self._runs[kind]


def day_number(day: date) -> int:
    """Days since 1970 of a local date."""
    return _number(day)


def _number(day: date) -> int:
    return day.toordinal() - FIRST_DAY
