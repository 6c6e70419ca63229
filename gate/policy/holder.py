"""A person as the rules see them: spans as integers, groups and zones as masks.

Plain slotted classes rather than dataclasses: one of each is looked at in every decision, and those of a big site are
made anew each time, out of :mod:`gate.policy.roster`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol

from gate.domain.level import Clearance
from gate.domain.person import Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState
from gate.policy.configuration import Configuration
from gate.policy.instant import BEGINNING, END, end_of, start_of
from gate.policy.names import mask_of


class Stay(NamedTuple):
    """A visit whose state lets it run, for starts <= t < ends."""

    id: str
    starts: int
    ends: int
    zones: int
    escorts: frozenset[str]
    items_settled: bool


class TimedGroup(NamedTuple):
    """A membership that begins or ends."""

    starts: int
    ends: int
    bit: int


class Keeper(Protocol):
    """Who has the whole file of a person."""

    def person(self, place: int) -> Person:
        """The person at that place."""


class Holder:
    """One person, compiled; never changed. ``order`` is their place among all people: the first wins where cards match
    alike. ``prerequisites``: the ordinal of the last good day by name, None for no end.
    """

    __slots__ = (
        "_kept",
        "clearance",
        "ends",
        "extended_time",
        "groups",
        "id",
        "order",
        "prerequisites",
        "starts",
        "stays",
        "timed",
        "visitor",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - a row of a table
        self,
        kept: Person | Keeper,
        id: str,
        order: int,
        visitor: bool,
        clearance: Clearance | int,
        starts: int,
        ends: int,
        groups: int,  # memberships without a span
        timed: tuple[TimedGroup, ...],
        prerequisites: Mapping[str, int | None],
        stays: tuple[Stay, ...],
        extended_time: bool,
    ) -> None:
        self._kept = kept
        self.id = id
        self.order = order
        self.visitor = visitor
        self.clearance = clearance
        self.starts = starts
        self.ends = ends
        self.groups = groups
        self.timed = timed
        self.prerequisites = prerequisites
        self.stays = stays
        self.extended_time = extended_time

    @property
    def person(self) -> Person:
        """The whole file, as it was put."""
        kept = self._kept
        return kept if isinstance(kept, Person) else kept.person(self.order)

    def groups_at(self, t: int) -> int:
        """The groups that the person is in at an instant."""
        groups = self.groups
        for starts, ends, bit in self.timed:
            if starts <= t < ends:
                groups |= bit
        return groups

    def lasts(self, t: int) -> tuple[int, int]:
        """From when until when (half-open), around t, nothing of the person begins or ends."""
        spans = [(self.starts, self.ends)]
        spans += [(each.starts, each.ends) for each in self.timed]
        spans += [(each.starts, each.ends) for each in self.stays]
        cuts = [cut for span in spans for cut in span]
        since = max((cut for cut in cuts if cut <= t), default=BEGINNING)
        return since, min((cut for cut in cuts if cut > t), default=END)

    def names_escort(self, person: str, t: int) -> bool:
        """True if a visit running at t names that person as escort."""
        return any(stay.starts <= t < stay.ends and person in stay.escorts for stay in self.stays)


def compile_person(person: Person, configuration: Configuration, order: int) -> Holder:
    """The holder; groups and zones that the configuration does not know give nothing."""
    lasting: list[str] = []
    timed: list[TimedGroup] = []
    for each in person.memberships:
        if each.starts is None and each.ends is None:
            lasting.append(each.group)
        else:
            bit = configuration.groups.get(each.group, 0)
            timed.append(TimedGroup(start_of(each.starts), end_of(each.ends), bit))
    return Holder(
        person,
        person.id,
        order,
        visitor=person.kind is PersonKind.VISITOR,
        clearance=person.clearance,
        starts=start_of(person.starts),
        ends=end_of(person.ends),
        groups=mask_of(lasting, configuration.groups),
        timed=tuple(timed),
        prerequisites={name: _ordinal(day) for name, day in person.prerequisites.items()},
        stays=tuple(_stay(visit, configuration) for visit in person.visits if may_run(visit)),
        extended_time=person.extended_time,
    )


def may_run(visit: Visit) -> bool:
    """True if the visit's state lets it run when its time comes."""
    return visit.state in (None, VisitState.APPROVED)


def is_settled(items: Items) -> bool:
    """True if the desk recorded that nothing banned is carried."""
    return items in (Items.NONE, Items.DEPOSITED)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _stay(visit: Visit, configuration: Configuration) -> Stay:
    return Stay(
        id=visit.id,
        starts=start_of(visit.starts),
        ends=end_of(visit.ends),
        zones=configuration.mask(visit.zones),
        escorts=frozenset(visit.escorts),
        items_settled=is_settled(visit.items),
    )
