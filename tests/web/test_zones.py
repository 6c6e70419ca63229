"""Zones: lockdown after a look at what it does, threat levels, alternate days; doors held for a time."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from gate.domain.commands import LiftLockdown, LockDown, SetThreatLevel
from gate.domain.door_state import Contact, DoorState
from gate.domain.standing_commands import HoldUnlocked, LockAgain, SetAlternateDay
from tests.service.rig import CHEN, Rig
from tests.web.desk import Desk
from web.live.board import Door
from web.zones.preflight import preflight


def newest(desk: Desk) -> object:
    """The command that the engine got last."""
    return desk.engine.commands[-1][0]


def in_the_office(rig: Rig) -> None:
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.walk(CHEN, "rdr-office-in", "office-door")


def test_a_lockdown_is_looked_at_before_it_is_ordered(desk: Desk) -> None:
    desk.engine.act(in_the_office)
    desk.engine.act(lambda rig: rig.door("office-door", Contact.OPEN))
    guard = desk.browser("wang.fang")
    page = guard.get("/zones/lockdown?target=office")
    assert page.status_code == 200
    shut, people = page.text.split("People behind them", 1)
    assert "Office door" in shut
    assert "Not closed now, somebody must look" in shut
    assert "Chen Wei" in people
    assert not [each for each, _ in desk.engine.commands if isinstance(each, LockDown)], "nothing was ordered"

    for sure, reason in (("yes", ""), ("", "drill")):
        assert guard.post("/zones/lockdown", target="office", sure=sure, reason=reason).status_code == 400
    assert guard.post("/zones/lockdown", target="office", reason="drill", sure="yes").status_code == 302
    assert newest(desk) == LockDown(targets=("office",), reason="drill")
    assert desk.rig.facts.doors["office-door"].locked_down
    shown = guard.get("/zones").text
    assert "Locked down now" in shown
    assert "Lift the lockdown of" in shown

    assert guard.post("/zones/lift", target="office").status_code == 400
    assert guard.post("/zones/lift", target="office", reason="over").status_code == 302
    assert newest(desk) == LiftLockdown(targets=("office",), reason="over")
    assert not desk.rig.facts.doors["office-door"].locked_down


def test_what_is_shown_to_shut_is_what_the_engine_shuts(desk: Desk) -> None:
    site = desk.rig.site
    for target in (*site.zones, *site.portals):
        doors = [Door(portal=portal, status=None) for portal in site.portals.values()]
        shown = {door.portal.id for door in preflight(site, (target,), doors, ()).shut}
        desk.rig.command(LockDown(targets=(target,), reason="drill"))
        shut = {id_ for id_, state in desk.rig.facts.doors.items() if state.locked_down}
        assert shown == shut, target
        desk.rig.command(LiftLockdown(targets=(target,), reason="over"))


@pytest.mark.parametrize("path", ["/zones/lockdown", "/zones/lift"])
def test_targets_that_are_not_there(desk: Desk, path: str) -> None:
    answer = desk.browser("wang.fang").post(path, target="nowhere", reason="x", sure="yes")
    assert answer.status_code == 400
    assert "Choose at least one zone or door" in answer.text


def test_threat_level_and_a_day(desk: Desk) -> None:
    site, manager = desk.rig.site, desk.browser("chen.wei")
    level = next(iter(site.threat_levels))
    assert manager.post("/zones/threat", level=level, zone="office", reason="a warning").status_code == 302
    assert newest(desk) == SetThreatLevel(level=level, zones=("office",), reason="a warning")
    assert desk.console.queries.posture().threats == {"office": level}
    assert manager.post("/zones/threat", level="", zone="office", reason="over").status_code == 302
    assert desk.console.queries.posture().threats == {}
    assert manager.post("/zones/threat", level="purple", zone="office", reason="x").status_code == 400

    day = (desk.rig.clock.now() + timedelta(days=3)).date()
    assert manager.post("/zones/day", day=day.isoformat(), as_="sun", reason="move").status_code == 302
    assert newest(desk) == SetAlternateDay(day=day, as_="sun", reason="move")
    assert f"{day.isoformat()}</time>: Sunday" in manager.get("/zones").text
    for when, counts in (("soon", "sun"), (day.isoformat(), "pancake")):
        assert manager.post("/zones/day", day=when, as_=counts, reason="x").status_code == 400
    far = (desk.rig.clock.now() + timedelta(days=900)).date()
    refused = desk.browser("chen.wei", "zh").post("/zones/day", day=far.isoformat(), as_="sun", reason="x")
    assert refused.status_code == 409
    assert "日期须在昨天至今后" in refused.text


def test_a_door_held_for_a_time_and_locked_again(desk: Desk) -> None:
    guard, now = desk.browser("wang.fang"), desk.rig.clock.now()
    for text, reason in (("", "pallets"), ("late", "x"), ("23:00", "")):
        assert guard.post("/doors/front-door/hold", until=text, reason=reason).status_code == 400
    there = ZoneInfo(desk.rig.site.calendar.timezone)
    until = (now + timedelta(hours=1)).astimezone(there).replace(second=0, microsecond=0)
    assert guard.post("/doors/front-door/hold", until=f"{until:%H:%M}", reason="pallets").status_code == 302
    command = desk.engine.commands[-1][0]
    assert isinstance(command, HoldUnlocked)
    assert (command.portal, command.until, command.reason) == ("front-door", until, "pallets")
    assert desk.rig.facts.doors["front-door"].state is DoorState.UNLOCKED
    assert "Lock it again" in guard.get("/doors/front-door").text
    assert guard.post("/doors/front-door/lock").status_code == 400
    assert guard.post("/doors/front-door/lock", reason="done").status_code == 302
    assert newest(desk) == LockAgain(portal="front-door", reason="done")
    refused = guard.post("/doors/lab-door/hold", until=f"{until:%H:%M}", reason="x")
    assert refused.status_code == 409


def test_an_auditor_sees_and_orders_nothing(desk: Desk) -> None:
    shown = desk.browser("qian.hui").get("/zones").text
    assert "What is set" in shown
    for button in ("Lock down:", "Set the level", "Let it count so"):
        assert button not in shown


def test_a_door_is_kept_closed_by_a_lockdown_of_its_own(desk: Desk) -> None:
    page = desk.browser("wang.fang").get("/doors/office-door").text
    assert 'href="/zones/lockdown?target=office-door"' in page
    assert "/zones/lockdown" not in desk.browser("qian.hui").get("/doors/office-door").text
    assert "保持关闭" in desk.browser("wang.fang", "zh").get("/doors/office-door").text
