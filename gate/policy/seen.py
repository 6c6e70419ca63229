"""What a decision looks at: the few people and facts of the moving state that its answer can hang on.

With them, the configuration and the people as they were, the decision can be taken again whenever one likes
(:mod:`gate.policy.replay`), and what would have changed it can be tried out (:mod:`gate.policy.explain`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from gate.domain.decision import Request
from gate.domain.seen import Seen, SeenFact
from gate.policy.instant import END, micros
from gate.policy.kept import Kept, written_fact
from gate.policy.means import Means
from gate.policy.rules import Way
from gate.policy.state import State

OTHERS = "others"
"""Kind of the fact that says how many more are known to be in a zone, of whom nothing else matters."""
FEW = 3
"""So many inside are told by name: who could come along matters then."""


def seen(state: State, request: Request, means: Means) -> Seen:
    """All that :func:`gate.policy.decide.decide` reads for this request; empty for a card or reader not known."""
    way = state.configuration.ways.get(request.reader)
    token = state.register.find(request.card)
    if way is None or token is None:
        return _seen((), (), means)
    t = micros(request.at)
    people = list(dict.fromkeys((token.holder.id, *_waiting(state, way, t))))
    facts = [*_of_door(state, way), *_of_people(state, people), *_of_days(state, t)]
    facts += _of_room(state, way, people, t)
    return _seen(people, {(fact.kind, fact.key): fact for fact in facts}.values(), means)


def _seen(people: Iterable[str], facts: Iterable[SeenFact], means: Means) -> Seen:
    return Seen(
        people=tuple(people),
        facts=tuple(facts),
        alone=means.alone,
        fresh_at=means.fresh_at,
        can_record=means.can_record,
    )


def _readers(way: Way) -> tuple[str, ...]:
    """The readers at which waiting counts: for an exit, all exits of the zone."""
    return (way.reader, *way.source.exits) if way.exit else (way.reader,)


def _waiting(state: State, way: Way, t: int) -> Iterator[str]:
    waits = state.waits
    for reader in _readers(way):
        for wait in (*waits.partners(reader, END, t), *waits.visitors(reader, END, t)):
            if wait.person in state.register:
                yield wait.person


def _of_door(state: State, way: Way) -> Iterator[SeenFact]:
    around = [state.zone_names[bit] for bit in way.target.chain]
    yield from _facts(state.waits, _readers(way))
    yield from _facts(state.doors, way.rivals)
    yield from _facts(state.lockdown, (way.portal, *around))
    yield from _facts(state.threats, around)


def _of_people(state: State, people: Iterable[str]) -> Iterator[SeenFact]:
    for part in (state.presence, state.entries, state.pins):
        yield from _facts(part, people)
    for person in people:
        holder = state.register.holder(person)
        if holder is not None:
            # states that were set after the person was put, as an agent does with a revocation
            yield from _facts(state.register, (each.id for each in holder.person.credentials))


def _of_days(state: State, t: int) -> Iterator[SeenFact]:
    """Today, and yesterday for a window that runs past midnight."""
    if not state.timetable.alternates():
        return
    today = date.fromordinal(state.timetable.at(t)[1])
    yield from _facts(state.timetable, ((today - timedelta(days=1)).isoformat(), today.isoformat()))


def _of_room(state: State, way: Way, people: list[str], t: int) -> Iterator[SeenFact]:
    """Who is inside, where it matters: those who take part by name, the others as a number."""
    zone = way.source if way.exit else way.target
    counted = zone.never_alone or (zone.max_occupancy is not None and not way.exit)
    if not counted:
        return
    arriving = set(state.grants.entering(zone, t))
    known = state.presence.known_in(zone)
    named = arriving.union(people, known if len(known) <= FEW else ())
    yield from _facts(state.grants, zone.entrances)
    yield from _facts(state.presence, sorted(named))
    others = len(known - named)
    if others:
        yield SeenFact(kind=OTHERS, key=zone.id, value=str(others))


def _facts(part: Kept, keys: Iterable[str]) -> Iterator[SeenFact]:
    for key in dict.fromkeys(keys):
        value = part.value(key)
        if value is not None:
            yield SeenFact(kind=part.kind, key=key, value=written_fact(value))
