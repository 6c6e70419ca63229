"""The invariants of one site, proved once and then kept proved while people change one after another.

A change is judged by what it can touch: whoever changed, as one who is let in; and where they can go along with
others, as escort, as one of two persons or as the one who is inside already, everybody. What comes out is what
:func:`gate.policy.prove.check_invariants` says for the same people from the beginning.
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

    def __init__(self, ground: Ground, people: Iterable[Person], near: datetime) -> None:
        """``near``: a breach is shown at the first time from there on, if it has one."""
        self._near = micros(near)
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

    def change(self, people: Mapping[str, Person | None], near: datetime) -> None:
        """These are like that now; None: gone. Nothing is proved again for one whose rights stay as they were."""
        self._near = micros(near)
        changed: set[str] = set()
        helps = False
        for id_, person in people.items():
            before = self._prover.find(id_)
            self._prover.change(id_, person)
            after = self._prover.find(id_)
            if before is None or after is None or before.facts != after.facts:
                changed.add(id_)
                helps = helps or self._helps(before, after)
        for invariant in self._prover.ground.site.invariants if changed else ():
            if isinstance(invariant, Never):
                self._verdicts[invariant.id] = self._again(invariant, changed, helps=helps)

    def _again(self, invariant: Never, changed: set[str], *, helps: bool) -> Verdict:
        known = self._verdicts[invariant.id]
        if isinstance(known, Breach):
            named = {known.person.id, *known.others}
            return self._whole(invariant) if helps or named & changed else known
        if helps:
            return self._whole(invariant)
        ban = ban_of(invariant, self._prover)
        for id_ in sorted(changed):
            subject = self._prover.find(id_)
            if subject is not None and ban.breached_by(subject):
                return breach(invariant, ban, subject, self._near)
        return known

    def _whole(self, invariant: Invariant) -> Verdict:
        return check(invariant, self._prover, self._near)

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
