"""What a local day counts as, and which schedules are active in each of its minutes.

Policy.md, "Schedules". A day has a code: its weekday 0..6, on a holiday 7 more, on a swapped workday (调休) 14 more.
For each code there are two rows of 1,440 bit masks, one bit a schedule: windows that began on such a day (``own``),
and what windows begun on it leave to the day after (``spill``). A minute is active if today's ``own`` or yesterday's
``spill`` has the bit; so a window past midnight belongs to the day it starts on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gate.domain.schedule import DAY_MINUTES, OnHoliday, Schedule, Span

HOLIDAY = 7
SWAPPED = 14
CODES = range(21)

Minutes = tuple[int, ...]
"""1,440 masks of active schedules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMasks:
    """Active schedules by minute of one kind of day."""

    own: Minutes
    spill: Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTurns:
    """One local day in pieces: ``masks[n]`` are active for starts[n] <= minute < starts[n + 1]."""

    starts: tuple[int, ...]
    masks: tuple[int, ...]


def day_turns(today: DayMasks, yesterday: DayMasks) -> DayTurns:
    """The pieces of a day, whose windows begin on it or were begun on the day before."""
    active = [own | spill for own, spill in zip(today.own, yesterday.spill, strict=True)]
    starts = [0, *(minute for minute in range(1, DAY_MINUTES) if active[minute] != active[minute - 1])]
    return DayTurns(starts=(*starts, DAY_MINUTES), masks=tuple(active[minute] for minute in starts))


def day_masks(schedules: Sequence[Schedule]) -> tuple[DayMasks, ...]:
    """The masks of every day code; bit n stands for the n-th schedule."""
    return tuple(_masks_of(code, schedules) for code in CODES)


def _masks_of(code: int, schedules: Sequence[Schedule]) -> DayMasks:
    own: list[tuple[int, int, int]] = []
    spill: list[tuple[int, int, int]] = []
    for number, schedule in enumerate(schedules):
        for span in _spans_on(code, schedule):
            if span.start < span.end:
                own.append((span.start, span.end, 1 << number))
            else:
                own.append((span.start, DAY_MINUTES, 1 << number))
                spill.append((0, span.end, 1 << number))
    return DayMasks(own=_by_minute(own), spill=_by_minute(spill))


def _spans_on(code: int, schedule: Schedule) -> Iterator[Span]:
    """The windows that start on a day of this code."""
    weekday = code % 7
    if HOLIDAY <= code < SWAPPED and schedule.on_holiday is not OnHoliday.AS_USUAL:
        if schedule.on_holiday is not OnHoliday.CLOSED:
            yield from schedule.on_holiday
        return
    if code >= SWAPPED and schedule.on_swapped_workday is not None:
        weekday = schedule.on_swapped_workday
    for window in schedule.windows:
        if weekday in window.days:
            yield window.span


def _by_minute(parts: Iterable[tuple[int, int, int]]) -> Minutes:
    """Half-open parts (start, end, bit) laid over one day."""
    parts = tuple(parts)
    cuts = sorted({0, DAY_MINUTES, *(start for start, _, _ in parts), *(end for _, end, _ in parts)})
    minutes: list[int] = []
    for cut, following in pairwise(cuts):
        mask = 0
        for start, end, bit in parts:
            if start <= cut < end:
                mask |= bit
        minutes += [mask] * (following - cut)
    return tuple(minutes)
