"""Forecasts: every change and no other, over clocks that change, holidays and swapped workdays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.portal import UnlockSchedule
from gate.policy import NotThere, compile_site
from gate.policy.forecast import Forecast, Unlocked, forecast
from gate.policy.instant import instant, micros
from gate.policy.local import DayKind
from gate.policy.moments import moments
from gate.policy.timetable import Timetable
from tests.policy import build
from tests.policy.worlds import story


def site(head: dict[str, Any], *windows: dict[str, str], **rules: Any) -> dict[str, Any]:
    grant = {"id": "g", "zones": ["hall"], "schedule": "open"} | rules
    return {
        "site": head,
        "zones": [{"id": "out", "outside": True}, {"id": "hall"}],
        "portals": [{"id": "door", "between": ["out", "hall"], "readers": {"in": "in", "out": "back"}}],
        "schedules": [{"id": "open", "windows": list(windows), "on_swapped_workday": "mon"}],
        "groups": [{"id": "staff", "grants": [grant]}],
    }


def told(raw: dict[str, Any], start: str, days: int) -> Forecast:
    made = build.site(raw)
    return forecast(made, compile_site(made), "door", datetime.fromisoformat(start), days)


def opens(found: Forecast) -> list[tuple[str, bool]]:
    return [(turn.local.isoformat(), bool(turn.ways[0].enter)) for turn in found.turns]


WEEKDAYS = {"days": "mon-fri", "from": "07:30", "to": "19:00"}


def test_clocks_that_go_forward_shorten_the_night() -> None:
    raw = site({"timezone": "Europe/Berlin"}, {"days": "sat", "from": "22:00", "to": "03:30"})
    assert opens(told(raw, "2026-03-28T12:00:00Z", 2)) == [
        ("2026-03-28T13:00:00+01:00", False),
        ("2026-03-28T22:00:00+01:00", True),
        ("2026-03-29T03:30:00+02:00", False),
    ]


def test_both_passes_of_an_overlap_count() -> None:
    raw = site({"timezone": "Europe/Berlin"}, {"days": "sun", "from": "02:15", "to": "02:45"})
    assert opens(told(raw, "2026-10-24T22:00:00Z", 1)) == [
        ("2026-10-25T00:00:00+02:00", False),
        ("2026-10-25T02:15:00+02:00", True),
        ("2026-10-25T02:45:00+02:00", False),
        ("2026-10-25T02:15:00+01:00", True),
        ("2026-10-25T02:45:00+01:00", False),
    ]


def test_a_window_in_a_gap_does_not_occur() -> None:
    raw = site({"timezone": "Europe/Berlin"}, {"days": "sun", "from": "02:00", "to": "03:00"})
    assert opens(told(raw, "2026-03-28T23:00:00Z", 1)) == [("2026-03-29T00:00:00+01:00", False)]


def test_holidays_and_swapped_workdays_are_marked() -> None:
    head = {"timezone": "UTC", "holidays": ["2026-10-01"], "swapped": ["2026-10-03"]}
    found = told(site(head, WEEKDAYS), "2026-10-01T00:00:00Z", 3)
    assert [(turn.local.day, turn.local.hour, turn.day) for turn in found.turns[1:]] == [
        (2, 7, DayKind.USUAL),
        (2, 19, DayKind.USUAL),
        (3, 7, DayKind.SWAPPED),
        (3, 19, DayKind.SWAPPED),
    ]
    assert found.turns[0].day is DayKind.HOLIDAY


def test_years_without_published_holidays_are_named() -> None:
    made = build.site(site({"timezone": "UTC"}, WEEKDAYS))
    assert made.calendar.published == frozenset()
    found = told(site({"timezone": "UTC"}, WEEKDAYS), "2026-12-31T00:00:00Z", 2)
    assert found.unpublished == (2026, 2027)
    assert not any(turn.published for turn in found.turns)


def test_the_span_of_a_grant_ends_to_the_second() -> None:
    raw = site({"timezone": "UTC"}, WEEKDAYS, until="2026-03-03T10:00:07Z")
    assert opens(told(raw, "2026-03-03T00:00:00Z", 5)) == [
        ("2026-03-03T00:00:00+00:00", False),
        ("2026-03-03T07:30:00+00:00", True),
        ("2026-03-03T10:00:07+00:00", False),
    ]


def test_an_unlock_schedule_waits_for_the_first_person() -> None:
    made = build.site(site({"timezone": "UTC"}, WEEKDAYS))
    door = made.portals["door"]
    for first, meant in ((None, Unlocked.YES), ("staff", Unlocked.ONCE_SOMEBODY_CAME)):
        unlock = UnlockSchedule(schedule="open", first_person=first)
        unlocking = replace(made, portals={"door": replace(door, unlock=unlock)})
        found = forecast(unlocking, compile_site(made), "door", datetime(2026, 3, 3, tzinfo=UTC), 1)
        assert [turn.unlocked for turn in found.turns] == [Unlocked.NO, meant, Unlocked.NO]


def test_a_portal_that_is_not_there() -> None:
    made = build.site(site({}, WEEKDAYS))
    with pytest.raises(NotThere, match="portal"):
        forecast(made, compile_site(made), "gate", datetime(2026, 3, 3, tzinfo=UTC), 1)


@settings(max_examples=15)
@given(st.integers(0, 1_000_000))
def test_between_two_moments_no_schedule_changes(seed: int) -> None:
    """Against every minute of five days around a change of clocks."""
    made = build.site(story(seed, 1).site)
    configuration = compile_site(made)
    start, end = micros(datetime(2026, 3, 27, 0, 0, 30, tzinfo=UTC)), micros(datetime(2026, 4, 1, tzinfo=UTC))
    found = set(moments(configuration, start, end))
    timetable = Timetable(configuration.calendar, configuration.days)
    minute = micros(datetime(2026, 3, 27, 0, 1, tzinfo=UTC))
    while minute < end:
        before, now = timetable.at(minute - 1), timetable.at(minute)
        assert before == now or minute in found, instant(minute)
        minute += 60_000_000
