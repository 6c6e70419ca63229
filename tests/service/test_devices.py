"""Devices, agents and clocks."""

from datetime import timedelta

import pytest

from gate.domain.events import (
    AgentStarted,
    CameraSaw,
    DeviceHealthChanged,
    EventsDropped,
    LockSensed,
    ModeChanged,
    PackTaken,
    WireFaulted,
)
from tests.service.rig import CABINET, Rig


@pytest.mark.regime("A8")
def test_a_device_that_goes_is_one_alarm_until_it_is_back(rig: Rig) -> None:
    gone = DeviceHealthChanged(device="rdr-lab-in", online=False, why="no reply for 8 s")
    rig.event(gone)
    assert rig.alarms()["device_offline", "rdr-lab-in"].cause == "no reply for 8 s"
    since = rig.facts.devices["rdr-lab-in"].since
    rig.clock.forward(seconds=5)
    rig.event(gone)
    rig.event(DeviceHealthChanged(device="rdr-lab-in", online=False, why="still none"))
    assert rig.alarms()["device_offline", "rdr-lab-in"].revision == 1
    assert rig.facts.devices["rdr-lab-in"].since == since
    rig.event(DeviceHealthChanged(device="rdr-lab-in", online=True))
    assert not rig.alarms()["device_offline", "rdr-lab-in"].active


def test_a_device_first_heard_online_is_no_alarm(rig: Rig) -> None:
    rig.event(DeviceHealthChanged(device="io-lab", online=True))
    assert rig.alarms() == {}


def test_an_agent_alone_is_an_alarm_and_its_pack_is_looked_after(rig: Rig) -> None:
    rig.facts.packs[CABINET] = "newest"
    rig.event(AgentStarted(version="1", pack="older"))
    assert rig.last.packs == {CABINET}
    rig.event(PackTaken(pack="newest", revision=5))
    assert rig.facts.agents[CABINET].revision == 5
    rig.event(ModeChanged(mode="alone", why="the engine is silent"))
    assert rig.alarms()["agent_alone", CABINET].cause == "the engine is silent"
    rig.event(ModeChanged(mode="host", why="back"))
    assert not rig.alarms()["agent_alone", CABINET].active
    assert rig.last.packs == set()
    rig.event(AgentStarted(version="1", pack="newest"))
    assert rig.last.packs == set()


@pytest.mark.parametrize(("seconds", "drifts"), [(1, False), (-1, False), (1.001, True), (-1.001, True)])
def test_a_clock_off_by_more_than_a_second(rig: Rig, seconds: float, drifts: bool) -> None:
    fault = WireFaulted(device="rdr-lab-in", count=1, why="checksum")
    rig.event(fault, at=rig.clock.now() + timedelta(seconds=seconds))
    assert (("clock_drift", CABINET) in rig.alarms()) == drifts
    rig.event(fault)
    assert not any(alarm.active for alarm in rig.alarms().values())


def test_what_is_sent_again_is_old_and_no_drift(rig: Rig) -> None:
    rig.event(
        LockSensed(portal="lab-door", released=False), at=rig.clock.now() - timedelta(hours=1), resent=True
    )
    assert rig.alarms() == {}


def test_dropped_events_are_recorded_and_remembered_while_the_store_is_away(rig: Rig) -> None:
    rig.decider.desk.store_away = True
    assert rig.decider.desk.means(CABINET).can_record
    rig.event(EventsDropped(count=3, why="the agent's spool was full"))
    assert not rig.decider.desk.means(CABINET).can_record
    assert rig.decider.desk.means("cabinet-2").can_record


def test_a_camera_that_is_not_in_the_site_file_raises_for_its_id(rig: Rig) -> None:
    rig.event(CameraSaw(camera="cam-new", rule="tamper", kind="moved"), src="camera")
    assert rig.alarms()["camera_tamper", "cam-new"].zone is None
