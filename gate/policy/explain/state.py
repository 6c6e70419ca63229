"""Doors, rooms, presence, blocks and what operators have set: what has to end, and when it ends by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gate.domain import remedy as r
from gate.domain.door_state import Contact
from gate.policy.explain.look import Look
from gate.policy.instant import instant
from gate.policy.seen import OTHERS

Bundle = tuple[r.Remedy, ...]


def unblocking(look: Look) -> Iterator[Bundle]:
    """A PIN's block ends by itself."""
    fact = look.fact("pin", look.person.id)
    until = fact.get("until") if isinstance(fact, dict) else None
    if isinstance(until, int):
        yield (r.ComeAt(at=instant(until)),)


def forgiving(look: Look) -> Iterator[Bundle]:
    """The time of a timed rule runs out; else somebody says that the person can be anywhere."""
    fact = look.fact("entry", look.person.id)
    last = fact.get(look.target.id) if isinstance(fact, dict) else None
    if look.target.timed and isinstance(last, int):
        free = look.later(last + look.target.anti_passback_after)
        if free is not None:
            yield (r.ComeAt(at=free),)
    yield (r.Forgive(person=look.person.id),)


def making_room(look: Look) -> Iterator[Bundle]:
    """A grant that is not used ends by itself; else somebody has to leave: as few as will do."""
    ends = [_end_of_grant(look, portal) for portal in look.target.entrances]
    for end in sorted({end for end in ends if end is not None}):
        later = look.later(end + 1)
        if later is not None:
            yield (r.ComeAt(at=later),)
    for count in range(1, _inside(look) + 1):
        yield (r.MakeRoom(zone=look.target.id, count=count),)


def _end_of_grant(look: Look, portal: str) -> int | None:
    fact = look.fact("grant", portal)
    until = fact.get("until") if isinstance(fact, dict) else None
    return until if isinstance(until, int) else None


def _inside(look: Look) -> int:
    facts = look.scenario.facts
    named = sum(kind == "presence" and key not in look.scenario.people for kind, key in facts)
    others = json.loads(facts.get((OTHERS, look.target.id), "0"))
    return named + int(others)


def closing(look: Look) -> Iterator[Bundle]:
    """The other doors lock again by themselves where they are closed; else somebody closes them."""
    doors: list[r.Remedy] = []
    released: list[int] = []
    for portal in look.way.rivals:
        fact = look.fact("door", portal)
        if not isinstance(fact, dict):
            continue
        until, shut = fact.get("released_until"), fact.get("contact") == Contact.CLOSED.value
        if not shut or (isinstance(until, int) and until > look.t):
            doors.append(r.CloseDoor(portal=portal))
        if shut and isinstance(until, int):
            released.append(until)
    later = look.later(max(released)) if len(released) == len(doors) and released else None
    if later is not None:
        yield (r.ComeAt(at=later),)
    yield tuple(doors)


def lifting(look: Look) -> Iterator[Bundle]:
    """Every lockdown over the way ends."""
    yield tuple(r.LiftLockdown(target=target) for kind, target in look.scenario.facts if kind == "lockdown")


def clearing(look: Look, level: str) -> Iterator[Bundle]:
    """The level is cleared wherever it is set, or the person joins a group that it lets in."""
    yield tuple(
        r.ClearThreat(level=level, zone=zone)
        for (kind, zone), value in look.scenario.facts.items()
        if kind == "threat" and json.loads(value) == level
    )
    allowed = look.scenario.configuration.levels[level].groups
    for group, bit in look.scenario.configuration.groups.items():
        if bit & allowed and not look.holder.visitor:
            yield (r.JoinGroup(person=look.person.id, group=group),)
