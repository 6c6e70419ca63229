"""Tailgating, and which of what cameras see is an alarm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gate.domain.commands import MomentaryUnlock
from gate.domain.door_state import Contact
from gate.domain.events import AlarmRaised, CameraSaw, ClipKept, RexPressed
from tests.service.rig import CHEN, LI, Rig

DOOR = "front-door"


def cross(rig: Rig, track: int, way: str = "in", *, portal: str | None = DOOR, resent: bool = False) -> bool:
    """Somebody walks through the line; whether that raised an alarm."""
    event = CameraSaw(
        camera="cam-lobby", rule="tailgate", kind=way, portal=portal, track=track, still=f"{track:064x}"
    )
    rig.event(event, src="camera", resent=resent)
    return any(alarm.kind == "tailgate" for alarm in rig.noted(AlarmRaised))


@pytest.mark.regime("C1")
def test_two_through_one_grant(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    rig.door(DOOR, Contact.OPEN)
    assert not cross(rig, 1)
    rig.wait(seconds=1.5)
    assert cross(rig, 2)
    alarm = rig.alarms()["tailgate", DOOR]
    assert (alarm.cause, alarm.zone, alarm.portal) == ("tailgate_in", "lobby", DOOR)
    assert alarm.still == f"{2:064x}"
    assert cross(rig, 3)
    assert rig.alarms()["tailgate", DOOR].revision == 2


def test_two_with_two_grants(rig: Rig) -> None:
    for card in (CHEN, LI):
        rig.present(card, "rdr-front-in")
    rig.door(DOOR, Contact.OPEN)
    assert [cross(rig, 1), cross(rig, 2), cross(rig, 3)] == [False, False, True]


def test_who_followed_can_be_on_either_side_now(rig: Rig) -> None:
    """An anti-passback that bit whoever came in unseen would lock out the honest colleague."""
    rig.walk(CHEN, "rdr-front-in", DOOR)
    assert "p1001" in rig.facts.world.inside("lobby")
    rig.present(LI, "rdr-front-in")
    rig.door(DOOR, Contact.OPEN)
    cross(rig, 1)
    before = len(rig.facts.world.inside("outside"))
    assert cross(rig, 2, "out")
    assert rig.alarms()["tailgate", DOOR].cause == "tailgate_out"
    assert len(rig.facts.world.inside("outside")) <= before


def test_a_button_lets_out_whoever_comes(rig: Rig) -> None:
    if rig.site.portals[DOOR].rex is None:
        pytest.fail("the example's front door has a button")
    rig.event(RexPressed(portal=DOOR))
    rig.door(DOOR, Contact.OPEN)
    assert [cross(rig, 1, "out"), cross(rig, 2, "out"), cross(rig, 3, "in")] == [False, False, True]


def test_an_operators_unlock_lets_through_whoever_comes(rig: Rig) -> None:
    rig.command(MomentaryUnlock(portal=DOOR, reason="parcel"))
    rig.door(DOOR, Contact.OPEN)
    assert [cross(rig, 1), cross(rig, 2), cross(rig, 3, "out")] == [False] * 3


def test_a_forced_door_has_its_own_alarm(rig: Rig) -> None:
    rig.door(DOOR, Contact.OPEN)
    assert ("forced_open", DOOR) in rig.alarms()
    assert not cross(rig, 1)


def test_what_is_sent_again_is_recorded_and_not_judged(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    rig.door(DOOR, Contact.OPEN)
    assert [cross(rig, n, resent=True) for n in (1, 2)] == [False, False]


def test_a_way_without_a_reader_is_free(rig: Rig) -> None:
    portal = rig.site.portals[DOOR]
    rig.facts.site = replace(rig.site, portals={**rig.site.portals, DOOR: replace(portal, reader_out=None)})
    rig.present(CHEN, "rdr-front-in")
    rig.door(DOOR, Contact.OPEN)
    assert [cross(rig, 1, "out"), cross(rig, 2, "in"), cross(rig, 3, "in")] == [False, False, True]


@pytest.mark.parametrize(("portal", "way"), [(None, "in"), ("no-door", "in"), (DOOR, "sideways")])
def test_nonsense_from_a_camera_is_recorded_and_nothing_else(rig: Rig, portal: str | None, way: str) -> None:
    rig.present(CHEN, "rdr-front-in")
    rig.door(DOOR, Contact.OPEN)
    cross(rig, 1)
    assert not cross(rig, 2, way, portal=portal)


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("loitering", "camera_loitering"),
        ("crowding", "camera_crowding"),
        ("wrong-way", "camera_wrong_way"),
    ],
)
def test_rules_that_are_alarms_by_themselves(rig: Rig, rule: str, kind: str) -> None:
    rig.event(CameraSaw(camera="cam-lab", rule=rule), src="camera")
    assert rig.alarms()[kind, "cam-lab"].cause == rule
    rig.event(CameraSaw(camera="cam-lab", rule=rule, active=False), src="camera")
    assert not rig.alarms()[kind, "cam-lab"].active


@pytest.mark.parametrize("rule", ["person", "line-crossing"])
def test_rules_that_are_alarms_where_nobody_should_be(rig: Rig, rule: str) -> None:
    saw = CameraSaw(camera="cam-lab", rule=rule, zone="archive", kind="in" if rule != "person" else "")
    rig.event(saw, src="camera")
    assert ("camera_intrusion", "cam-lab") not in rig.alarms()
    rig.wait(hours=13)  # 22:00 in Shanghai: armed
    rig.event(saw, src="camera")
    alarm = rig.alarms()["camera_intrusion", "cam-lab"]
    assert (alarm.cause, alarm.zone) == (rule, "archive")
    assert alarm.active == (rule == "person"), "a crossing is over at once"


def test_a_clip_is_recorded_and_raises_nothing(rig: Rig) -> None:
    clip = ClipKept(camera="cam-lab", rule="tamper", still="a" * 64, clip="b" * 64, from_s=-5.0, to_s=5.0)
    rig.event(clip, src="camera")
    assert rig.alarms() == {}
