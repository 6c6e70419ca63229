"""The slow truth: everybody tries every door at every instant given, on a real World, in every order of reading.

Written from policy.md, "Invariants", and on ``gate.policy.World`` alone; nothing of ``gate.policy.prove`` is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import permutations
from zoneinfo import ZoneInfo

from gate.domain.credential import CredentialState
from gate.domain.decision import Biometric, PinVerdict, Request, Result
from gate.domain.invariant import Never, Who
from gate.domain.person import Person, PersonKind
from gate.domain.portal import Egress
from gate.domain.site import Site
from gate.domain.visit import Items
from gate.domain.zone import Visitors
from gate.policy import Configuration, StateRow, World, compile_site
from gate.policy.timetable import Timetable


@dataclass(frozen=True)
class LetIn:
    """Somebody was let into a zone by an entry."""

    person: str
    zone: str
    at: datetime
    escorted: bool


class Brute:
    """One site with its people; banned things are deposited."""

    def __init__(self, site: Site, people: Sequence[Person], times: Sequence[datetime]) -> None:
        self.site = site
        self.configuration: Configuration = compile_site(site)
        self.people = [settled(person) for person in people]
        self.times = times
        self._inside: list[LetIn] = []
        self._inside = [entry for person in people for entry in self.let_in(person)]

    def let_in(self, person: Person) -> Iterator[LetIn]:
        """Every entry that the person can come to and make at one of the times, which ascend."""
        zones = {zone.id for zone in self.site.zones.values() if zone.outside}
        zones |= self._islands(zones)
        for at in self.times:
            tried: set[str] = set()
            while fresh := zones - tried:
                zone = fresh.pop()
                tried.add(zone)
                for target, reader in self._ways(zone, person, at):
                    if reader is None:
                        zones.add(target)
                    elif self.granted(settled(person), reader, at):
                        zones.add(target)
                        yield LetIn(person.id, target, at, escorted=self._escorted(person, target))

    def granted(self, person: Person, reader: str, at: datetime) -> bool:
        """Whether the person, reading first, is let through by himself or by up to two others who read after."""
        if not asks(World(self.configuration, self.people), person, reader, at):
            return False  # denied for something that no companion can bring
        others = [each for each in self.people if each.id != person.id]
        orders = [order for count in (0, 1, 2) for order in permutations(others, count)]
        return any(
            self._together((person, *order), reader, at, inside)
            for inside in (None, *self._company(reader, at))
            for order in orders
            if inside != person.id and inside not in [each.id for each in order]
        )

    def _together(self, order: Sequence[Person], reader: str, at: datetime, inside: str | None) -> bool:
        world = World(self.configuration, self.people)
        if inside is not None:
            target = self.configuration.ways[reader].target.id
            world.restore([StateRow(kind="presence", key=inside, value=json.dumps([target]))])
        return any(order[0].id in read(world, each, reader, at) for each in order)

    def _company(self, reader: str, at: datetime) -> set[str]:
        """Those who may be inside where nobody goes in alone."""
        target = self.configuration.ways[reader].target
        if not target.never_alone:
            return set()
        inside = self.configuration.names(target.inside)
        return {entry.person for entry in self._inside if entry.zone in inside and entry.at <= at}

    def _ways(self, zone: str, person: Person, at: datetime) -> Iterator[tuple[str, str | None]]:
        """(target, reader or None where no entry is judged)."""
        for portal in self.site.portals.values():
            first, second = portal.between
            for source, target, reader in (
                (first, second, portal.reader_in),
                (second, first, portal.reader_out),
            ):
                if source != zone:
                    continue
                if source == second and portal.egress is not Egress.READER:
                    yield target, None
                if portal.unlock is not None and self._active(portal.unlock.schedule, at):
                    yield target, None
                if reader is None:
                    continue
                if not self.configuration.ways[reader].exit:
                    yield target, reader
                elif person.credentials:
                    yield target, None

    def _active(self, schedule: str, at: datetime) -> bool:
        active, _ = Timetable(self.configuration.calendar, self.configuration.days).at(
            int(at.timestamp() * 1_000_000)
        )
        return bool(active >> list(self.site.schedules).index(schedule) & 1)

    def _escorted(self, person: Person, zone: str) -> bool:
        escorted = self.configuration.zones[zone].visitors is Visitors.ESCORTED
        return person.kind is PersonKind.VISITOR and escorted

    def _islands(self, outside: set[str]) -> set[str]:
        joined = set(outside)
        while (
            more := {
                zone
                for portal in self.site.portals.values()
                if joined & set(portal.between)
                for zone in portal.between
            }
            - joined
        ):
            joined |= more
        return set(self.site.zones) - joined


def breaches(invariant: Never, person: Person, entry: LetIn, site: Site) -> bool:
    """Whether the entry is one that the invariant forbids."""
    inside = invariant.reaches in site.zones_around(entry.zone)
    counts = not (invariant.unescorted and entry.escorted)
    return inside and counts and is_meant(invariant.who, person, entry.at, site)


def is_meant(who: Who, person: Person, at: datetime, site: Site) -> bool:
    """Whether the person is one of those meant at that instant."""
    if who.lacks is not None:
        if who.lacks not in person.prerequisites:
            return True
        last = person.prerequisites[who.lacks]
        return last is not None and last < at.astimezone(ZoneInfo(site.calendar.timezone)).date()
    if who.below is not None:
        return person.clearance < who.below
    if who.not_in is not None:
        return not any(
            each.group == who.not_in
            and (each.starts is None or each.starts <= at)
            and (each.ends is None or at < each.ends)
            for each in person.memberships
        )
    if who.person is not None:
        return person.id == who.person
    return who.word == "anyone" or person.kind is PersonKind.VISITOR


def settled(person: Person) -> Person:
    """With banned things deposited in every visit."""
    return replace(person, visits=tuple(replace(visit, items=Items.DEPOSITED) for visit in person.visits))


def read(world: World, person: Person, reader: str, at: datetime) -> tuple[str, ...]:
    """The person reads with the best card, PIN and finger right; whoever is let through."""
    request = _request(person, reader, at)
    if request is None:
        return ()
    decision = world.decide(request)
    world.record(decision)
    return decision.persons if decision.granted else ()


def asks(world: World, person: Person, reader: str, at: datetime) -> bool:
    """Whether the person's own read is granted or waits for somebody."""
    request = _request(person, reader, at)
    return request is not None and world.decide(request).result is not Result.DENIED


def _request(person: Person, reader: str, at: datetime) -> Request | None:
    cards = [each for each in person.credentials if each.state is CredentialState.ACTIVE] or list(
        person.credentials
    )
    if not cards:
        return None
    return Request(
        id=person.id,
        at=at.astimezone(UTC),
        reader=reader,
        card=max(cards, key=lambda each: each.assurance).card,
        pin=PinVerdict.RIGHT,
        biometric=Biometric.MATCH,
    )
