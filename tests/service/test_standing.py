"""Doors that stand unlocked by schedule or by hand, and days that count as others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gate.domain.commands import LiftLockdown, LockDown, Outcome, SetThreatLevel
from gate.domain.door_commands import ReleaseLock, Relock
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.events import PortalChanged
from gate.domain.portal import UnlockSchedule
from gate.domain.rights import Role
from gate.domain.schedule import Schedule, Span, Window
from gate.domain.standing_commands import HoldUnlocked, LockAgain, SetAlternateDay
from gate.store import open_store
from tests.peopled import Peopled
from tests.service.rig import CABINET, CHEN, GUARD, LI, MANAGER, Rig, StillClock, example_site

EARLY = datetime(2026, 11, 22, 23, 29, 50, tzinfo=UTC)  # Monday 07:29:50 in Shanghai
OPENS = EARLY + timedelta(seconds=10)
CLOSES = OPENS + timedelta(minutes=4)
MORNINGS = Schedule(id="mornings", windows=(Window(days=frozenset(range(5)), span=Span(start=450, end=454)),))
MakeRig = Callable[[str | None], Rig]


@pytest.fixture
def make(peopled_example: Peopled, tmp_path: Path) -> Iterator[MakeRig]:
    """A rig whose office door has the unlock schedule ``mornings``, for a first person of the group or at once."""
    store, ring = open_store(peopled_example.copied(tmp_path)), peopled_example.ring

    def made(first_person: str | None = None) -> Rig:
        site = example_site()
        unlock = UnlockSchedule(schedule="mornings", first_person=first_person)
        door = replace(site.portals["office-door"], unlock=unlock)
        schedules = {**site.schedules, "mornings": MORNINGS}
        site = replace(
            site, portals={**site.portals, "office-door": door}, schedules=schedules, version="with-unlock"
        )
        rig = Rig(site, store, ring.for_engine(site.agents), ring.for_agent(CABINET), StillClock(EARLY))
        for portal in site.portals:
            rig.door(portal, Contact.CLOSED)
        rig.wait(seconds=0)
        rig.outcomes.clear()
        return rig

    yield made
    store.close()


@pytest.fixture
def rig(make: MakeRig) -> Rig:
    return make(None)


def held(rig: Rig) -> bool:
    return rig.facts.doors["office-door"].commanded is Commanded.HELD


def until(rig: Rig, when: datetime) -> None:
    rig.wait(seconds=(when - rig.clock.now()).total_seconds())


def test_opens_and_closes_with_the_schedule(rig: Rig) -> None:
    until(rig, OPENS - timedelta(seconds=1))
    assert rig.state("office-door") is DoorState.SECURE
    until(rig, OPENS)
    assert (rig.state("office-door"), held(rig)) == (DoorState.UNLOCKED, True)
    [changed] = rig.noted(PortalChanged)
    assert (changed.commanded, changed.cause) == (Commanded.HELD, "schedule")
    until(rig, CLOSES - timedelta(seconds=1))
    assert held(rig)
    until(rig, CLOSES)
    assert (rig.state("office-door"), held(rig)) == (DoorState.SECURE, False)
    assert [each.portal for each in rig.told(Relock)] == ["office-door"]


def test_a_row_of_pulses_none_longer_than_thirty_seconds(rig: Rig) -> None:
    until(rig, OPENS + timedelta(seconds=25))
    pulses = [each for outcome in rig.outcomes for each in rig.told(ReleaseLock, outcome)]
    assert [each.duration for each in pulses] == [timedelta(seconds=30)] * 3


def test_goes_on_after_a_restart(rig: Rig) -> None:
    until(rig, OPENS + timedelta(minutes=1))
    rig.restart()
    rig.wait(seconds=30)
    assert held(rig)
    assert rig.told(ReleaseLock)
    until(rig, CLOSES)
    assert not held(rig)


def test_a_door_that_is_held_may_stand_open(rig: Rig) -> None:
    until(rig, OPENS)
    rig.door("office-door", Contact.OPEN)
    rig.wait(minutes=3)
    assert rig.state("office-door") is DoorState.OPEN
    assert rig.alarms() == {}


@pytest.mark.parametrize("blocked", ["lockdown", "threat"])
def test_lockdown_and_threat_win_and_the_schedule_comes_back(rig: Rig, blocked: str) -> None:
    until(rig, OPENS + timedelta(minutes=1))
    if blocked == "lockdown":
        rig.command(LockDown(targets=("office",), reason="drill"))
    else:
        rig.command(SetThreatLevel(level="elevated", zones=("office",), reason="warning"), MANAGER)
    assert not held(rig)
    assert rig.told(Relock)
    rig.wait(minutes=1)
    assert not held(rig)
    if blocked == "lockdown":
        rig.command(LiftLockdown(targets=("office",), reason="over"))
    else:
        rig.command(SetThreatLevel(level=None, zones=("office",), reason="over"), MANAGER)
    rig.wait(seconds=0)
    assert held(rig)


def test_a_holiday_wins(rig: Rig) -> None:
    receipt = rig.command(SetAlternateDay(day=date(2026, 11, 23), as_="holiday", reason="memorial"), MANAGER)
    assert receipt.outcome is Outcome.DONE
    until(rig, OPENS + timedelta(minutes=1))
    assert not held(rig)
    rig.command(SetAlternateDay(day=date(2026, 11, 23), as_="mon", reason="a mistake"), MANAGER)
    rig.wait(seconds=0)
    assert held(rig)
    rig.command(SetAlternateDay(day=date(2026, 11, 23), as_="sun", reason="after all"), MANAGER)
    rig.wait(seconds=0)
    assert not held(rig)
    assert rig.last.packs == frozenset() or CABINET in rig.last.packs


def test_waits_for_the_first_person(make: MakeRig) -> None:
    rig = make("guards")
    until(rig, OPENS + timedelta(minutes=1))
    assert not held(rig)
    rig.walk(LI, "rdr-office-in", "office-door")
    rig.wait(seconds=10)
    assert not held(rig), "no guard"


def test_the_first_person_arms_it_by_coming_in_and_not_by_reading(make: MakeRig) -> None:
    rig = make("lab-team")
    until(rig, OPENS)
    decision = rig.present(CHEN, "rdr-office-in")
    assert decision is not None
    assert decision.granted
    rig.wait(seconds=20)
    assert not held(rig), "read, and did not go in"
    rig.walk(CHEN, "rdr-office-in", "office-door")
    rig.wait(seconds=0)
    assert held(rig)
    rig.command(LockDown(targets=("office",), reason="drill"))
    rig.command(LiftLockdown(targets=("office",), reason="over"))
    rig.wait(minutes=1)
    assert not held(rig), "another first person is waited for"


def test_locked_again_by_hand_until_the_schedule_opens_anew(rig: Rig) -> None:
    until(rig, OPENS + timedelta(minutes=1))
    assert rig.command(LockAgain(portal="office-door", reason="empty")).outcome is Outcome.DONE
    rig.restart()
    until(rig, CLOSES)
    assert not held(rig)
    until(rig, OPENS + timedelta(days=1))
    assert held(rig)


def test_held_by_hand_until_its_end_whatever_the_schedule(rig: Rig) -> None:
    end = OPENS + timedelta(seconds=30)
    assert (
        rig.command(HoldUnlocked(portal="office-door", until=end, reason="delivery")).outcome is Outcome.DONE
    )
    assert held(rig)
    until(rig, end)
    rig.wait(seconds=0)
    assert rig.facts.doors["office-door"].hold_cause == "schedule"
    rig.command(HoldUnlocked(portal="front-door", until=end + timedelta(minutes=1), reason="delivery"))
    rig.wait(seconds=59)
    assert rig.state("front-door") is DoorState.UNLOCKED
    rig.wait(seconds=1)
    assert rig.state("front-door") is DoorState.SECURE


@pytest.mark.parametrize(
    ("portal", "hours", "outcome", "why"),
    [
        ("nowhere", 1, Outcome.INVALID, "no portal"),
        ("front-door", 0, Outcome.REFUSED, "an end within 24 hours"),
        ("front-door", 25, Outcome.REFUSED, "an end within 24 hours"),
        ("front-door", 24, Outcome.DONE, ""),
        ("lab-door", 1, Outcome.REFUSED, "everybody who enters must be known"),
    ],
)
def test_what_may_be_held(rig: Rig, portal: str, hours: int, outcome: Outcome, why: str) -> None:
    ask = HoldUnlocked(portal=portal, until=rig.clock.now() + timedelta(hours=hours), reason="delivery")
    receipt = rig.command(ask)
    assert receipt.outcome is outcome
    assert why in receipt.why


def test_no_hold_in_a_lockdown_under_a_threat_or_of_a_door_that_is_forced(rig: Rig) -> None:
    ask = HoldUnlocked(portal="front-door", until=rig.clock.now() + timedelta(hours=1), reason="delivery")
    rig.command(LockDown(targets=("front-door",), reason="drill"))
    assert "locked down" in rig.command(ask).why
    rig.command(LiftLockdown(targets=("front-door",), reason="over"))
    rig.command(SetThreatLevel(level="elevated", zones=("lobby",), reason="warning"), MANAGER)
    assert "threat level elevated" in rig.command(ask).why
    rig.command(SetThreatLevel(level=None, zones=("lobby",), reason="over"), MANAGER)
    rig.door("front-door", Contact.OPEN)
    assert rig.state("front-door") is DoorState.FORCED
    assert "forced" in rig.command(ask).why


def test_who_may(rig: Rig) -> None:
    hr, auditor = replace(MANAGER, role=Role.HR), replace(MANAGER, role=Role.AUDITOR)
    hold = HoldUnlocked(portal="front-door", until=rig.clock.now() + timedelta(hours=1), reason="delivery")
    day = SetAlternateDay(day=date(2026, 11, 24), as_="sat", reason="swap")
    assert [rig.command(hold, actor).outcome for actor in (hr, auditor, GUARD)] == [
        Outcome.REFUSED,
        Outcome.REFUSED,
        Outcome.DONE,
    ]
    assert [rig.command(day, actor).outcome for actor in (GUARD, hr, MANAGER)] == [
        Outcome.REFUSED,
        Outcome.REFUSED,
        Outcome.DONE,
    ]
    assert rig.last.packs == frozenset(rig.site.agents)
    assert rig.command(replace(hold, reason=" "), GUARD).why == "a reason is owed"
    assert rig.command(LockAgain(portal="bike-door", reason="x")).why == "nothing holds the door unlocked"


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2028, 1, 1)])
def test_a_day_too_far_off(rig: Rig, day: date) -> None:
    assert "400 days ahead" in rig.command(SetAlternateDay(day=day, as_="sat", reason="x"), MANAGER).why


def test_a_word_that_is_no_day(rig: Rig) -> None:
    ask = SetAlternateDay(day=date(2026, 11, 24), as_="someday", reason="x")
    assert "expected one of mon" in rig.command(ask, MANAGER).why
