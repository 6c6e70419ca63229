"""Who can come where: the questions that guards, owners of zones and auditors ask of the same proof.

A *way* begins outside (policy.md knows no other beginning) and every door on it opens for the person at the time shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gate.domain.decision import Biometric, PinVerdict, Request
from gate.domain.invariant import Who
from gate.domain.person import Person
from gate.domain.zone import Visitors
from gate.policy.instant import BEGINNING, END, instant, micros
from gate.policy.prove.ban import Ban
from gate.policy.prove.graph import Move
from gate.policy.prove.journey import Step
from gate.policy.prove.prover import Prover
from gate.policy.prove.subject import Subject
from gate.policy.prove.verdict import Passing
from gate.policy.rules import ZoneRules
from gate.policy.world import World

ANYONE = Who(word="anyone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A zone that somebody can be let into. ``people``: of those asked about, how many can."""

    zone: str
    person: Person
    way: tuple[Passing, ...]
    people: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a zone is to one person. ``entry``: the first entry from the time asked about on, None: never again.

    ``reasons``: what the policy says at that time, doors shut and nobody there; empty: clear at once. ``needs``: what
    must be brought beside the card. ``comes``: whether a way leads there by then or ever.
    """

    zone: str
    entry: Passing | None
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    comes: bool


class Questions:
    """Answers about one site. ``near``: ways are looked for from there on first; ``at``: every door at that instant."""

    def __init__(self, prover: Prover, near: datetime, at: datetime | None = None) -> None:
        self._prover = prover
        self._near = micros(near if at is None else at)
        self._begin = BEGINNING if at is None else self._near
        self._end = END if at is None else self._near + 1

    def reach(self, who: Who) -> Iterator[Reached]:
        """Every zone that some of those meant can be let into, with the way of the first of them."""
        for zone in self._prover.ground.configuration.zones.values():
            ban = self._ban(who, zone)
            people = list(ban.breaching(self._begin))
            if people:
                way = ban.shown(people[0], self._near)
                yield Reached(zone=zone.id, person=people[0].holder.person, way=way, people=len(people))

    def who(self, zone: str) -> Iterator[Reached]:
        """Everybody who can be let into the zone, with their ways."""
        ban = self._ban(ANYONE, self._prover.ground.configuration.zones[zone])
        for subject in ban.breaching(self._begin):
            way = ban.shown(subject, self._near)
            yield Reached(zone=zone, person=subject.holder.person, way=way)

    def where(self, subject: Subject) -> Iterator[Standing]:
        """What every zone that has an entry is to the person."""
        for zone in self._prover.ground.configuration.zones.values():
            move = self._prover.ground.entry_to.get(zone.id)
            if move is not None:
                yield self._standing(subject, zone, move)

    def _standing(self, subject: Subject, zone: ZoneRules, move: Move) -> Standing:
        admission = self._prover.parties.admission(subject, zone, self._near, self._end)
        entry = None if admission is None else Step(move=move, at=admission.at, admission=admission)
        return Standing(
            zone=zone.id,
            entry=None if entry is None else self._prover.told(subject, (entry,))[0],
            reasons=_reasons(self._prover, subject, move, self._near),
            needs=tuple(_needs(subject, zone)) if entry is not None else (),
            comes=self._ban(ANYONE, zone).breached_by(subject, self._begin),
        )

    def _ban(self, who: Who, zone: ZoneRules) -> Ban:
        return Ban(self._prover, who, zone.bit, end=self._end)


def _reasons(prover: Prover, subject: Subject, move: Move, t: int) -> tuple[str, ...]:
    """What the World itself answers, PIN and finger right; companions are told apart, and do not count as reasons."""
    if subject.card is None or move.reader is None:
        return ("no active credential",) if subject.card is None else ()
    world = World(prover.ground.configuration, (subject.holder.person,))
    request = Request(
        id=None,
        at=instant(t),
        reader=move.reader,
        card=subject.card.card,
        pin=PinVerdict.RIGHT,
        biometric=Biometric.MATCH,
    )
    return tuple(
        each for each in world.decide(request).reasons if each not in ("escort_required", "two_person")
    )


def _needs(subject: Subject, zone: ZoneRules) -> Iterator[str]:
    if zone.pin:
        yield "PIN"
    if zone.biometric:
        yield "biometric"
    if subject.holder.visitor and zone.visitors is Visitors.ESCORTED:
        yield "an escort"
    if zone.two_person:
        yield "a second person"
    elif zone.never_alone:
        yield "company"
    if subject.holder.visitor and zone.bans_devices:
        yield "banned things deposited"
