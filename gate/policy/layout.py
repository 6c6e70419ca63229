"""How zones lie in each other and which ways lead between them, read off a site once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gate.domain.group import Deny, Grant
from gate.domain.portal import Portal
from gate.domain.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One way through a portal, with the reader that stands at its start, if there is one."""

    reader: str | None
    source: str
    target: str


def directions(portal: Portal) -> tuple[Direction, Direction]:
    """Reader ``in`` stands in the portal's first zone, ``out`` in its second."""
    first, second = portal.between
    return (
        Direction(reader=portal.reader_in, source=first, target=second),
        Direction(reader=portal.reader_out, source=second, target=first),
    )


def is_exit(site: Site, direction: Direction) -> bool:
    """True if passing leaves: the target is outside, or contains the source."""
    return site.zones[direction.target].outside or direction.target in site.zones_around(direction.source)


class Layout:
    """Zones around and inside each zone, its portals and exits, and the rules of groups by the zones they name."""

    def __init__(self, site: Site) -> None:
        self.around = {zone: site.zones_around(zone) for zone in site.zones}
        self.inside: defaultdict[str, list[str]] = defaultdict(list)
        for zone, around in self.around.items():
            for outer in around:
                self.inside[outer].append(zone)
        self.portals: defaultdict[str, list[str]] = defaultdict(list)
        self.exits: defaultdict[str, list[str]] = defaultdict(list)
        for portal in site.portals.values():
            self._add_portal(site, portal)
        self.grants: defaultdict[str, list[tuple[str, Grant]]] = defaultdict(list)
        self.denies: defaultdict[str, list[tuple[str, Deny]]] = defaultdict(list)
        for group in site.groups.values():
            for grant in group.grants:
                for zone in dict.fromkeys(grant.zones):
                    self.grants[zone].append((group.id, grant))
            for deny in group.denies:
                for zone in dict.fromkeys(deny.zones):
                    self.denies[zone].append((group.id, deny))

    def _add_portal(self, site: Site, portal: Portal) -> None:
        for direction in directions(portal):
            self.portals[direction.target].append(portal.id)
            if direction.reader is not None and is_exit(site, direction):
                self.exits[direction.source].append(direction.reader)

    def portals_into(self, zone: str) -> Iterator[str]:
        """Portals at the zone or at a zone inside it."""
        for inner in self.inside[zone]:
            yield from self.portals[inner]

    def denies_of(self, zone: str) -> Iterator[tuple[str, Deny]]:
        """Denies that name the zone or a zone around it."""
        for outer in self.around[zone]:
            yield from self.denies[outer]
