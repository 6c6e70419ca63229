"""With whom somebody is let in: the escort of a visitor, a second person, the one who is inside already.

Companions are people on file who are clear for the zone at that very instant; that they can be at the reader then is
assumed (a forgiven person can be anywhere). Where ``min_occupancy`` asks for company, somebody may be inside already if
anybody else can ever come there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from gate.policy.instant import END
from gate.policy.prove.ground import Ground
from gate.policy.prove.rights import Rights, needs_escort
from gate.policy.prove.subject import Subject
from gate.policy.prove.times import Times, earliest
from gate.policy.rules import ZoneRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """When somebody is let in, and with whom. ``company``: only while another person is known to be inside."""

    at: int
    escort: str | None = None
    partner: str | None = None
    company: bool = False


class Parties:
    """Finds companions among all people."""

    def __init__(self, ground: Ground, rights: Rights, people: Mapping[str, Subject]) -> None:
        """``people`` by id, as they are at each question; :meth:`forget` when they change."""
        self._configuration = ground.configuration
        self._hours = ground.hours
        self._closure = ground.closure
        self._rights = rights
        self._people = people
        self._clear: dict[str, tuple[Subject, ...]] = {}
        self._escorts: dict[str, tuple[Subject, ...]] = {}
        self._insiders: dict[str, tuple[Subject, ...]] = {}

    def admission(
        self, subject: Subject, zone: ZoneRules, start: int, end: int = END, also: Sequence[Times] = ()
    ) -> Admission | None:
        """The first start <= t < end at which the person can be let into the zone by an entry; None if there is none.

        ``also``: further sets that t must lie in.
        """
        alone = [self._rights.times(subject, zone), *also]
        lower = earliest(self._hours, alone, start, end)
        if lower is None:
            return None
        if not needs_escort(subject, zone):
            return self._with_partner(subject, None, zone, alone, (lower, end))
        best: Admission | None = None
        for escort in self._escorts_of(subject, zone):
            times = [*alone, self._rights.times(escort, zone), self._rights.escorting(escort, subject)]
            until = end if best is None else best.at
            found = self._with_partner(subject, escort, zone, times, (lower, until))
            if found is not None:
                best = found
                if best.at == lower:
                    break
        return best

    def forget(self, zones: int) -> None:
        """Somebody who could ever be let into these zones has changed."""
        for known in (self._clear, self._escorts):
            for name in [each for each in known if self._configuration.zones[each].bit & zones]:
                del known[name]
        self._insiders.clear()

    def _with_partner(
        self,
        subject: Subject,
        escort: Subject | None,
        zone: ZoneRules,
        together: list[Times],
        span: tuple[int, int],
    ) -> Admission | None:
        """As ``admission``, for the person with that escort, and whoever else the zone asks for."""
        start = earliest(self._hours, together, *span)
        party = 1 if escort is None else 2
        if start is None or not _room(zone, party):
            return None
        name = None if escort is None else escort.id
        if not (zone.two_person or zone.never_alone):
            return Admission(at=start, escort=name)
        if not _room(zone, party + 1):
            return None
        company = zone.never_alone and not zone.two_person and self._somebody_inside(subject, escort, zone)
        until = min(span[1], start + 1) if company else span[1]
        best: Admission | None = None
        for partner in self._partners(zone, {subject.id, name}):
            at = earliest(self._hours, [*together, self._rights.times(partner, zone)], start, until)
            if at is not None:
                best, until = Admission(at=at, escort=name, partner=partner.id), at
                if at == start:
                    break
        return Admission(at=start, escort=name, company=True) if best is None and company else best

    def _partners(self, zone: ZoneRules, others: set[str | None]) -> Iterator[Subject]:
        return (each for each in self._clear_for(zone) if each.id not in others)

    def _clear_for(self, zone: ZoneRules) -> tuple[Subject, ...]:
        """Those who can be let in without an escort at some time: of people who are let in alike, three are enough,
        for two of them may be in the party already.
        """
        if zone.id not in self._clear:
            fit = (
                each
                for each in self._people.values()
                if each.ever & zone.bit and not needs_escort(each, zone)
            )
            self._clear[zone.id] = tuple(_few_alike(fit, 3))
        return self._clear[zone.id]

    def _escorts_of(self, visitor: Subject, zone: ZoneRules) -> Iterator[Subject]:
        """First those whom a visit names, then members of escort groups."""
        named = dict.fromkeys(name for stay in visitor.holder.stays for name in sorted(stay.escorts))
        for name in named:
            escort = self._people.get(name)
            if escort is not None and escort is not visitor and not needs_escort(escort, zone):
                yield escort
        if zone.id not in self._escorts:
            escorts = self._configuration.escorts
            members = (
                each
                for each in self._people.values()
                if each.groups & escorts and each.ever & zone.bit and not needs_escort(each, zone)
            )
            self._escorts[zone.id] = tuple(_few_alike(members, 2))
        yield from (each for each in self._escorts[zone.id] if each is not visitor)

    def _somebody_inside(self, subject: Subject, escort: Subject | None, zone: ZoneRules) -> bool:
        if zone.id not in self._insiders:
            able = (each for each in self._people.values() if self._comes_into(each, zone))
            self._insiders[zone.id] = tuple(islice(able, 3))
        return any(each is not subject and each is not escort for each in self._insiders[zone.id])

    def _comes_into(self, person: Subject, zone: ZoneRules) -> bool:
        """Whether the person can ever be known to be in a zone; in one that holds all zones everybody is."""
        return not zone.beyond or bool(self._closure.of(person.ever).zones & zone.inside)


def _room(zone: ZoneRules, persons: int) -> bool:
    """Whether so many fit into the zone while nobody else is in it."""
    return zone.max_occupancy is None or zone.occupancy_soft or persons <= zone.max_occupancy


def _few_alike(people: Iterable[Subject], few: int) -> Iterator[Subject]:
    """Of people with the same facts the first few."""
    seen: dict[Hashable, int] = {}
    for person in people:
        count = seen.get(person.facts, 0)
        if count < few:
            seen[person.facts] = count + 1
            yield person
