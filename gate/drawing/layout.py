"""Where the boxes of a site's picture stand: zones within zones, doors on the border of the inner one.

Units are pixels of the picture. The first zone outside is the ground that all others stand on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import east_asian_width

from gate.domain.portal import Portal
from gate.domain.site import Site
from gate.domain.zone import Zone

PAD = 24
TITLE = 17
SMALL = 12
LINE = 17
DOOR_HEIGHT = 66
DOOR_MARK = 46
LEAST_WIDTH = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A portal's mark at ``x``, ``y`` (middle of the left border of its zone); ``lines`` stand right of it."""

    portal: Portal
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        """Of its longest line."""
        return max((text_width(line, SMALL) for line in self.lines), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A zone's rectangle, what is written in it, its doors and the boxes inside it."""

    zone: Zone
    x: float
    y: float
    width: float
    height: float
    rules: tuple[str, ...]
    doors: tuple[Door, ...]
    inside: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What is written into the picture: a zone's title and the lines under it, a door's lines.

    ``door`` gets the portal and whether the door leads to the zone around the one that it is drawn on: a door that
    leads elsewhere says where.
    """

    title: Callable[[Zone], str]
    rules: Callable[[Zone], tuple[str, ...]]
    door: Callable[[Portal, bool], tuple[str, ...]]


def lay_out(site: Site, writing: Writing) -> Box:
    """The outermost box, at 0, 0."""
    ground = next(zone for zone in site.zones.values() if zone.outside and zone.parent is None)
    return _Layout(site, ground, writing).box(ground, 0, 0)


def text_width(text: str, size: float) -> float:
    """Pixels, roughly: Chinese characters are as wide as they are high, others a little more than half."""
    return sum(size if east_asian_width(sign) in "WF" else size * 0.56 for sign in text)


def door_of(site: Site, portal: Portal, ground: str) -> str:
    """The zone on whose border a portal is drawn: the inner one, else its second."""
    first, second = portal.between
    around = {zone: {*site.zones_around(zone), ground} for zone in (first, second)}
    return first if second in around[first] and first != ground else second


class _Layout:
    def __init__(self, site: Site, ground: Zone, writing: Writing) -> None:
        self._site = site
        self._ground = ground
        self._writing = writing

    def box(self, zone: Zone, x: float, y: float) -> Box:
        """A zone and all within: title and rules on top, doors down the left side, inner zones to their right."""
        rules = self._writing.rules(zone)
        top = y + PAD + TITLE + 8 + LINE + len(rules) * LINE + 10
        doors = self._doors(zone, x, top)
        column = max((door.width for door in doors), default=0.0)
        left = x + (column + 30 + PAD if doors else PAD)
        inside = self._inner(zone, left, top)
        right = max([left - PAD, *(inner.x + inner.width for inner in inside)]) + PAD
        bottom = max([top + len(doors) * DOOR_HEIGHT, *(inner.y + inner.height for inner in inside)]) + PAD
        written = max(text_width(line, SMALL) for line in (*rules, ""))
        titled = text_width(self._writing.title(zone), TITLE) + text_width(zone.level.word, SMALL) + 60
        width = max(right - x, written + 2 * PAD, titled + 2 * PAD, LEAST_WIDTH)
        return Box(
            zone=zone, x=x, y=y, width=width, height=bottom - y, rules=rules, doors=doors, inside=inside
        )

    def _doors(self, zone: Zone, x: float, top: float) -> tuple[Door, ...]:
        portals = self._site.portals.values()
        own = [portal for portal in portals if door_of(self._site, portal, self._ground.id) == zone.id]
        return tuple(
            Door(
                portal=portal,
                x=x,
                y=top + number * DOOR_HEIGHT + DOOR_HEIGHT / 2,
                lines=self._door_lines(portal, zone),
            )
            for number, portal in enumerate(own)
        )

    def _door_lines(self, portal: Portal, zone: Zone) -> tuple[str, ...]:
        first, second = portal.between
        other = first if second == zone.id else second
        return self._writing.door(portal, other == (zone.parent or self._ground.id))

    def _inner(self, zone: Zone, left: float, top: float) -> tuple[Box, ...]:
        """Zones inside, side by side while the row is short, then in a new row."""
        placed: list[Box] = []
        x, y = left, top
        for inner in self._inner_zones(zone):
            box = self.box(inner, x, y)
            if placed and x > left and box.x + box.width > left + 1400:
                x, y = left, max(other.y + other.height for other in placed) + PAD
                box = self.box(inner, x, y)
            placed.append(box)
            x = box.x + box.width + PAD
        return tuple(placed)

    def _inner_zones(self, zone: Zone) -> list[Zone]:
        zones = self._site.zones.values()
        if zone is not self._ground:
            return [other for other in zones if other.parent == zone.id]
        return [other for other in zones if other is not zone and other.parent in {None, zone.id}]
