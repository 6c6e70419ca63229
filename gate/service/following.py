"""What happens at a door, told to the count of those who may walk through it (:mod:`gate.service.passages`)."""

from __future__ import annotations

from datetime import datetime

from gate.domain.decision import Decision, Passage
from gate.domain.door_state import Contact, DoorState
from gate.policy.portal import ContactSeen, Granted, PortalInput, RexSeen
from gate.service import passages
from gate.service.facts import Facts
from gate.service.passages import Passages, Way


def note_grant(facts: Facts, decision: Decision, now: datetime) -> None:
    """A decision let people through; the door's machine knows for how long. Counted where a camera watches the line."""
    if decision.portal not in facts.lines:
        return
    way = Way.OUT if decision.kind is Passage.EXIT else Way.IN
    until = facts.doors[decision.portal].pass_until or now
    persons = max(1, len(decision.persons))
    known = facts.passages.get(decision.portal, Passages())
    facts.passages[decision.portal] = passages.granted(known, way, persons, until, now)


def follow(facts: Facts, portal: str, input: PortalInput, now: datetime) -> None:
    """An input that the door's machine has judged already."""
    if portal not in facts.lines:
        return
    known, door = facts.passages.get(portal, Passages()), facts.doors[portal]
    match input:
        case ContactSeen(contact=Contact.OPEN):
            cause = "forced" if door.state is DoorState.FORCED else door.cause
            facts.passages[portal] = passages.opened(known, cause, now)
        case ContactSeen():
            facts.passages[portal] = passages.closed(known, now, facts.lines[portal])
        case RexSeen():
            facts.passages[portal] = passages.freed(known, Way.OUT)
        case Granted(cause="unlock"):
            facts.passages[portal] = passages.freed(known, *Way)
        case _:
            return
