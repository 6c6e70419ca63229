"""What agents and devices say of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from gate.domain.events import (
    AgentStarted,
    DeviceHealthChanged,
    ModeChanged,
    PackTaken,
)
from gate.domain.status import STORE, AgentStatus, DeviceHealth, is_spool, spool_of
from gate.service.alarms import raise_alarm, return_alarm
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.revocation import ask_again

DRIFT = timedelta(seconds=1)


def health_changed(facts: Facts, event: DeviceHealthChanged, now: datetime) -> Change:
    """A device came or went: an alarm while it is gone. A repeat changes nothing."""
    change = Change()
    known = facts.devices.get(event.device)
    if known is not None and (known.online, known.why) == (event.online, event.why):
        return change
    since = known.since if known is not None and known.online == event.online else now
    health = DeviceHealth(device=event.device, online=event.online, since=since, why=event.why)
    facts.put_device(change, health)
    kind = _kind_of(event.device)
    if event.online:
        return_alarm(facts, change, kind, event.device, now)
    elif known is None or known.online is not False:
        raise_alarm(facts, change, kind, event.device, now, cause=event.why[:128])
    return change


def _kind_of(device: str) -> str:
    """What it means that the device is gone."""
    if device == STORE:
        return "cannot_record"
    return "spool_failed" if is_spool(device) else "device_offline"


def keeps(facts: Facts, agent: str) -> bool:
    """False where the agent said that its disk takes no events."""
    spool = facts.devices.get(spool_of(agent))
    return spool is None or spool.online is not False


def agent_started(facts: Facts, event: AgentStarted, agent: str, now: datetime) -> Change:
    """An agent is up: what it must still swear is asked again, and a pack that is not the newest is replaced.

    Its spool is taken for good until it says otherwise.
    """
    change = Change()
    if not keeps(facts, agent):
        change = health_changed(facts, DeviceHealthChanged(device=spool_of(agent), online=True), now)
    known = facts.agents.get(agent)
    status = AgentStatus(
        agent=agent, mode="host", since=now, pack=event.pack, revision=known.revision if known else 0
    )
    facts.put_agent(change, status)
    if event.pack is None or event.pack != facts.packs.get(agent):
        change.packs.add(agent)
    ask_again(facts, change, agent)
    return change


def mode_changed(facts: Facts, event: ModeChanged, agent: str, now: datetime) -> Change:
    """An agent decides alone, or by the engine again."""
    change = Change()
    known = facts.agents.get(agent) or AgentStatus(agent=agent, mode=event.mode, since=now)
    facts.put_agent(change, replace(known, mode=event.mode, since=now, why=event.why))
    if event.mode == "alone":
        raise_alarm(facts, change, "agent_alone", agent, now, cause=event.why[:128])
    else:
        return_alarm(facts, change, "agent_alone", agent, now)
        if known.pack != facts.packs.get(agent):
            change.packs.add(agent)
        ask_again(facts, change, agent)
    return change


def pack_taken(facts: Facts, event: PackTaken, agent: str, now: datetime) -> Change:
    """An agent runs this pack now."""
    change = Change()
    known = facts.agents.get(agent) or AgentStatus(agent=agent, mode="host", since=now)
    facts.put_agent(change, replace(known, pack=event.pack, revision=event.revision))
    return change


def watch_clock(facts: Facts, change: Change, agent: str, said: datetime, now: datetime) -> None:
    """Raise ``clock_drift`` where an agent's live event is off by more than a second; return it otherwise."""
    drifted = abs(now - said) > DRIFT
    alarm = facts.open_alarm("clock_drift", agent)
    if drifted and (alarm is None or not alarm.active):
        seconds = (said - now).total_seconds()
        raise_alarm(facts, change, "clock_drift", agent, now, cause=f"{seconds:+.1f} s")
    if not drifted:
        return_alarm(facts, change, "clock_drift", agent, now)
