"""A copy of what one decision saw, to try remedies on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gate.domain.decision import Decision, Request
from gate.domain.person import Person
from gate.domain.seen import Seen, SeenFact
from gate.policy.configuration import Configuration
from gate.policy.entry import ESCORT_REQUIRED, TWO_PERSON
from gate.policy.leaving import MIN_OCCUPANCY
from gate.policy.means import Means
from gate.policy.replay.again import rebuilt
from gate.policy.rules import Way
from gate.policy.timetable import Timetable
from gate.policy.world import World

Facts = Mapping[tuple[str, str], str]
"""Facts of the moving state: JSON text by kind and key."""

IN_PERSON = "credential"
"""Kind of the facts that the source's persons carry themselves already."""

BY_COMPANY = frozenset({ESCORT_REQUIRED, TWO_PERSON, MIN_OCCUPANCY})
"""Reasons that somebody else's read can lift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The question with everything that its answer hangs on, each replaceable.

    ``source`` is the world that it was taken from: asked for more people, never changed. ``companions`` read after
    the person, at the same reader and instant.
    """

    source: World = field(repr=False)
    request: Request
    means: Means
    people: Mapping[str, Person]
    facts: Facts
    companions: tuple[Request, ...] = ()

    @property
    def configuration(self) -> Configuration:
        """The policy."""
        return self.source.configuration

    @property
    def way(self) -> Way:
        """The direction through the portal."""
        return self.configuration.ways[self.request.reader]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of trying: the person's own ``decision``, and the ``reasons`` that still keep him out."""

    decision: Decision
    granted: bool
    reasons: tuple[str, ...]


def scenario_of(world: World, request: Request, means: Means) -> Scenario:
    """The scenario as it is, without remedies."""
    return with_facts(
        Scenario(source=world, request=request, means=means, people={}, facts={}), world.seen(request, means)
    )


def with_facts(scenario: Scenario, seen: Seen) -> Scenario:
    """The scenario with what else was seen; what it says already stands."""
    found = {name: person for name in seen.people if (person := scenario.source.person(name)) is not None}
    facts = {(fact.kind, fact.key): fact.value for fact in seen.facts if fact.kind != IN_PERSON}
    return replace(scenario, people={**found, **scenario.people}, facts={**facts, **scenario.facts})


def try_out(scenario: Scenario) -> Outcome:
    """Put the question, then let the companions read one after the other."""
    world = copied(scenario)
    decision = world.decide(scenario.request, scenario.means)
    if decision.granted or not scenario.companions or not set(decision.reasons) <= BY_COMPANY:
        return Outcome(decision=decision, granted=decision.granted, reasons=decision.reasons)
    last = decision
    for companion in scenario.companions:
        world.record(last)
        last = world.decide(companion, scenario.means)
    granted = last.granted and decision.person in last.persons
    # a companion who is let in alone, or is kept out himself, helps nobody
    waiting = not last.granted and set(last.reasons) <= BY_COMPANY
    left = last.reasons if waiting else decision.reasons
    return Outcome(decision=decision, granted=granted, reasons=() if granted else left)


def copied(scenario: Scenario) -> World:
    """A world of its own in which the scenario's facts hold."""
    facts = tuple(SeenFact(kind=kind, key=key, value=value) for (kind, key), value in scenario.facts.items())
    return rebuilt(scenario.configuration, scenario.people.values(), Seen(facts=facts))


def timetable_of(scenario: Scenario) -> Timetable:
    """Local time and schedules, with the days that were set to count as others."""
    timetable = Timetable(scenario.configuration.calendar, scenario.configuration.days)
    for day, as_ in scenario.source.alternates().items():
        timetable.alternate(day, as_)
    return timetable
