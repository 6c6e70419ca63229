"""Whether the invariants of a site hold: for all times, and for the people given or for all whom a site could have.

Three sieves, each finer and slower, none of which lets a breach through. By masks, without time: can such a person come
to a door of the zone, and could an entry there let them in? By the hours at that door alone: is there an instant at
which they are meant and clear? By the earliest arrival along every way: can they be at the door by then?
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

from gate.domain.invariant import Always, Never
from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy.configuration import Configuration
from gate.policy.instant import BEGINNING, instant, micros
from gate.policy.prove.abstract import companions, people_meant
from gate.policy.prove.egress import check_egress
from gate.policy.prove.graph import How
from gate.policy.prove.journey import Step, way_to
from gate.policy.prove.prover import Prover
from gate.policy.prove.rights import needs_escort
from gate.policy.prove.subject import Subject
from gate.policy.prove.times import Times, earliest
from gate.policy.prove.verdict import Breach, Proof, Verdict
from gate.policy.prove.who import entering_as, times_as

NAMED_OTHERS = 9
"""How many more people a breach names."""


def check_invariants(
    site: Site,
    configuration: Configuration,
    people: Iterable[Person] | None = None,
    near: datetime | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for each invariant of the site, in the order of its file; all of them proofs: the policy may go live.

    ``people`` None: everybody whom the site file could describe. ``near``: a breach is shown at the first time from
    there on, if it has one (else at its first of all); by default 1 January of the last year whose holidays are
    published. ``near`` does not limit what is proved.
    """
    start = micros(default_near(site) if near is None else near)
    if people is None:
        return tuple(_check_anybody(each, site, configuration, start) for each in site.invariants)
    prover = Prover(site, configuration, people)
    return tuple(_check(each, prover, start) for each in site.invariants)


def default_near(site: Site) -> datetime:
    """Where breaches are looked for first if nobody says."""
    return datetime(max(site.calendar.published, default=2000), 1, 1, tzinfo=UTC)


def _check(invariant: Never | Always, prover: Prover, near: int) -> Verdict:
    if isinstance(invariant, Always):
        return check_egress(invariant, prover.site, len(prover.subjects))
    meant = _Meant(invariant, prover)
    people = len(prover.subjects)
    breaching = (subject for subject in prover.subjects if meant.way(subject, BEGINNING) is not None)
    first = next(breaching, None)
    if first is None:
        return Proof(invariant=invariant, people=people)
    others = tuple(each.id for each in islice(breaching, NAMED_OTHERS))
    return meant.breach(first, near, others)


def _check_anybody(invariant: Never | Always, site: Site, configuration: Configuration, near: int) -> Verdict:
    if isinstance(invariant, Always):
        return check_egress(invariant, site, None)
    for person in people_meant(invariant.who, site, instant(near).date()):
        prover = Prover(site, configuration, (person,), companions(site))
        meant = _Meant(invariant, prover)
        (subject,) = prover.subjects
        if meant.way(subject, BEGINNING) is not None:
            return meant.breach(subject, near, ())
    return Proof(invariant=invariant, people=None)


class _Meant:
    """One ``never`` of one site."""

    def __init__(self, invariant: Never, prover: Prover) -> None:
        self._invariant = invariant
        self._prover = prover
        self._inside = prover.configuration.zones[invariant.reaches].inside

    def breach(self, subject: Subject, near: int, others: tuple[str, ...]) -> Breach:
        """The breach of a person who has one, shown near that time if it can be."""
        ways = (self.way(subject, start) for start in (near, *_EARLIER))
        way = next(way for way in ways if way is not None)
        return Breach(
            invariant=self._invariant,
            person=subject.holder.person,
            way=self._prover.told(subject, way),
            others=others,
        )

    def way(self, subject: Subject, start: int) -> tuple[Step, ...] | None:
        """The way from outside on which the person, being one of those meant, is let in first from ``start`` on."""
        meant = times_as(self._invariant.who, subject, self._prover.configuration)
        if not meant or not self._thinkable(subject, meant):
            return None
        arrivals = self._prover.arrivals(subject, start)
        best: tuple[int, int, tuple[Step, ...]] | None = None
        for arrival, move in self._prover.journeys.moves_into(self._inside, arrivals):
            if move.how is How.ENTRY and not self._counts(subject, move.target):
                continue
            step = self._prover.journeys.step(subject, move, arrival.at, also=(meant,))
            if step is not None and (best is None or step.at <= best[0]):
                way = (*way_to(arrival, arrivals), step)
                if best is None or (step.at, len(way)) < best[:2]:
                    best = (step.at, len(way), way)
        return None if best is None else best[2]

    def _thinkable(self, subject: Subject, meant: Times) -> bool:
        """The first two sieves."""
        prover = self._prover
        reachable = prover.closure.of(subject.ever)
        if reachable.open & self._inside:
            return True
        entering = entering_as(self._invariant.who, subject, prover.configuration, prover.static)
        zones = reachable.doors & self._inside & entering
        return any(
            self._counts(subject, zone.id)
            and earliest(prover.hours, (prover.rights.times(subject, zone), meant), BEGINNING) is not None
            for zone in prover.configuration.zones.values()
            if zones & zone.bit
        )

    def _counts(self, subject: Subject, zone: str) -> bool:
        """Entries under escort count unless the invariant is about those without."""
        return not (
            self._invariant.unescorted and needs_escort(subject, self._prover.configuration.zones[zone])
        )


_EARLIER = (micros(datetime(2000, 1, 1, tzinfo=UTC)), micros(datetime(1, 1, 3, tzinfo=UTC)), BEGINNING)
"""Where a breach is looked for that is over by now."""
