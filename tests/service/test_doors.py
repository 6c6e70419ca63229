"""Doors as the engine sees them: alarms with causes, presence that widens, lockdown, fire, unlock."""

from datetime import timedelta

import pytest

from gate.domain.commands import (
    ForgivePassback,
    LiftLockdown,
    LockDown,
    MomentaryUnlock,
    Outcome,
    SetThreatLevel,
)
from gate.domain.door_commands import ReleaseLock, Relock, ShowDoorState
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import (
    ContactChanged,
    InputChanged,
    LockdownChanged,
    LockSensed,
    PackTaken,
    PortalChanged,
    RexPressed,
)
from gate.domain.signals import Feedback
from tests.service.rig import CHEN, GUARD, LI, MANAGER, Rig


@pytest.mark.regime("F2")
def test_a_forced_door_is_an_alarm_until_it_is_closed(rig: Rig) -> None:
    rig.door("front-door", Contact.OPEN)
    alarm = rig.alarms()["forced_open", "front-door"]
    assert (alarm.cause, alarm.priority, alarm.zone, alarm.active) == ("force", 1, "lobby", True)
    assert rig.told(ShowDoorState)[0].feedback is Feedback.ALARM
    rig.door("front-door", Contact.CLOSED)
    assert not rig.alarms()["forced_open", "front-door"].active
    rig.clock.forward(seconds=10)
    rig.door("front-door", Contact.OPEN)
    again = rig.alarms()["forced_open", "front-door"]
    assert (again.id, again.revision, again.active) == (alarm.id, 2, True)


def test_where_one_leaves_by_hand_unseen_the_alarm_says_so(rig: Rig) -> None:
    rig.door("lab-door", Contact.OPEN)
    assert rig.alarms()["forced_open", "lab-door"].cause == "handle_or_force"


def test_a_bounce_is_labelled_and_asks_nobody_twice(rig: Rig) -> None:
    rig.door("front-door", Contact.OPEN)
    rig.clock.forward(seconds=0.2)
    rig.door("front-door", Contact.CLOSED, brief=True)
    alarm = rig.alarms()["forced_open", "front-door"]
    assert (alarm.cause, alarm.revision, alarm.active) == ("bounce", 1, False)


def test_a_forced_door_widens_where_everybody_can_be(rig: Rig) -> None:
    rig.walk(CHEN, "rdr-front-in", "front-door")
    assert rig.facts.world.presence("p1001") == {"lobby"}
    rig.door("front-door", Contact.OPEN)
    assert rig.facts.world.presence("p1001") == {"lobby", "outside"}


def test_rex_widens_outward_only(rig: Rig) -> None:
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.event(RexPressed(portal="front-door"))
    rig.door("front-door", Contact.OPEN)
    assert rig.alarms() == {}
    assert rig.facts.world.presence("p1001") == {"lobby", "outside"}
    rig.door("front-door", Contact.CLOSED)
    rig.wait(seconds=10)
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.event(RexPressed(portal="office-door"))
    rig.door("office-door", Contact.OPEN)
    assert rig.facts.world.presence("p1001") == {"lobby"}


