"""``[[schedules]]`` to :class:`gate.domain.schedule.Schedule`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gate.domain.schedule import DAY_MINUTES, WEEKDAYS, OnHoliday, Schedule, Span, Window
from gate.site import keys
from gate.site.sections import Sections
from gate.site.table import Table
from gate.site.values import Reader, Unfit, nearest, one_of, shown

WEEKDAY = one_of({word: number for number, word in enumerate(WEEKDAYS)})
ON_HOLIDAY = one_of({rule.value: rule for rule in OnHoliday})
_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_DAYS = 'days such as "mon-fri" or "mon,wed,sat-sun"'


def read_schedules(sections: Sections) -> Mapping[str, Schedule]:
    """All schedules."""
    return {entry: _schedule(entry, table) for entry, table in sections.of("schedules")}


def read_days(value: object) -> frozenset[int]:
    """Weekdays from 0 (Monday): words and ranges, in one string or several; ``fri-mon`` wraps."""
    parts = re.split(r"[,\s]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise Unfit(_DAYS)
    return frozenset().union(*(_range(part) for part in parts))


def minute(*, end: bool) -> Reader[int]:
    """A time of day in minutes; ``24:00`` only where a window ends."""
    latest = DAY_MINUTES if end else DAY_MINUTES - 1

    def read(value: object) -> int:
        match = _TIME.fullmatch(value) if isinstance(value, str) else None
        if match and int(match[1]) * 60 + int(match[2]) <= latest:
            return int(match[1]) * 60 + int(match[2])
        raise Unfit(f'a time from "00:00" to "{latest // 60:02}:{latest % 60:02}"')

    return read


def _schedule(id: str, table: Table) -> Schedule:
    windows = (_window(part) for part in table.tables("windows", keys.WINDOW))
    return Schedule(
        id=id,
        windows=tuple(window for window in windows if window),
        on_holiday=_on_holiday(table),
        on_swapped_workday=table.take("on_swapped_workday", WEEKDAY, None),
    )


def _on_holiday(table: Table) -> OnHoliday | tuple[Span, ...]:
    if not isinstance(table.raw("on_holiday"), list):
        return table.take("on_holiday", ON_HOLIDAY, OnHoliday.CLOSED)
    spans = (_span(part) for part in table.tables("on_holiday", keys.HOLIDAY_WINDOW))
    return tuple(span for span in spans if span)


def _window(table: Table) -> Window | None:
    days = table.take("days", read_days, None)
    span = _span(table)
    return Window(days=days, span=span) if days and span else None


def _span(table: Table) -> Span | None:
    start = table.take("from", minute(end=False), None)
    end = table.take("to", minute(end=True), None)
    if start is None or end is None:
        return None
    if start == end:
        whole_day = 'the whole day is "00:00" to "24:00"'
        table.faults.error(
            table.at("to"), f"a time other than the window's start; {whole_day}", shown(table.raw("to"))
        )
        return None
    return Span(start=start, end=end)


def _range(part: str) -> frozenset[int]:
    words = part.lower().split("-")
    for word in words:
        if word not in WEEKDAYS:
            raise Unfit(_DAYS, got=shown(part), meant=nearest(word, WEEKDAYS))
    if len(words) > 2:
        raise Unfit(_DAYS, got=shown(part))
    first, last = WEEKDAYS.index(words[0]), WEEKDAYS.index(words[-1])
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
