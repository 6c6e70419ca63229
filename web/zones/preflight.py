"""What a lockdown would do, before anybody orders it: which doors shut, which stand open now, who is behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gate.client import MusterLine
from gate.domain.door_state import DoorState
from gate.domain.site import Site
from web.live.board import Door

STANDING = frozenset(
    {
        DoorState.UNLOCKED,
        DoorState.OPEN,
        DoorState.HELD,
        DoorState.HELD_WARN,
        DoorState.FORCED,
        DoorState.UNKNOWN,
    }
)
"""Doors that a lockdown finds as it should not: somebody must go and look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """``shut``: doors that only responders pass from then on; ``look``: those of them that are not closed now.

    ``inside``: who is certainly behind them; ``maybe``: who can be there or elsewhere.
    """

    targets: tuple[str, ...]
    shut: tuple[Door, ...]
    look: tuple[Door, ...]
    inside: tuple[MusterLine, ...]
    maybe: tuple[MusterLine, ...]


def preflight(
    site: Site, targets: Collection[str], doors: Iterable[Door], people: Iterable[MusterLine]
) -> Preflight:
    """By the same rule as the engine: a portal, a zone that it leads to, or a zone around one."""
    wanted = frozenset(targets)
    zones = {zone for zone in site.zones if wanted & set(site.zones_around(zone))}
    shut = tuple(door for door in doors if door.portal.id in wanted or zones & set(door.portal.between))
    there = [line for line in people if zones & set(line.zones)]
    return Preflight(
        targets=tuple(sorted(wanted)),
        shut=shut,
        look=tuple(door for door in shut if door.state in STANDING),
        inside=tuple(line for line in there if zones.issuperset(line.zones)),
        maybe=tuple(line for line in there if not zones.issuperset(line.zones)),
    )
