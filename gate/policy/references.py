"""Whether a site can be compiled: every name resolves and every rule can be evaluated.

The site file is checked more widely, with lines and paths, where it is read; this is what the policy itself insists on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from gate.domain.group import Deny, Grant
from gate.domain.site import Site
from gate.domain.zone import AntiPassback
from gate.policy.faults import PolicyFaults


def require_sound(site: Site) -> None:
    """Raise PolicyFaults with all findings, if there are any."""
    findings = (*_zones(site), *_rules(site), *_portals(site), *_calendar(site))
    if findings:
        raise PolicyFaults(findings)


def _unknown(where: str, noun: str, names: Iterable[str], known: Container[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{where}: expected a {noun} that exists, got {name!r}"


def _zones(site: Site) -> Iterator[str]:
    for zone in site.zones.values():
        where = f"zone {zone.id}"
        if zone.parent is not None:
            yield from _unknown(where, "parent", (zone.parent,), site.zones)
        if _encloses_itself(site, zone.id):
            yield f"{where}: expected parents that end, got a circle"
        if zone.anti_passback is AntiPassback.TIMED and zone.anti_passback_after is None:
            yield f"{where}: expected anti_passback_after for timed anti-passback, got none"
        if zone.min_occupancy not in (None, 2):
            yield f"{where}: expected min_occupancy 2, got {zone.min_occupancy}"


def _encloses_itself(site: Site, zone: str) -> bool:
    seen: set[str] = set()
    step: str | None = zone
    while step is not None and step in site.zones:
        if step in seen:
            return True
        seen.add(step)
        step = site.zones[step].parent
    return False


def _rules(site: Site) -> Iterator[str]:
    for group in site.groups.values():
        rules: tuple[Grant | Deny, ...] = (*group.grants, *group.denies)
        for rule in rules:
            where = f"group {group.id}, rule {rule.id}"
            yield from _unknown(where, "zone", rule.zones, site.zones)
            yield from _unknown(where, "schedule", (rule.schedule,), site.schedules)
    for level in site.threat_levels.values():
        yield from _unknown(f"threat level {level.id}", "group", sorted(level.groups), site.groups)


def _portals(site: Site) -> Iterator[str]:
    readers: Counter[str] = Counter()
    for portal in site.portals.values():
        where = f"portal {portal.id}"
        yield from _unknown(where, "zone", portal.between, site.zones)
        if portal.between[0] == portal.between[1]:
            yield f"{where}: expected two different zones, got {portal.between[0]!r} twice"
        readers.update(reader for reader in (portal.reader_in, portal.reader_out) if reader is not None)
    for reader, uses in readers.items():
        if uses > 1:
            yield f"reader {reader}: expected one portal and direction, got {uses}"
    for interlock in site.interlocks.values():
        yield from _unknown(f"interlock {interlock.id}", "portal", interlock.portals, site.portals)


def _calendar(site: Site) -> Iterator[str]:
    if not site.calendar.offsets:
        yield "calendar: expected at least one UTC offset, got none"
