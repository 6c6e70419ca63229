"""Who to wait for: an escort, a second person, the other one inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from gate.domain.credential import CredentialState
from gate.domain.person import Person
from gate.domain.remedy import Companion, Remedy, WaitFor
from gate.policy.explain.look import Look
from gate.policy.holder import compile_person

Bundle = tuple[Remedy, ...]
MOST = 12
"""So many people are tried for one place."""


def escorts(look: Look) -> Iterator[Bundle]:
    """Those whom a running visit names, then members of groups that escort."""
    named = [escort for visit in look.person.visits for escort in visit.escorts]
    yield from _as(Companion.ESCORT, [*islice(_known(look, named), MOST), *_members(look, escorting=True)])


def seconds(look: Look) -> Iterator[Bundle]:
    """Others to whom a grant opens the target."""
    yield from _as(Companion.SECOND, _members(look, escorting=False))


def leaving(look: Look) -> Iterator[Bundle]:
    """The other one inside."""
    inside = [
        person for person in look.scenario.source.inside(look.way.source.id) if person != look.person.id
    ]
    yield from _as(Companion.LEAVING, _known(look, inside))


def _as(companion: Companion, people: Iterable[str]) -> Iterator[Bundle]:
    for person in dict.fromkeys(people):
        yield (WaitFor(person=person, comes_as=companion),)


def _known(look: Look, people: Iterable[str]) -> Iterator[str]:
    for name in people:
        person = look.scenario.source.person(name)
        if person is not None and name != look.person.id and _has_card(person):
            yield name


def _members(look: Look, *, escorting: bool) -> list[str]:
    """The first of those who are in a fitting group at t and carry a card."""
    configuration, target = look.scenario.configuration, look.target
    needed = target.granting & configuration.escorts if escorting else target.granting
    if not needed:
        return []
    taking_part = {request.card for request in look.scenario.companions}
    found = (
        person.id
        for person in look.scenario.source.people()
        if person.id != look.person.id
        and _has_card(person)
        and not taking_part.intersection(each.card for each in person.credentials)
        and compile_person(person, configuration, 0).groups_at(look.t) & needed
    )
    return list(islice(found, MOST))


def _has_card(person: Person) -> bool:
    return any(each.state is CredentialState.ACTIVE for each in person.credentials)
