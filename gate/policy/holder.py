"""A person as the rules see them: spans as integers, groups and zones as masks."""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.credential import Credential
from gate.domain.person import Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState
from gate.policy.configuration import Configuration
from gate.policy.instant import end_of, start_of
from gate.policy.names import mask_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A visit whose state lets it run, for starts <= t < ends."""

    id: str
    starts: int
    ends: int
    zones: int
    escorts: frozenset[str]
    items_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedGroup:
    """A membership that begins or ends."""

    starts: int
    ends: int
    bit: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holder:
    """One person, compiled. ``order`` is their place among all people: the first wins where cards match alike."""

    person: Person
    order: int
    visitor: bool
    starts: int
    ends: int
    groups: int  # memberships without a span
    timed: tuple[TimedGroup, ...]
    stays: tuple[Stay, ...]

    def groups_at(self, t: int) -> int:
        """The groups that the person is in at an instant."""
        groups = self.groups
        for membership in self.timed:
            if membership.starts <= t < membership.ends:
                groups |= membership.bit
        return groups

    def names_escort(self, person: str, t: int) -> bool:
        """True if a visit running at t names that person as escort."""
        return any(stay.starts <= t < stay.ends and person in stay.escorts for stay in self.stays)

    def items_settled(self, t: int) -> bool:
        """True if a visit running at t says that nothing banned is carried."""
        return any(stay.starts <= t < stay.ends and stay.items_settled for stay in self.stays)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Token:
    """A credential and whose it is."""

    holder: Holder
    credential: Credential


def compile_person(person: Person, configuration: Configuration, order: int) -> Holder:
    """The holder; groups and zones that the configuration does not know give nothing."""
    lasting: list[str] = []
    timed: list[TimedGroup] = []
    for each in person.memberships:
        if each.starts is None and each.ends is None:
            lasting.append(each.group)
        else:
            bit = configuration.groups.get(each.group, 0)
            timed.append(TimedGroup(starts=start_of(each.starts), ends=end_of(each.ends), bit=bit))
    return Holder(
        person=person,
        order=order,
        visitor=person.kind is PersonKind.VISITOR,
        starts=start_of(person.starts),
        ends=end_of(person.ends),
        groups=mask_of(lasting, configuration.groups),
        timed=tuple(timed),
        stays=tuple(_stay(visit, configuration) for visit in person.visits if _may_run(visit)),
    )


def _may_run(visit: Visit) -> bool:
    return visit.state in (None, VisitState.APPROVED)


def _stay(visit: Visit, configuration: Configuration) -> Stay:
    return Stay(
        id=visit.id,
        starts=start_of(visit.starts),
        ends=end_of(visit.ends),
        zones=configuration.mask(visit.zones),
        escorts=frozenset(visit.escorts),
        items_settled=visit.items in (Items.NONE, Items.DEPOSITED),
    )
