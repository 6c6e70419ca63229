"""A world with no more in it than one decision saw, and the decision taken in it once more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from gate.domain.decision import Decision, Request
from gate.domain.person import Person
from gate.domain.seen import Seen, SeenFact
from gate.policy.configuration import Configuration
from gate.policy.kept import StateRow, whole
from gate.policy.means import Means
from gate.policy.presence import Presence
from gate.policy.seen import OTHERS
from gate.policy.world import World


def decide_again(
    configuration: Configuration, people: Iterable[Person], seen: Seen, request: Request, revision: int = 0
) -> Decision:
    """The answer to the request under the conditions that ``seen`` tells of.

    ``people`` must hold those whom ``seen`` names, as they were at ``revision`` of the facts; more do no harm.
    BadRow for facts that no version of this policy wrote.
    """
    return rebuilt(configuration, people, seen, revision).decide(request, means_of(seen))


def means_of(seen: Seen) -> Means:
    """Under what conditions the decider worked."""
    return Means(alone=seen.alone, fresh_at=seen.fresh_at, can_record=seen.can_record)


def rebuilt(configuration: Configuration, people: Iterable[Person], seen: Seen, revision: int = 0) -> World:
    """A world of these people in which what was seen holds."""
    known = {person.id: person for person in people}
    rows = list(_rows(seen.facts, configuration))
    extras = [row.key for row in rows if row.kind == Presence.kind and row.key not in known]
    everybody = [*known.values(), *(Person(id=extra, name="") for extra in extras)]
    world = World(configuration, everybody, revision)
    world.restore(rows)
    return world


def _rows(facts: Iterable[SeenFact], configuration: Configuration) -> Iterator[StateRow]:
    """The facts as rows; a number of others becomes as many persons of whom nothing else is known."""
    for fact in facts:
        if fact.kind != OTHERS:
            yield StateRow(kind=fact.kind, key=fact.key, value=fact.value)
        elif fact.key in configuration.zones:
            place = json.dumps([fact.key])
            for number in range(whole(json.loads(fact.value))):
                yield StateRow(kind=Presence.kind, key=f"{OTHERS}/{number}", value=place)
