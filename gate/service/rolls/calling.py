"""A roll begins and ends. Its list is taken when it is called: at a fire every door opens, and presence soon says that
anybody may be anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.events import RollCalled, RollEnded
from gate.domain.roll import Mark, Occasion, RollCall, RollLine
from gate.domain.roll_commands import CallRoll, EndRoll
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.rolls.scope import expected, left

LONGEST_NOTE = 500


def call(facts: Facts, change: Change, ask: CallRoll, by: str, now: datetime) -> str:
    """Call a roll over the zones; Refused while one over the same is open, so that wardens mark the same list."""
    zones = tuple(zone for zone in facts.site.zones if zone in set(ask.zones))
    for zone in ask.zones:
        if zone not in facts.site.zones or facts.site.zones[zone].outside:
            raise NotThere(f"no zone {zone!r} in the house")
    if _open(facts, zones):
        raise Refused("a roll over the same zones is open already")
    return _call(facts, change, ask.occasion, zones, by, now)


def call_at_fire(facts: Facts, change: Change, now: datetime) -> None:
    """A fire alarm calls the roll of the house; one that is open already goes on."""
    if not _open(facts, ()):
        _call(facts, change, Occasion.FIRE, (), "", now)


def end(facts: Facts, change: Change, ask: EndRoll, by: str, now: datetime) -> str:
    """Count and close. Refused without a word about those who are missing."""
    roll = facts.desk.rolls.get(ask.roll)
    if roll is None:
        raise NotThere(f"no open roll {ask.roll!r}")
    note = ask.note.strip()
    if len(note) > LONGEST_NOTE:
        raise NotThere(f"expected at most {LONGEST_NOTE} characters of the note")
    lines = facts.desk.roll_lines[roll.id].values()
    seen = sum(line.mark is Mark.SEEN for line in lines)
    unseen = [line.person for line in lines if line.mark is not Mark.SEEN]
    missing = tuple(sorted(person for person in unseen if not left(facts, roll, person)))
    if missing and not note:
        raise Refused("somebody is missing: say what is known")
    ended = replace(
        roll,
        ended_at=now,
        ended_by=by,
        expected=len(lines),
        seen=seen,
        left=len(unseen) - len(missing),
        missing=len(missing),
    )
    facts.desk.put(change, ended)
    change.note(
        RollEnded(
            roll=roll.id,
            by=by,
            expected=ended.expected,
            seen=seen,
            left=ended.left,
            missing=missing,
            note=note,
        )
    )
    return roll.id


def _call(
    facts: Facts, change: Change, occasion: Occasion, zones: tuple[str, ...], by: str, now: datetime
) -> str:
    roll = RollCall(id=facts.new_id("m"), occasion=occasion, zones=zones, called_at=now, called_by=by)
    people = expected(facts, zones)
    facts.desk.put(change, roll)
    for person, where in people.items():
        facts.desk.put(change, RollLine(roll=roll.id, person=person, zones=where, added_at=now))
    change.note(
        RollCalled(
            roll=roll.id, occasion=occasion, by=by, expected=len(people), people=tuple(people), zones=zones
        )
    )
    return roll.id


def _open(facts: Facts, zones: tuple[str, ...]) -> bool:
    return any(roll.zones == zones for roll in facts.desk.rolls.values())
