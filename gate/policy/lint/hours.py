"""When a schedule is active, over every pair of days that can follow each other: comparable without walking a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from gate.domain.schedule import Calendar, Schedule
from gate.policy.day import HOLIDAY, SWAPPED, Minutes, day_masks

Hours = tuple[int, ...]
"""For each pair of days, 1,440 bits: one a minute of the second day."""


def hours(schedule: Schedule, calendar: Calendar) -> Hours:
    """Usual days, and holidays and swapped workdays if the calendar has any."""
    masks = day_masks((schedule,))
    own = [_bits(each.own) for each in masks]
    spill = [_bits(each.spill) for each in masks]
    return tuple(own[today] | spill[before] for before, today in _pairs(calendar))


def within(inner: Hours, outer: Hours) -> bool:
    """True if ``outer`` is active whenever ``inner`` is."""
    return all(not a & ~b for a, b in zip(inner, outer, strict=True))


def meet(one: Hours, other: Hours) -> bool:
    """True if both are active at some minute."""
    return any(a & b for a, b in zip(one, other, strict=True))


def ever(one: Hours) -> bool:
    """True if it is active at some minute."""
    return any(one)


def lost_on_holidays(schedule: Schedule) -> bool:
    """True if some minute of a usual day is not covered when that day is a holiday."""
    masks = day_masks((schedule,))
    return any(
        _bits(masks[day].own) & ~_bits(masks[HOLIDAY + day].own)
        or _bits(masks[day].spill) & ~_bits(masks[HOLIDAY + day].spill)
        for day in range(7)
    )


def _pairs(calendar: Calendar) -> Iterator[tuple[int, int]]:
    kinds = [0]
    if calendar.holidays:
        kinds.append(HOLIDAY)
    if calendar.swapped:
        kinds.append(SWAPPED)
    for weekday in range(7):
        for before, today in product(kinds, kinds):
            yield before + (weekday - 1) % 7, today + weekday


def _bits(minutes: Minutes | Sequence[int]) -> int:
    return sum(1 << minute for minute, mask in enumerate(minutes) if mask)
