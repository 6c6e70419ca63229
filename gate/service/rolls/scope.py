"""Whom a roll is about: where in the house it looks, and who can be there."""

from __future__ import annotations

from gate.domain.roll import RollCall
from gate.domain.visit import VisitState
from gate.service.facts import Facts


def expected(facts: Facts, zones: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Everybody who can be there, by id, with where he can be; empty where nothing is known of him.

    A visitor who is checked in, or of whom nobody knows whether he left, is on the roll of the house whatever the
    doors say, and on that of a zone if he can be there.
    """
    scope = facts.site.house(zones)
    files = (*facts.visits.here(VisitState.CHECKED_IN), *facts.visits.exits_unknown())
    guests = {file.person for file in files if not zones or where(facts, file.person) & scope}
    known = {person for person in facts.world.can_be_in(scope) if person in facts.people}
    return {person: _in_order(facts, person) for person in sorted(known | guests)}


def where(facts: Facts, person: str) -> frozenset[str]:
    """The zones where he can be; all of them where nothing is known."""
    return facts.world.presence(person)


def left(facts: Facts, roll: RollCall, person: str) -> bool:
    """True if doors know that he is nowhere that the roll looks."""
    return person in facts.people and where(facts, person).isdisjoint(facts.site.house(roll.zones))


def _in_order(facts: Facts, person: str) -> tuple[str, ...]:
    found = where(facts, person)
    return () if len(found) == len(facts.site.zones) else tuple(z for z in facts.site.zones if z in found)
