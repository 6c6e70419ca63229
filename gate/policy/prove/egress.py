"""Ways out that need no decision: handles and hard-wired buttons, from a portal's second zone to its first.

Neither person nor hour matters to a handle, so that one walk over the zones is a proof for everybody and always.
A fail-safe lock that lets go with its power is no such way: while it has power one needs leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gate.domain.invariant import Always
from gate.domain.site import Site
from gate.policy.prove.verdict import NoWayOut, Proof

EVERYWHERE = "*"


def check_egress(invariant: Always, site: Site, people: int | None) -> Proof | NoWayOut:
    """Whether a way without decisions leads from each zone meant to the one that must be reached.

    ``*`` means every zone that a portal leads to or from: nobody can be in another.
    """
    ways = _ways(site)
    starts = _touched(site) if invariant.start == EVERYWHERE else (invariant.start,)
    stuck = tuple(zone for zone in starts if invariant.reaches not in _walk(zone, ways))
    if not stuck:
        return Proof(invariant=invariant, people=people)
    innermost = min(stuck, key=lambda zone: len(_walk(zone, ways)))
    comes_to = _walk(innermost, ways)
    ordered = (innermost, *(zone for zone in stuck if zone != innermost))
    return NoWayOut(
        invariant=invariant,
        zones=ordered,
        comes_to=tuple(zone for zone in site.zones if zone in comes_to),
        doors=tuple(_doors(site, comes_to)),
    )


def _ways(site: Site) -> Mapping[str, tuple[str, ...]]:
    ways: dict[str, tuple[str, ...]] = {}
    for portal in site.portals.values():
        if portal.egress.without_system:
            first, second = portal.between
            ways[second] = (*ways.get(second, ()), first)
    return ways


def _touched(site: Site) -> tuple[str, ...]:
    touched = {zone for portal in site.portals.values() for zone in portal.between}
    return tuple(zone for zone in site.zones if zone in touched)


def _walk(start: str, ways: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    seen = {start}
    waiting = [start]
    while waiting:
        for zone in ways.get(waiting.pop(), ()):
            if zone not in seen:
                seen.add(zone)
                waiting.append(zone)
    return frozenset(seen)


def _doors(site: Site, zones: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Portals from the zones to others: what there is for those who want out."""
    for portal in site.portals.values():
        first, second = portal.between
        if second in zones and first not in zones:
            yield portal.id, portal.egress.value
        elif first in zones and second not in zones:
            yield portal.id, "none"
