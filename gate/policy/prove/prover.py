"""Everything that a proof over one site needs, built once and asked about one person after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy.configuration import Configuration
from gate.policy.instant import instant, micros
from gate.policy.prove.graph import Graph, How, Move
from gate.policy.prove.hours import Hours
from gate.policy.prove.journey import Journeys, Step
from gate.policy.prove.party import Parties
from gate.policy.prove.reachable import Closure
from gate.policy.prove.rights import Rights
from gate.policy.prove.static import Static
from gate.policy.prove.subject import Subject, subject_of
from gate.policy.prove.verdict import Passing
from gate.policy.rules import ZoneRules
from gate.policy.timetable import Timetable

_FIRST = micros(datetime(1, 1, 1, tzinfo=UTC))
_LAST = micros(datetime(9999, 12, 31, tzinfo=UTC))


class Prover:
    """One site with its people. ``companions``: people who may go along and are not asked about themselves."""

    def __init__(
        self,
        site: Site,
        configuration: Configuration,
        people: Iterable[Person],
        companions: Iterable[Person] = (),
    ) -> None:
        self.site = site
        self.configuration = configuration
        self.static = Static(configuration)
        self.hours = Hours(configuration)
        self.rights = Rights(configuration)
        self.subjects = tuple(self.subject(person) for person in people)
        graph = Graph(site)
        everybody = (*self.subjects, *(self.subject(person) for person in companions))
        self.closure = Closure(graph, configuration)
        self.parties = Parties(configuration, self.hours, self.rights, self.closure, everybody)
        self.journeys = Journeys(graph, configuration, self.hours, self.parties)
        self._entries = {move.target: move for move in graph.moves() if move.how is How.ENTRY}
        self._zones = {zone.bit: zone for zone in configuration.zones.values()}
        self._timetable = Timetable(configuration.calendar, configuration.days)

    def subject(self, person: Person) -> Subject:
        """The person, compiled."""
        return subject_of(person, self.configuration, self.static)

    def named(self, person: str) -> Subject:
        """The person with that id, who must be one of the people."""
        return next(each for each in self.subjects if each.id == person)

    def zone_of(self, bit: int) -> ZoneRules:
        """The zone with that bit."""
        return self._zones[bit]

    def entry_to(self, zone: str) -> Move | None:
        """A reader at which one asks to be let into the zone; None if there is none."""
        return self._entries.get(zone)

    def told(self, subject: Subject, way: Iterable[Step]) -> tuple[Passing, ...]:
        """The steps as others see them."""
        return tuple(self._passing(subject, step) for step in way)

    def _passing(self, subject: Subject, step: Step) -> Passing:
        move, admission = step.move, step.admission
        passing = Passing(
            portal=move.portal,
            source=move.source,
            target=move.target,
            how=move.how,
            at=instant(min(max(step.at, _FIRST), _LAST)),
            reader=move.reader,
        )
        if admission is None:
            return passing
        zone = self.configuration.zones[move.target]
        active, _ = self._timetable.at(step.at)
        return replace(
            passing,
            by=self.rights.by(subject, zone, step.at, active),
            escort=admission.escort,
            partner=admission.partner,
            company=admission.company,
            deposited=subject.holder.visitor and zone.bans_devices,
        )
