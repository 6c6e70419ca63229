"""Supervision inputs of doors, devices and cabinets: what each raises, and what it does beside that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gate.domain.events import InputChanged
from gate.policy.portal import FireSeen, KeyTurned
from gate.service.alarms import raise_alarm, return_alarm
from gate.service.change import Change
from gate.service.doors import drive
from gate.service.facts import Facts
from gate.service.rolls import call_at_fire

KINDS = {
    "tamper": "tamper",
    "reader_tamper": "tamper",
    "mains": "power",
    "battery": "battery",
    "key": "key_used",
    "osdp_downgrade": "osdp_downgrade",
}
"""The kind of alarm that an active input raises; any other is an event only."""
OF_THE_OWNER = frozenset({"tamper", "mains", "battery", "key", "osdp_downgrade"})
"""Inputs whose alarm is about their owner; of the others a door may have several of one kind."""


def input_changed(facts: Facts, event: InputChanged, now: datetime) -> Change:
    """Fire goes to the doors, the rest to alarms. Unknown is no all-clear: nothing changes by it.

    A supervised wire that is cut, bridged or tampered with is an alarm of its own, whatever the input is for. What
    came and went within the debounce is recorded with its label, and nothing follows from it.
    """
    change = Change()
    if event.brief and event.active is not False:
        return change
    _wire(facts, change, event, now)
    if event.active is None:
        return change
    if event.name == "fire":
        _fire(facts, change, event.owner, event.active, now)
    elif event.name in KINDS:
        _alarm(facts, change, event, KINDS[event.name], now)
    if event.name == "key" and event.active and event.owner in facts.doors:
        drive(facts, change, event.owner, KeyTurned(), now)
    if event.name == "tamper" and not event.active:
        _send_pack_again(facts, change, event.owner)
    return change


def _alarm(facts: Facts, change: Change, event: InputChanged, kind: str, now: datetime) -> None:
    subject = event.owner if event.name in OF_THE_OWNER else _terminal(event)
    if event.active:
        raise_alarm(
            facts,
            change,
            kind,
            subject,
            now,
            cause=event.name,
            portal=_portal(facts, event.owner),
            zone=_zone(facts, event.owner),
        )
    else:
        return_alarm(facts, change, kind, subject, now)


def _wire(facts: Facts, change: Change, event: InputChanged, now: datetime) -> None:
    if event.wire:
        raise_alarm(
            facts,
            change,
            "wire_tamper",
            _terminal(event),
            now,
            cause=f"wire_{event.wire}",
            portal=_portal(facts, event.owner),
            zone=_zone(facts, event.owner),
        )
    elif event.active is not None:
        return_alarm(facts, change, "wire_tamper", _terminal(event), now)


def _terminal(event: InputChanged) -> str:
    return f"{event.owner}/{event.name}"


def _portal(facts: Facts, owner: str) -> str | None:
    return owner if owner in facts.doors else facts.readers.get(owner)


def _zone(facts: Facts, owner: str) -> str | None:
    portal = _portal(facts, owner)
    return None if portal is None else facts.zone_of_portal(portal)


def _send_pack_again(facts: Facts, change: Change, agent: str) -> None:
    """A cabinet that was opened has wiped its pack; it takes a new one now that it is closed."""
    known = facts.agents.get(agent)
    if known is not None and known.pack != facts.packs.get(agent):
        change.packs.add(agent)


def _fire(facts: Facts, change: Change, owner: str, active: bool, now: datetime) -> None:
    for portal in _fed_by_fire(facts, owner):
        drive(facts, change, portal, FireSeen(active=active), now)
    burning = any(state.fire for state in facts.doors.values())
    alarm = facts.open_alarm("fire", facts.site.id)
    if burning and (alarm is None or not alarm.active):
        raise_alarm(facts, change, "fire", facts.site.id, now, cause=owner)
        call_at_fire(facts, change, now)
    if not burning:
        return_alarm(facts, change, "fire", facts.site.id, now)


def _fed_by_fire(facts: Facts, owner: str) -> Iterable[str]:
    """The portal itself, or every portal with a fire input where an agent speaks for its cabinet."""
    if owner in facts.doors:
        return (owner,)
    portals = facts.site.portals.values()
    return [p.id for p in portals if p.fire is not None and facts.site.agent_of_portal(p.id) == owner]
