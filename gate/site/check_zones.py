"""Zones that contradict themselves or the regime (requirements A2; architecture, "Offline rights")."""

from __future__ import annotations

from datetime import timedelta

from gate.domain.level import Classification
from gate.domain.zone import AntiPassback, Zone
from gate.site.draft import Draft

LONGEST_LEASE = timedelta(days=7)


def check_zones(draft: Draft) -> None:
    """Outside there is, owners are named, leases end, and what belongs together comes together."""
    _outside(draft)
    for zone in draft.site.zones.values():
        _owner(draft, zone)
        _lease(draft, zone)
        _timed(draft, zone)
        _occupancy(draft, zone)
        _door(draft, zone)


def _outside(draft: Draft) -> None:
    zones = draft.site.zones
    known = all(draft.faults.sure(*draft.at("zones", zone), "outside") for zone in zones)
    if zones and known and draft.known.complete("zones") and not any(zone.outside for zone in zones.values()):
        draft.faults.error(("zones",), "a zone with outside = true", "none: nobody could ever leave")


def _owner(draft: Draft, zone: Zone) -> None:
    at = draft.at("zones", zone.id)
    if zone.level >= Classification.CONFIDENTIAL and zone.owner is None and draft.faults.sure(*at, "owner"):
        draft.faults.error(at, f"an owner who answers for a zone that is {zone.level.word}", "none")


def _lease(draft: Draft, zone: Zone) -> None:
    if zone.level >= Classification.CONFIDENTIAL and zone.lease is not None and zone.lease > LONGEST_LEASE:
        at = draft.at("zones", zone.id, "lease")
        draft.faults.error(at, f"at most 7d for a zone that is {zone.level.word}", f"{zone.lease.days}d")


def _timed(draft: Draft, zone: Zone) -> None:
    at = draft.at("zones", zone.id)
    timed = zone.anti_passback is AntiPassback.TIMED
    known = draft.faults.sure(*at, "anti_passback_after") and draft.faults.sure(*at, "anti_passback")
    if timed and zone.anti_passback_after is None and known:
        draft.faults.error((*at, "anti_passback"), 'anti_passback_after with "timed"', "no such key")
    if not timed and zone.anti_passback_after is not None and known:
        draft.faults.error(
            (*at, "anti_passback_after"), 'anti_passback = "timed" with it', f'"{zone.anti_passback.value}"'
        )


def _occupancy(draft: Draft, zone: Zone) -> None:
    least, most = zone.min_occupancy, zone.max_occupancy
    at = draft.at("zones", zone.id)
    if least is not None and most is not None and most < least:
        draft.faults.error((*at, "max_occupancy"), f"at least min_occupancy = {least}", str(most))
    if most is None and zone.occupancy_soft:
        draft.faults.error((*at, "occupancy"), "max_occupancy with it", "no such key")


def _door(draft: Draft, zone: Zone) -> None:
    """A zone with zones inside it may be a mere name for them; any other is reached through a portal."""
    sites = draft.site
    touched = any(zone.id in portal.between for portal in sites.portals.values())
    parent = any(other.parent == zone.id for other in sites.zones.values())
    if not touched and not parent and draft.faults.sure("portals"):
        draft.faults.warn(draft.at("zones", zone.id), "a portal that leads to the zone", "none")
