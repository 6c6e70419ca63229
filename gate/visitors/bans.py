"""Which things a visit's zones ban, and what that says of a thing that somebody carries."""

from __future__ import annotations

from collections.abc import Iterable

from gate.domain.carried import AT_THE_END, CarriedItem, ItemState
from gate.domain.site import Site
from gate.domain.visit import Items


def banned_in(site: Site, zone: str) -> frozenset[str]:
    """Kinds and capabilities that are banned in a zone or around it; nothing for a zone that is not there."""
    if zone not in site.zones:
        return frozenset()
    return frozenset().union(*(site.zones[each].banned_devices for each in site.zones_around(zone)))


def banned_for(site: Site, zones: Iterable[str]) -> frozenset[str]:
    """The same for all zones of a visit."""
    return frozenset().union(*(banned_in(site, zone) for zone in zones))


def is_banned(item: CarriedItem, banned: frozenset[str]) -> bool:
    """A thing is banned by its name, and by what it can do: a laptop is no camera and has one.

    A seal answers for capabilities, never for a kind that is banned by name.
    """
    if item.kind in banned:
        return True
    return not item.seal and not banned.isdisjoint(item.capabilities)


def open_items(items: Iterable[CarriedItem], banned: frozenset[str]) -> tuple[CarriedItem, ...]:
    """Banned things of which nobody has said what becomes of them."""
    return tuple(item for item in items if item.state is ItemState.DECLARED and is_banned(item, banned))


def items_of(asked: bool, items: Iterable[CarriedItem], banned: frozenset[str]) -> Items:
    """What the policy is told of a visit's things (``items_open``).

    ``open`` until somebody asked, and for as long as a banned thing is in the visitor's hands without a permit.
    """
    known = tuple(items)
    loose = [
        item
        for item in known
        if item.state in (ItemState.DECLARED, ItemState.CARRIED)
        and not item.permit
        and is_banned(item, banned)
    ]
    if not asked or loose:
        return Items.OPEN
    return Items.DEPOSITED if any(item.state is ItemState.DEPOSITED for item in known) else Items.NONE


def unreconciled(items: Iterable[CarriedItem]) -> tuple[CarriedItem, ...]:
    """Things that are not accounted for: what is in a locker, inside, or missing."""
    return tuple(item for item in items if item.state not in AT_THE_END)
