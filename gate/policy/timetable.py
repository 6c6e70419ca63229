"""From an instant to the local day and the schedules that are active then.

Knows the calendar that the configuration was given and the alternate days set since; never asks for a time zone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from gate.domain.schedule import WEEKDAYS, Calendar
from gate.policy.day import HOLIDAY, SWAPPED, DayMasks, DayTurns, day_turns
from gate.policy.instant import SECOND
from gate.policy.kept import Json, Kept, text
from gate.policy.turned import Turned

_DAY = 86_400
_FIRST_DAY = date(1970, 1, 1).toordinal()
_THURSDAY = 3  # 1970-01-01
_DAYS_KEPT = 4096


def day_code(as_: str) -> int:
    """The code of an alternate day: ``"mon"`` … ``"sun"`` or ``"holiday"``; ValueError for other words."""
    if as_ == "holiday":
        return HOLIDAY
    if as_ in WEEKDAYS:
        return WEEKDAYS.index(as_)
    raise ValueError(f"expected one of {', '.join(WEEKDAYS)}, holiday; got {as_!r}")


class Timetable(Kept, Turned):
    """Local days and active schedules. Alternate days survive a restart; the rest is a cache of the calendar."""

    kind = "day"

    def __init__(self, calendar: Calendar, masks: tuple[DayMasks, ...]) -> None:
        super().__init__()
        self._masks = masks
        self._starts = [start for start, _ in calendar.offsets]
        self._offsets = [offset for _, offset in calendar.offsets]
        self._holidays = frozenset(day.toordinal() for day in calendar.holidays)
        self._swapped = frozenset(day.toordinal() for day in calendar.swapped)
        self._alternates: dict[int, str] = {}
        self._days: dict[int, DayTurns] = {}
        self._kinds: dict[tuple[int, int], DayTurns] = {}  # by the codes of a day and the one before
        self._low, self._high, self._offset = 1, 0, 0  # seconds for which the offset holds: none yet
        self._since, self._until, self._now = 1, 0, (0, 0)  # where the last answer holds: nowhere yet

    def at(self, us: int) -> tuple[int, int]:
        """(mask of active schedules, ordinal of the local date) at an instant."""
        if self._since <= us < self._until:
            return self._now
        return self._look_up(us)

    @property
    def stretch(self) -> tuple[int, int]:
        """From when until when (half-open) the last answer holds."""
        return self._since, self._until

    def _look_up(self, us: int) -> tuple[int, int]:
        """The same, found anew; it holds until a schedule opens or closes, the day ends, or the clocks change."""
        seconds = us // SECOND
        if not self._low <= seconds < self._high:
            self._seek(seconds)
        local = seconds + self._offset
        number = local // _DAY
        day = self._days.get(number) or self._open_day(number)
        index = bisect_right(day.starts, local % _DAY // 60) - 1
        midnight = number * _DAY - self._offset
        self._since = max(midnight + day.starts[index] * 60, self._low) * SECOND
        self._until = min(midnight + day.starts[index + 1] * 60, self._high) * SECOND
        self._now = (day.masks[index], number + _FIRST_DAY)
        return self._now

    def _forget(self) -> None:
        """What days count as has changed."""
        self._days.clear()
        self._since, self._until = 1, 0
        self.turned()

    def alternate(self, day: date, as_: str) -> None:
        """Let a local date count as a weekday or as a holiday, whatever the calendar says."""
        day_code(as_)
        self._alternates[day.toordinal()] = as_
        self._forget()
        self.changed.add(day.isoformat())

    def alternates(self) -> dict[date, str]:
        """What was set, by local date."""
        return {date.fromordinal(day): as_ for day, as_ in self._alternates.items()}

    def _seek(self, seconds: int) -> None:
        """Find the offset that holds, and until when: an index before the first start counts as the first."""
        index = max(bisect_right(self._starts, seconds) - 1, 0)
        self._offset = self._offsets[index]
        self._low = self._starts[index] if index else -(1 << 62)
        self._high = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 62

    def _open_day(self, number: int) -> DayTurns:
        if len(self._days) > _DAYS_KEPT:
            self._days.clear()
        kind = today, yesterday = self._code(number), self._code(number - 1)
        if kind not in self._kinds:
            self._kinds[kind] = day_turns(self._masks[today], self._masks[yesterday])
        day = self._days[number] = self._kinds[kind]
        return day

    def _code(self, number: int) -> int:
        ordinal = number + _FIRST_DAY
        weekday = (number + _THURSDAY) % 7
        alternate = self._alternates.get(ordinal)
        if alternate is not None:
            return HOLIDAY + weekday if alternate == "holiday" else day_code(alternate)
        if ordinal in self._holidays:
            return HOLIDAY + weekday
        return SWAPPED + weekday if ordinal in self._swapped else weekday

    def keys(self) -> Iterable[str]:
        """All there are."""
        return [date.fromordinal(day).isoformat() for day in self._alternates]

    def value(self, key: str) -> Json:
        """What the date counts as."""
        return self._alternates.get(date.fromisoformat(key).toordinal())

    def take(self, key: str, value: Json) -> None:
        """A day out of a row."""
        self._alternates[date.fromisoformat(key).toordinal()] = text(value)
        self._forget()
