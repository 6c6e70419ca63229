"""The invariants of one site, proved once and then kept proved while people change one after another.

What counts is who can be let in from now on, wherever they may have gone before: a visit that is over breaches nothing
any more. So time alone breaks no proof, and a breach only until it is over. A change of people is judged by what it can
touch: whoever changed, as one who is let in; and where they can go along with others, as escort, as one of two persons
or as the one who is inside already, everybody. What comes out is what a proof of the same people from the beginning
says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from gate.domain.invariant import Invariant, Never
from gate.domain.person import Person
from gate.policy.instant import micros
from gate.policy.prove.check import ban_of, breach, check
from gate.policy.prove.ground import Ground
from gate.policy.prove.prover import Prover
from gate.policy.prove.subject import Subject
from gate.policy.prove.verdict import Breach, Proof, Verdict


class Watch:
    """Verdicts by invariant. Holds everybody compiled: about a kilobyte a person."""

    def __init__(self, ground: Ground, people: Iterable[Person], now: datetime) -> None:
        self._now = micros(now)
        self._prover = Prover(ground, people)
        self._verdicts = {each.id: self._whole(each) for each in ground.site.invariants}
        zones = ground.configuration.zones.values()
        self._pairs = sum(zone.bit for zone in zones if zone.two_person or zone.never_alone)
        self._inhabited = any(zone.never_alone for zone in zones)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each invariant, in the order of the site file."""
        people = len(self._prover.subjects)
        return tuple(
            replace(each, people=people)
            if isinstance(each, Proof) and isinstance(each.invariant, Never)
            else each
            for each in self._verdicts.values()
        )

    @property
    def people(self) -> int:
        """For how many it is proved."""
        return len(self._prover.subjects)

    def change(self, people: Mapping[str, Person | None], now: datetime) -> None:
        """These are like that now; None: gone. Nothing is proved again for one whose rights stay as they were."""
        self._now = micros(now)
        changed: set[str] = set()
        helps = False
        for id_, person in people.items():
            before = self._prover.find(id_)
            self._prover.change(id_, person)
            after = self._prover.find(id_)
            if before is None or after is None or before.facts != after.facts:
                changed.add(id_)
                helps = helps or self._helps(before, after)
        for invariant in self._prover.ground.site.invariants:
            if isinstance(invariant, Never):
                self._verdicts[invariant.id] = self._again(invariant, changed, helps=helps)

    def _again(self, invariant: Never, changed: set[str], *, helps: bool) -> Verdict:
        known = self._verdicts[invariant.id]
        if isinstance(known, Breach):
            over = micros(known.way[-1].at) < self._now
            named = {known.person.id, *known.others}
            return self._whole(invariant) if helps or over or named & changed else known
        if helps:
            return self._whole(invariant)
        ban = ban_of(invariant, self._prover, self._now)
        for id_ in sorted(changed):
            subject = self._prover.find(id_)
            if subject is not None and ban.breached_by(subject):
                return breach(invariant, ban, subject, self._now)
        return known

    def _whole(self, invariant: Invariant) -> Verdict:
        return check(invariant, self._prover, self._now, self._now)

    def _helps(self, before: Subject | None, after: Subject | None) -> bool:
        """Whether such a change can let others in, or no longer."""
        escorted, escorts = self._prover.ground.static.escorted, self._prover.ground.configuration.escorts
        both = [each for each in (before, after) if each is not None]
        if self._inhabited and (len(both) < 2 or both[0].ever != both[1].ever):
            return True
        if any(each.ever & self._pairs for each in both):
            return True
        able = [each for each in both if each.ever & escorted and not each.holder.visitor]
        return any(each.groups & escorts for each in able) or (bool(able) and self._named(able[0].id))

    def _named(self, person: str) -> bool:
        """True if somebody's visit names the person as escort."""
        return any(person in stay.escorts for each in self._prover.subjects for stay in each.holder.stays)
