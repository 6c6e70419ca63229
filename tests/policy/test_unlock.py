"""When an unlock schedule is over, and when to look again: across midnight, a holiday, and clocks that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from gate.domain.portal import UnlockSchedule
from gate.policy import World, compile_site
from gate.policy.unlock import HORIZON, UnlockHours
from tests.policy.build import site

RAW = {
    "site": {"timezone": "Europe/Berlin", "holidays": ["2026-03-30"]},
    "zones": [{"id": "out", "outside": True}, {"id": "hall"}],
    "schedules": [
        {"id": "night", "windows": [{"days": "sat", "from": "22:00", "to": "06:00"}]},
        {
            "id": "always",
            "windows": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
            "on_holiday": "as-usual",
        },
    ],
    "portals": [{"id": "front", "between": ["out", "hall"], "readers": {"in": "in"}}],
}
OPENS = datetime(2026, 3, 28, 21, tzinfo=UTC)  # Saturday 22:00 in Berlin; the clocks go forward that night
CLOSES = datetime(2026, 3, 29, 4, tzinfo=UTC)  # Sunday 06:00 summer time: seven hours on


def hours(schedule: str) -> tuple[UnlockHours, World]:
    built = site(RAW)
    front = replace(built.portals["front"], unlock=UnlockSchedule(schedule=schedule))
    built = replace(built, portals={"front": front})
    world = World(compile_site(built))
    return UnlockHours(built, world.configuration, world.timetable), world


def test_until_the_window_is_over_by_the_wall_clock() -> None:
    found, _ = hours("night")
    assert found.until("front", OPENS - timedelta(microseconds=1)) is None
    assert found.until("front", OPENS) == CLOSES
    assert found.until("front", CLOSES - timedelta(microseconds=1)) == CLOSES
    assert found.until("front", CLOSES) is None


def test_one_that_never_closes_is_looked_at_again() -> None:
    found, _ = hours("always")
    assert found.until("front", OPENS) == OPENS + HORIZON


def test_the_next_turn_is_later_than_now_and_misses_no_change() -> None:
    found, _ = hours("night")
    now, turns = OPENS - timedelta(hours=5), []
    while now < CLOSES:
        following = found.next_turn(now)
        assert following is not None
        assert following > now
        now = following
        turns.append(now)
    assert {OPENS, CLOSES} <= set(turns)


def test_an_alternate_day_counts() -> None:
    found, world = hours("night")
    world.alternate_day(date(2026, 3, 28), "fri")
    assert found.until("front", OPENS) is None


def test_a_site_without_unlock_schedules_never_asks() -> None:
    built = site(RAW)
    world = World(compile_site(built))
    found = UnlockHours(built, world.configuration, world.timetable)
    assert found.next_turn(OPENS) is None
    assert "front" not in found
