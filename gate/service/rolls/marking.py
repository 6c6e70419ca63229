"""Marks on a roll: what a warden saw stands until he takes it back or the person comes in again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gate.domain.events import PersonMarked
from gate.domain.roll import Mark, RollCall, RollLine
from gate.domain.roll_commands import MarkPerson
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts


def mark(facts: Facts, change: Change, ask: MarkPerson, by: str, now: datetime) -> str:
    """Note what a warden says. The same again changes nothing: two wardens may see one person.

    Refused: "not here" of somebody whom another has seen. He is where the other saw him.
    """
    if ask.roll not in facts.desk.rolls:
        raise NotThere(f"no open roll {ask.roll!r}")
    line = facts.desk.roll_lines[ask.roll].get(ask.person)
    if line is None:
        raise NotThere("the person is not on the roll")
    if ask.mark is Mark.NOT_HERE and line.mark is Mark.SEEN:
        raise Refused(f"seen by {line.marked_by} already")
    if ask.mark is not line.mark:
        _put(facts, change, line, ask.mark, by, now)
    return ask.roll


def came_in(facts: Facts, change: Change, persons: Iterable[str], zone: str, now: datetime) -> None:
    """People went, or may have gone, into the zone while rolls run: they are on them now, and must be seen anew."""
    rolls = [roll for roll in facts.desk.rolls.values() if zone in facts.site.house(roll.zones)]
    for roll in rolls:
        for person in persons:
            _came_in(facts, change, roll, person, zone, now)


def _came_in(facts: Facts, change: Change, roll: RollCall, person: str, zone: str, now: datetime) -> None:
    line = facts.desk.roll_lines[roll.id].get(person)
    if line is None:
        new = RollLine(roll=roll.id, person=person, zones=(zone,), added_at=now)
        facts.desk.put(change, new)
        change.note(PersonMarked(roll=roll.id, person=person, mark=new.mark))
    elif line.mark is not Mark.OPEN:
        _put(facts, change, line, Mark.OPEN, "", now)


def _put(facts: Facts, change: Change, line: RollLine, said: Mark, by: str, now: datetime) -> None:
    facts.desk.put(change, replace(line, mark=said, marked_at=now, marked_by=by))
    change.note(PersonMarked(roll=line.roll, person=line.person, mark=said, by=by))
