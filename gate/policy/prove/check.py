"""Whether the invariants of a site hold: for all times, and for the people given or for all whom a site could have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice

from gate.domain.invariant import Always, Invariant, Never
from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy.configuration import Configuration
from gate.policy.instant import BEGINNING, instant, micros
from gate.policy.prove.abstract import companions, people_meant
from gate.policy.prove.ban import Ban
from gate.policy.prove.egress import check_egress
from gate.policy.prove.ground import Ground
from gate.policy.prove.prover import Prover
from gate.policy.prove.subject import Subject
from gate.policy.prove.verdict import Breach, Proof, Verdict

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
    ground = Ground(site, configuration)
    if people is None:
        return tuple(_check_anybody(each, ground, start) for each in site.invariants)
    prover = Prover(ground, people)
    return tuple(check(each, prover, start) for each in site.invariants)


def default_near(site: Site) -> datetime:
    """Where breaches are looked for first if nobody says."""
    return datetime(max(site.calendar.published, default=2000), 1, 1, tzinfo=UTC)


def check(invariant: Invariant, prover: Prover, near: int, since: int = BEGINNING) -> Verdict:
    """The verdict for the prover's people and what can happen from ``since`` on; a breach is shown from ``near`` on, if
    it can be.
    """
    people = len(prover.subjects)
    if isinstance(invariant, Always):
        return check_egress(invariant, prover.ground.site, people)
    ban = ban_of(invariant, prover, since)
    breaching = ban.breaching()
    first = next(breaching, None)
    if first is None:
        return Proof(invariant=invariant, people=people)
    others = tuple(each.id for each in islice(breaching, NAMED_OTHERS))
    return breach(invariant, ban, first, near, others)


def _check_anybody(invariant: Invariant, ground: Ground, near: int) -> Verdict:
    if isinstance(invariant, Always):
        return check_egress(invariant, ground.site, None)
    for person in people_meant(invariant.who, ground.site, instant(near).date()):
        prover = Prover(ground, (person,), companions(ground.site))
        ban = ban_of(invariant, prover)
        (subject,) = prover.subjects
        if ban.breached_by(subject):
            return breach(invariant, ban, subject, near)
    return Proof(invariant=invariant, people=None)


def ban_of(invariant: Never, prover: Prover, since: int = BEGINNING) -> Ban:
    """Who is let into a zone inside it is in the zone: policy.md, "Question and answer"."""
    zones = prover.ground.configuration.zones[invariant.reaches].inside
    return Ban(prover, invariant.who, zones, unescorted=invariant.unescorted, since=since)


def breach(invariant: Never, ban: Ban, subject: Subject, near: int, others: tuple[str, ...] = ()) -> Breach:
    """The breach by a person who breaches."""
    person = subject.holder.person
    return Breach(invariant=invariant, person=person, way=ban.shown(subject, near), others=others)