@pytest.mark.regime("F2")
def test_a_held_door_warns_and_alarms_by_the_clock(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    rig.door("front-door", Contact.OPEN)
    rig.wait(seconds=20)
    assert rig.state("front-door") is DoorState.HELD_WARN
    assert rig.alarms() == {}
    rig.wait(seconds=10)
    assert rig.alarms()["held_open", "front-door"].cause == "held"
    rig.wait(minutes=5)
    assert rig.alarms()["held_open", "front-door"].revision == 2
    rig.door("front-door", Contact.CLOSED)
    assert not rig.alarms()["held_open", "front-door"].active


def test_an_operator_lets_somebody_in_once(rig: Rig) -> None:
    receipt = rig.command(MomentaryUnlock(portal="front-door", reason="parcel"))
    assert (receipt.outcome, receipt.agents) == (Outcome.DONE, ("cabinet-1",))
    (release,) = rig.told(ReleaseLock)
    assert (release.request, release.duration) == ("", timedelta(seconds=5))


def test_an_unlock_without_right_reason_or_portal(rig: Rig) -> None:
    assert rig.command(MomentaryUnlock(portal="front-door", reason=" ")).why == "a reason is owed"
    nowhere = rig.command(MomentaryUnlock(portal="nowhere", reason="x"))
    assert (nowhere.outcome, nowhere.why) == (Outcome.INVALID, "no portal 'nowhere'")
    rig.command(LockDown(targets=("front-door",), reason="drill"))
    locked = rig.command(MomentaryUnlock(portal="front-door", reason="x"))
    assert (locked.outcome, locked.why) == (Outcome.REFUSED, "locked down: lift it first")
    assert rig.told(ReleaseLock) == []


def test_a_lockdown_covers_every_door_of_the_zone_and_ends(rig: Rig) -> None:
    rig.command(LockDown(targets=("office",), reason="threat"))
    assert rig.noted(LockdownChanged)[0].active
    states = {portal: rig.state(portal) for portal in rig.site.portals}
    # office holds lab and archive: every door that leads to or from one of them
    assert states == {
        "front-door": DoorState.SECURE,
        "bike-door": DoorState.SECURE,
        "office-door": DoorState.LOCKDOWN,
        "lab-door": DoorState.LOCKDOWN,
        "archive-door": DoorState.LOCKDOWN,
    }
    decision = rig.present(CHEN, "rdr-office-in")
    assert decision is not None
    assert decision.reasons == ("lockdown",)
    out = rig.present(CHEN, "rdr-office-out")
    assert out is not None
    assert out.granted
    rig.command(LiftLockdown(targets=("office",), reason="over"), MANAGER)
    rig.wait(seconds=10)
    assert rig.state("office-door") is DoorState.SECURE


def test_one_lockdown_ends_and_another_stays(rig: Rig) -> None:
    rig.command(LockDown(targets=("office", "lab-door"), reason="threat"))
    rig.command(LiftLockdown(targets=("office",), reason="over"))
    assert rig.state("lab-door") is DoorState.LOCKDOWN
    assert rig.state("office-door") is DoorState.SECURE
    rig.restart()
    rig.command(LiftLockdown(targets=("lab-door",), reason="over"))
    assert rig.state("lab-door") is DoorState.SECURE


def test_targets_that_are_not_there(rig: Rig) -> None:
    for command in (
        LockDown(targets=("nowhere",), reason="x"),
        LockDown(targets=(), reason="x"),
        LiftLockdown(targets=("nowhere",), reason="x"),
        SetThreatLevel(level="purple", zones=("lab",), reason="x"),
        ForgivePassback(person="nobody", reason="x"),
    ):
        assert rig.command(command).outcome is Outcome.INVALID


def test_a_threat_level_asks_for_its_factors(rig: Rig) -> None:
    rig.command(SetThreatLevel(level="elevated", zones=("lobby",), reason="warning"), MANAGER)
    decision = rig.present(CHEN, "rdr-front-in")
    assert decision is not None
    assert "factor_missing:pin" in decision.reasons


def test_fire_frees_and_is_one_alarm(rig: Rig) -> None:
    rig.event(InputChanged(owner="front-door", name="fire", active=True))
    rig.event(InputChanged(owner="office-door", name="fire", active=True))
    assert rig.alarms()["fire", "hq"].revision == 1
    rig.door("front-door", Contact.OPEN)
    assert ("forced_open", "front-door") not in rig.alarms()
    rig.event(InputChanged(owner="front-door", name="fire", active=False))
    assert rig.alarms()["fire", "hq"].active
    rig.event(InputChanged(owner="office-door", name="fire", active=None))
    assert rig.alarms()["fire", "hq"].active, "unknown is no all-clear"
    rig.event(InputChanged(owner="office-door", name="fire", active=False))
    assert not rig.alarms()["fire", "hq"].active


@pytest.mark.parametrize(("name", "kind"), [("tamper", "tamper"), ("mains", "power"), ("battery", "battery")])
def test_supervision_of_a_cabinet(rig: Rig, name: str, kind: str) -> None:
    rig.event(InputChanged(owner="cabinet-1", name=name, active=True))
    assert rig.alarms()[kind, "cabinet-1"].active
    rig.event(InputChanged(owner="cabinet-1", name=name, active=False))
    assert not rig.alarms()[kind, "cabinet-1"].active


def test_an_attack_on_a_readers_line_is_an_alarm_of_its_own_beside_its_case(rig: Rig) -> None:
    rig.event(InputChanged(owner="rdr-lab-in", name="osdp_downgrade", active=True))
    rig.event(InputChanged(owner="rdr-lab-in", name="tamper", active=True))
    assert rig.alarms()["osdp_downgrade", "rdr-lab-in"].portal == "lab-door"
    rig.event(InputChanged(owner="rdr-lab-in", name="tamper", active=False))
    assert rig.alarms()["osdp_downgrade", "rdr-lab-in"].active
    assert not rig.alarms()["tamper", "rdr-lab-in"].active
    rig.event(InputChanged(owner="rdr-lab-in", name="osdp_downgrade", active=False))
    assert not rig.alarms()["osdp_downgrade", "rdr-lab-in"].active


@pytest.mark.parametrize("wire", ["short", "cut", "tamper"])
def test_a_contacts_wire_that_is_attacked_is_tampering_and_the_door_is_unknown(rig: Rig, wire: str) -> None:
    rig.event(ContactChanged(portal="lab-door", contact=Contact.TAMPER, wire=wire))
    assert rig.state("lab-door") is DoorState.UNKNOWN
    assert rig.alarms()["tamper", "lab-door"].cause == f"contact_{wire}"
    rig.door("lab-door", Contact.CLOSED)
    assert not rig.alarms()["tamper", "lab-door"].active
    assert rig.state("lab-door") is DoorState.SECURE


@pytest.mark.parametrize("name", ["rex", "fire", "mains", "tamper"])
def test_any_inputs_wire_that_is_attacked_is_an_alarm_until_it_tells_again(rig: Rig, name: str) -> None:
    def event(active: bool | None, wire: str = "") -> None:
        rig.event(InputChanged(owner="front-door", name=name, active=active, wire=wire))

    event(None, "cut")
    alarm = rig.alarms()["wire_tamper", f"front-door/{name}"]
    assert (alarm.cause, alarm.portal, alarm.active) == ("wire_cut", "front-door", True)
    event(None)
    assert rig.alarms()["wire_tamper", f"front-door/{name}"].active, "unknown is no all-clear"
    event(False)
    assert not rig.alarms()["wire_tamper", f"front-door/{name}"].active
    assert ("fire", "hq") not in rig.alarms()


def test_two_inputs_of_a_door_do_not_return_each_others_alarm(rig: Rig) -> None:
    for name in ("rex", "fire"):
        rig.event(InputChanged(owner="front-door", name=name, active=None, wire="short"))
    rig.event(InputChanged(owner="front-door", name="rex", active=False))
    assert not rig.alarms()["wire_tamper", "front-door/rex"].active
    assert rig.alarms()["wire_tamper", "front-door/fire"].active


def test_what_came_and_went_within_the_debounce_is_recorded_and_nothing_follows(rig: Rig) -> None:
    for active in (True, False):
        outcome = rig.event(InputChanged(owner="front-door", name="fire", active=active, brief=True))
        assert [each.row.type for each in outcome.logged] == ["InputChanged"]
    assert rig.alarms() == {}


def test_a_door_opened_by_its_key_is_not_forced_and_the_key_is_an_alarm(rig: Rig) -> None:
    rig.event(InputChanged(owner="front-door", name="key", active=True))
    rig.door("front-door", Contact.OPEN)
    assert (rig.state("front-door"), rig.facts.doors["front-door"].cause) == (DoorState.OPEN, "key")
    assert ("forced_open", "front-door") not in rig.alarms()
    assert rig.alarms()["key_used", "front-door"].active
    assert [told for outcome in rig.outcomes for told in rig.told(ReleaseLock, outcome)] == []
    rig.door("front-door", Contact.CLOSED)
    rig.event(InputChanged(owner="front-door", name="key", active=False))
    assert not rig.alarms()["key_used", "front-door"].active
    rig.wait(seconds=10)
    rig.door("front-door", Contact.OPEN)
    assert ("forced_open", "front-door") in rig.alarms(), "the key was turned back long ago"


def test_the_accessible_button_gives_longer_to_open_and_to_close(rig: Rig) -> None:
    rig.event(RexPressed(portal="front-door", extended=True))
    rig.wait(seconds=14)
    rig.door("front-door", Contact.OPEN)
    assert rig.facts.doors["front-door"].cause == "rex"
    rig.wait(seconds=39)
    assert ("held_open", "front-door") not in rig.alarms()
    rig.wait(seconds=2)
    assert ("held_open", "front-door") in rig.alarms()


def test_a_cabinet_that_is_closed_again_gets_its_pack_again(rig: Rig) -> None:
    rig.facts.packs["cabinet-1"] = "abc"
    rig.event(PackTaken(pack="abc", revision=1))
    rig.event(InputChanged(owner="cabinet-1", name="tamper", active=True))
    rig.event(PackTaken(pack="", revision=0))
    assert rig.last.packs == frozenset(), "not while it is open"
    rig.event(InputChanged(owner="cabinet-1", name="tamper", active=False))
    assert rig.last.packs == {"cabinet-1"}


def test_a_lock_that_is_released_by_nobody_is_shown(rig: Rig) -> None:
    rig.event(LockSensed(portal="lab-door", released=True))
    (changed,) = rig.noted(PortalChanged)
    assert (changed.state, changed.cause) == (DoorState.RELEASED, "lock_sensed")


def test_doors_of_no_portal_are_recorded_and_nothing_else(rig: Rig) -> None:
    outcome = rig.door("gone-door", Contact.OPEN)
    assert ([each.row.type for each in outcome.logged], outcome.told) == (["ContactChanged"], ())


def test_two_persons_or_none(rig: Rig) -> None:
    for card in (CHEN, LI):
        rig.walk(card, "rdr-front-in", "front-door")
        rig.walk(card, "rdr-office-in", "office-door")
        rig.walk(card, "rdr-lab-in", "lab-door")
    rig.present(CHEN, "rdr-archive-in", "4821")
    rig.walk(LI, "rdr-archive-in", "archive-door", "7719")
    assert rig.facts.world.inside("archive") == ("p1001", "p1002")
    rig.door("archive-door", Contact.OPEN)  # by the handle, past the reader
    rig.door("archive-door", Contact.CLOSED)
    assert ("lone_occupant", "archive") not in rig.alarms(), "nobody is known to be alone"
    rig.command(ForgivePassback(person="p1001", reason="muster"), GUARD)
    assert rig.told(Relock) == []
