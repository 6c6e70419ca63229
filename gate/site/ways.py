"""Ways through a site: which reads are entries, what zones take over, and how one gets out.

Policy.md, "Question and answer", "Entry" (what a zone takes over from those around it) and "Exit".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gate.domain.level import Assurance, Classification
from gate.domain.portal import LockMode, Portal
from gate.domain.site import Site
from gate.domain.zone import Factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A reader of a portal: ``key`` is ``in`` or ``out``; who reads there stands in ``source`` and wants ``target``."""

    portal: Portal
    key: str
    reader: str
    source: str
    target: str
    is_exit: bool


def reads(site: Site) -> Iterator[Read]:
    """Every reader of every portal whose zones are known."""
    for portal in site.portals.values():
        first, second = portal.between
        if first not in site.zones or second not in site.zones:
            continue
        for key, reader, source, target in (
            ("in", portal.reader_in, first, second),
            ("out", portal.reader_out, second, first),
        ):
            if reader in site.devices and reader is not None:
                leaves = is_exit(site, source, target)
                yield Read(
                    portal=portal, key=key, reader=reader, source=source, target=target, is_exit=leaves
                )


def is_exit(site: Site, source: str, target: str) -> bool:
    """True if the target is outside or contains the source."""
    return site.zones[target].outside or target in site.zones_around(source)[1:]


def entry_reads(site: Site, zone: str) -> tuple[Read, ...]:
    """The readers at which one enters the zone."""
    return tuple(read for read in reads(site) if read.target == zone and not read.is_exit)


def asked_factors(site: Site, zone: str) -> frozenset[Factor]:
    """The factors of the zone and of those around it."""
    return frozenset().union(*(site.zones[around].factors for around in site.zones_around(zone)))


def asked_assurance(site: Site, zone: str) -> Assurance:
    """The strictest of the zone and those around it, each with its default."""
    return max(_own_assurance(site, around) for around in site.zones_around(zone))


def free_ways(site: Site) -> Mapping[str, frozenset[str]]:
    """Zone to zones that one can walk into from it with no decision and no power: by handle, by a button that
    cuts the lock, or because the lock lets go when its power goes."""
    ways: dict[str, set[str]] = {zone: set() for zone in site.zones}
    for portal in site.portals.values():
        first, second = portal.between
        if first not in ways or second not in ways:
            continue
        if portal.egress.without_system or portal.lock.mode is LockMode.FAIL_SAFE:
            ways[second].add(first)
        if portal.lock.mode is LockMode.FAIL_SAFE:
            ways[first].add(second)
    return {zone: frozenset(nexts) for zone, nexts in ways.items()}


def reachable(ways: Mapping[str, frozenset[str]], start: str) -> frozenset[str]:
    """The zones that the ways lead to from ``start``, itself included."""
    seen = {start}
    waiting = [start]
    while waiting:
        for zone in ways[waiting.pop()] - seen:
            seen.add(zone)
            waiting.append(zone)
    return frozenset(seen)


def _own_assurance(site: Site, zone: str) -> Assurance:
    own = site.zones[zone]
    if own.min_assurance is not None:
        return own.min_assurance
    return Assurance.PROTECTED if own.level >= Classification.SECRET else Assurance.COPYABLE
