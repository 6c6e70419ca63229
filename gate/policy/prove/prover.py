"""People on the ground of a site: everything that a proof asks about them, one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from gate.domain.person import Person
from gate.policy.instant import instant, micros
from gate.policy.prove.ground import Ground
from gate.policy.prove.journey import Journeys, Step
from gate.policy.prove.party import Parties
from gate.policy.prove.rights import Rights
from gate.policy.prove.subject import Subject, subject_of
from gate.policy.prove.verdict import Passing

_FIRST = micros(datetime(1, 1, 1, tzinfo=UTC))
_LAST = micros(datetime(9999, 12, 31, tzinfo=UTC))


class Prover:
    """One site with its people. ``companions``: people who may go along and are not asked about themselves."""

    def __init__(self, ground: Ground, people: Iterable[Person], companions: Iterable[Person] = ()) -> None:
        self.ground = ground
        self._subjects = {person.id: self._subject(person) for person in people}
        self.rights = Rights(ground.configuration)
        self._everybody = self._subjects | {each.id: self._subject(each) for each in companions}
        self.parties = Parties(ground, self.rights, self._everybody)
        self.journeys = Journeys(ground, self.parties)

    @property
    def subjects(self) -> Collection[Subject]:
        """Those asked about, in the order in which they came."""
        return self._subjects.values()

    def named(self, person: str) -> Subject:
        """The person with that id, who must be one of the people."""
        return self._subjects[person]

    def find(self, person: str) -> Subject | None:
        """The person with that id; None if nobody has it."""
        return self._subjects.get(person)

    def change(self, id: str, person: Person | None) -> None:
        """From now on the person is like that; None: gone."""
        before = self._subjects.pop(id, None)
        self._everybody.pop(id, None)
        self.rights.forget(id)
        zones = 0 if before is None else before.ever
        if person is not None:
            after = self._subjects[id] = self._everybody[id] = self._subject(person)
            zones |= after.ever
        self.parties.forget(zones)

    def let_into(self, zones: int) -> Collection[Subject]:
        """Those whom an entry, or a door that needs no read, could ever let into one of the zones; rather too many."""
        if self.ground.closure.open & zones:
            return self.subjects
        return [subject for subject in self.subjects if subject.ever & zones]

    def told(self, subject: Subject, way: Iterable[Step]) -> tuple[Passing, ...]:
        """The steps as others see them."""
        return tuple(self._passing(subject, step) for step in way)

    def _subject(self, person: Person) -> Subject:
        return subject_of(person, self.ground.configuration, self.ground.static)

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
        zone = self.ground.configuration.zones[move.target]
        return replace(
            passing,
            by=self.rights.by(subject, zone, step.at, self.ground.active(step.at)),
            escort=admission.escort,
            partner=admission.partner,
            company=admission.company,
            deposited=subject.holder.visitor and zone.bans_devices,
        )
