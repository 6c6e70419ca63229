"""Legal holds: placed with a reason, lifted with a reason, and looked at before anything is erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor
from gate.domain.hold import EVERYTHING, Hold, holding
from gate.domain.privacy_commands import LiftHold, PlaceHold
from gate.domain.retention import Kind
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts


def place(facts: Facts, change: Change, ask: PlaceHold, actor: Actor, now: datetime) -> str:
    """The hold's id."""
    if ask.subject != EVERYTHING and ask.subject not in set(Kind) and ask.subject not in facts.people:
        kinds = ", ".join(Kind)
        raise NotThere(f"expected a person's id, one of {kinds}, or *; got {ask.subject!r}")
    hold = Hold(
        id=facts.new_id("h"),
        subject=ask.subject,
        reason=ask.reason.strip(),
        placed_by=actor.user,
        placed_at=now,
    )
    facts.put_hold(change, hold)
    return hold.id


def lift(facts: Facts, change: Change, ask: LiftHold, actor: Actor, now: datetime) -> str:
    """The hold's id; one that was lifted stays lifted."""
    hold = facts.holds.get(ask.hold)
    if hold is None:
        raise NotThere(f"no hold {ask.hold!r} in force")
    facts.put_hold(change, replace(hold, lifted_by=actor.user, lifted_at=now))
    return hold.id


def refuse_held(facts: Facts, *subjects: str) -> None:
    """Refused where a hold keeps one of the subjects."""
    hold = holding(facts.holds.values(), *subjects)
    if hold is not None:
        raise Refused(f"hold {hold.id} keeps it: {hold.reason}")


def held_people(facts: Facts) -> tuple[str, ...]:
    """People of whom nothing may be erased, sorted."""
    return tuple(sorted({hold.subject for hold in facts.holds.values() if hold.subject in facts.people}))
