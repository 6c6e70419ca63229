"""Ways of going from zone to zone, as people go: by a read, a handle, a button, or a door that stands unlocked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gate.domain.portal import Egress, Portal
from gate.domain.site import Site
from gate.policy.layout import Direction, directions, is_exit
from gate.policy.names import bits


class How(StrEnum):
    """By what right one passes."""

    ENTRY = "entry"  # a read, judged by the policy
    EXIT = "exit"  # a read; every known credential opens
    HANDLE = "handle"  # no decision
    BUTTON = "button"  # a request to exit: hard-wired, or granted by the system to everybody
    UNLOCKED = "unlocked"  # stands open by its schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way through one portal. ``lets_in``: it brings one into a zone and is no exit, as policy.md tells them apart.

    ``schedule``: the bit of the schedule in which the portal stands unlocked, for that kind of move.
    """

    portal: str
    source: str
    target: str
    how: How
    lets_in: bool
    reader: str | None = None
    schedule: int = 0


class Graph:
    """The moves of a site, and where people begin.

    They begin outside; in a part of the site that no portal joins to the outside, anywhere: they must have come in
    by a way that the file does not know.
    """

    def __init__(self, site: Site) -> None:
        schedules = bits(site.schedules)
        self.moves_from: defaultdict[str, list[Move]] = defaultdict(list)
        for portal in site.portals.values():
            for move in _moves(site, portal, schedules):
                self.moves_from[move.source].append(move)
        self.starts = _starts(site)

    def moves(self) -> Iterator[Move]:
        """All of them."""
        for moves in self.moves_from.values():
            yield from moves


def _moves(site: Site, portal: Portal, schedules: Mapping[str, int]) -> Iterator[Move]:
    inward, outward = directions(portal)
    for direction in (inward, outward):
        leaves = is_exit(site, direction)
        if direction.reader is not None:
            yield _move(portal, direction, How.EXIT if leaves else How.ENTRY, leaves=leaves)
        if portal.unlock is not None:
            schedule = schedules[portal.unlock.schedule]
            yield _move(portal, direction, How.UNLOCKED, leaves=leaves, schedule=schedule)
    if portal.egress is not Egress.READER:
        how = How.HANDLE if portal.egress is Egress.MECHANICAL else How.BUTTON
        yield _move(portal, outward, how, leaves=is_exit(site, outward))


def _move(portal: Portal, direction: Direction, how: How, *, leaves: bool, schedule: int = 0) -> Move:
    return Move(
        portal=portal.id,
        source=direction.source,
        target=direction.target,
        how=how,
        lets_in=not leaves,
        reader=direction.reader if how in (How.ENTRY, How.EXIT) else None,
        schedule=schedule,
    )


def _starts(site: Site) -> tuple[str, ...]:
    """Outside zones, and all zones of islands."""
    joined: dict[str, set[str]] = {zone: set() for zone in site.zones}
    for portal in site.portals.values():
        first, second = portal.between
        joined[first].add(second)
        joined[second].add(first)
    outside = [zone.id for zone in site.zones.values() if zone.outside]
    seen = set(outside)
    waiting = list(outside)
    while waiting:
        for zone in joined[waiting.pop()] - seen:
            seen.add(zone)
            waiting.append(zone)
    return tuple(zone for zone in site.zones if zone in outside or zone not in seen)
