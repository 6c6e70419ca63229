"""Schedules that switch off on a holiday what should hold then most."""

from __future__ import annotations

from collections.abc import Iterator

from gate.domain.schedule import DAY_MINUTES, OnHoliday, Schedule, Span
from gate.site.draft import Draft
from gate.site.finding import Path


def check_schedules(draft: Draft) -> None:
    """Warns where a holiday, or a swapped workday, switches a deny or the arming of a zone off."""
    if not draft.site.calendar.holidays:
        return
    for path, schedule, what in _holding(draft):
        if lost := _lost(schedule):
            draft.faults.warn(path, f"{what} that holds on holidays too", f'"{schedule.id}", {lost}')


def _holding(draft: Draft) -> Iterator[tuple[Path, Schedule, str]]:
    schedules = draft.site.schedules
    for group in draft.site.groups.values():
        for deny in group.denies:
            if deny.schedule in schedules:
                yield _deny_path(draft, group.id, deny.id), schedules[deny.schedule], "a deny"
    for zone in draft.site.zones.values():
        if zone.armed is not None and zone.armed in schedules:
            yield draft.at("zones", zone.id, "armed"), schedules[zone.armed], "an armed zone"


def _deny_path(draft: Draft, group: str, deny: str) -> Path:
    denies = draft.site.groups[group].denies
    position = next(number for number, other in enumerate(denies) if other.id == deny)
    return draft.at("groups", group, "denies", position, "schedule")


def _lost(schedule: Schedule) -> str:
    """What a holiday takes away, in words; empty where it takes nothing."""
    if schedule.on_holiday is OnHoliday.AS_USUAL:
        return ""
    if schedule.on_holiday is OnHoliday.CLOSED:
        return 'on_holiday "closed"'
    kept = _minutes(schedule.on_holiday)
    usual = _minutes(tuple(window.span for window in schedule.windows))
    return "whose on_holiday windows are shorter" if usual - kept else ""


def _minutes(spans: tuple[Span, ...]) -> frozenset[int]:
    """Minutes from midnight of the day that a window starts on; those past midnight count on."""
    return frozenset(
        minute
        for span in spans
        for minute in range(span.start, span.end if span.end > span.start else span.end + DAY_MINUTES)
    )
