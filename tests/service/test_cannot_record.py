"""Store away and the agent's disk too: restricted zones refuse entry, other doors go on with an alarm, exits open."""

from __future__ import annotations

from gate.domain.commands import MomentaryUnlock, Outcome
from gate.domain.decision import Decision
from gate.domain.door_commands import ReleaseLock
from gate.domain.events import AgentStarted, DeviceHealthChanged
from tests.service.rig import CABINET, CHEN, GUARD, Rig

NO_SPOOL = DeviceHealthChanged(device=f"{CABINET}/spool", online=False, why="the disk takes no events")
NO_STORE = DeviceHealthChanged(device="store", online=False, why="disk full")


def inside_the_office(rig: Rig) -> None:
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.walk(CHEN, "rdr-office-in", "office-door")
    rig.told(ReleaseLock)


def nothing_records(rig: Rig) -> None:
    rig.event(NO_SPOOL)
    rig.event(NO_STORE, src="cabinet-2")
    rig.decider.desk.store_away = True


def asked(rig: Rig, reader: str) -> Decision:
    decision = rig.present(CHEN, reader)
    assert decision is not None
    return decision


def test_a_restricted_zone_refuses_entry(rig: Rig) -> None:
    inside_the_office(rig)
    nothing_records(rig)
    refused = asked(rig, "rdr-lab-in")
    assert (refused.granted, refused.reasons) == (False, ("cannot_record",))
    assert rig.told(ReleaseLock) == []


def test_one_of_the_two_is_enough_to_let_in(rig: Rig) -> None:
    inside_the_office(rig)
    rig.decider.desk.store_away = True
    assert asked(rig, "rdr-lab-in").granted, "the agent keeps it"
    rig.decider.desk.store_away = False
    rig.event(NO_SPOOL)
    assert asked(rig, "rdr-lab-in").granted, "the store has it"


def test_other_zones_go_on_with_an_alarm_and_exits_open(rig: Rig) -> None:
    inside_the_office(rig)
    rig.walk(CHEN, "rdr-lab-in", "lab-door")
    nothing_records(rig)
    assert asked(rig, "rdr-lab-out").granted, "nobody is locked in"
    assert asked(rig, "rdr-office-in").granted, "an internal zone"
    alarms = rig.alarms()
    assert alarms["cannot_record", "store"].active
    assert alarms["spool_failed", f"{CABINET}/spool"].cause == "the disk takes no events"


def test_nothing_is_done_for_operators(rig: Rig) -> None:
    nothing_records(rig)
    receipt = rig.command(MomentaryUnlock(portal="front-door", reason="parcel"), GUARD)
    assert (receipt.outcome, receipt.event) == (Outcome.REFUSED, None)
    assert "nothing can be recorded" in receipt.why


def test_all_is_well_once_one_of_them_is_back(rig: Rig) -> None:
    inside_the_office(rig)
    nothing_records(rig)
    rig.event(DeviceHealthChanged(device=f"{CABINET}/spool", online=True))
    assert asked(rig, "rdr-lab-in").granted
    assert not rig.alarms()["spool_failed", f"{CABINET}/spool"].active


def test_an_agent_that_starts_anew_is_believed_to_keep_until_it_says_otherwise(rig: Rig) -> None:
    rig.event(NO_SPOOL)
    rig.decider.desk.store_away = True
    assert not rig.decider.desk.means(CABINET).can_record
    rig.event(AgentStarted(version="1", pack=None))
    assert rig.decider.desk.means(CABINET).can_record
    assert not rig.alarms()["spool_failed", f"{CABINET}/spool"].active


def test_a_restarted_engine_still_knows_whose_disk_failed(rig: Rig) -> None:
    rig.event(NO_SPOOL)
    rig.restart()
    rig.decider.desk.store_away = True
    assert not rig.decider.desk.means(CABINET).can_record
