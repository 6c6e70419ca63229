"""Driving the portal machine: one input in, its effects as events, alarms and commands out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from gate.domain.door_commands import ReleaseLock, Relock, ShowDoorState
from gate.domain.events import PassageEnded, PortalChanged
from gate.domain.status import PortalStatus
from gate.policy import Moved, PassageOutcome
from gate.policy.portal import (
    Changed,
    Effect,
    LockAgain,
    PortalInput,
    Raise,
    Relabel,
    Release,
    Return,
    Show,
    Tick,
    state_to_json,
    transition,
)
from gate.service.alarms import raise_alarm, relabel_alarm, return_alarm
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.following import follow
from gate.service.rolls import came_in

VALID_MS = 2000
"""A release may wait so long on its way; after that nobody stands at the door any more."""


def drive(
    facts: Facts, change: Change, portal: str, input: PortalInput, now: datetime, request: str = ""
) -> None:
    """Feed the portal and do what its machine asks for. ``request``: the read that a release answers."""
    before = facts.doors[portal]
    state, effects = transition(facts.rules[portal], before, input, now)
    facts.put_door(portal, state)
    if before.state is not state.state and portal in facts.unlocks:
        facts.look_at_unlocks(now)
    follow(facts, portal, input, now)
    for effect in effects:
        _carry_out(facts, change, portal, effect, now, request)
    if (
        effects or replace(state, at=before.at) != before
    ):  # also what shows nowhere yet: fire, a lock's read-back
        _keep(facts, change, portal, now, moved=before.state is not state.state)


def tick(facts: Facts, change: Change, now: datetime, but: Collection[str] = ()) -> None:
    """Carry out what is due at every portal, and end grants that ran out unused.

    ``but``: portals of which older news may still come; nothing times out there.
    """
    for portal in [portal for portal, due in facts.due.items() if due <= now and portal not in but]:
        drive(facts, change, portal, Tick(), now)
    note_moves(facts, change, facts.world.advance(now, but), now)


def deadline(facts: Facts, but: Collection[str] = ()) -> datetime | None:
    """When :func:`tick` will have something to do, the portals ``but`` aside."""
    world = facts.world.next_deadline(but)
    doors = [due for portal, due in facts.due.items() if portal not in but]
    return min([*doors, *([world] if world else [])], default=None)


def note_moves(facts: Facts, change: Change, moves: tuple[Moved, ...], now: datetime) -> None:
    """Say what came of grants, and look after zones that must not hold one person alone."""
    for move in moves:
        event = PassageEnded(
            portal=move.portal, persons=move.persons, outcome=move.outcome.value, zone=move.zone
        )
        change.note(event, move.zone)
        if move.outcome is PassageOutcome.ENTERED:
            facts.disarmed[move.zone] = move.at
            facts.note_entry(move.portal, move.persons, now)
        if move.outcome is not PassageOutcome.NO_ENTRY:
            came_in(facts, change, move.persons, move.zone, now)
    if moves:
        watch_lone_occupants(facts, change, now)


def watch_lone_occupants(facts: Facts, change: Change, now: datetime) -> None:
    """Raise ``lone_occupant`` where exactly one person is known to be in a zone for two; return it otherwise."""
    for zone in facts.site.zones.values():
        if zone.min_occupancy is None:
            continue
        alone = len(facts.world.inside(zone.id)) == 1
        alarm = facts.open_alarm("lone_occupant", zone.id)
        if alone and (alarm is None or not alarm.active):
            raise_alarm(facts, change, "lone_occupant", zone.id, now, zone=zone.id)
        if not alone:
            return_alarm(facts, change, "lone_occupant", zone.id, now)


def _carry_out(
    facts: Facts, change: Change, portal: str, effect: Effect, now: datetime, request: str
) -> None:
    agent, epoch = facts.site.agent_of_portal(portal), facts.epoch
    zone = facts.zone_of_portal(portal)
    match effect:
        case Release():
            release = ReleaseLock(
                id=facts.new_id("r"),
                portal=portal,
                duration=effect.duration,
                epoch=epoch,
                valid_ms=VALID_MS,
                request=request,
            )
            change.tell(agent, release)
        case LockAgain():
            facts.world.relocked(portal, now)
            change.tell(agent, Relock(id=facts.new_id("r"), portal=portal, epoch=epoch))
        case Show():
            change.tell(agent, ShowDoorState(portal=portal, feedback=effect.feedback, epoch=epoch))
        case Raise():
            raise_alarm(facts, change, effect.kind, portal, now, cause=effect.cause, portal=portal, zone=zone)
        case Relabel():
            relabel_alarm(facts, change, effect.kind, portal, effect.cause)
        case Return():
            return_alarm(facts, change, effect.kind, portal, now)
        case Changed():
            event = PortalChanged(
                portal=portal,
                commanded=effect.commanded,
                contact=effect.contact,
                state=effect.state,
                cause=effect.cause,
            )
            change.note(event, zone)


def _keep(facts: Facts, change: Change, portal: str, now: datetime, *, moved: bool) -> None:
    state = facts.doors[portal]
    status = PortalStatus(
        portal=portal,
        commanded=state.commanded,
        contact=state.contact,
        state=state.state,
        since=now if moved else facts.since.get(portal, now),
        cause=state.cause,
        machine=state_to_json(state),
    )
    facts.put_portal(change, status)
