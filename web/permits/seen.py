"""Which permits an operator may see, and what he may do with one. The engine judges each step again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort

from gate.client import PermitsOf
from gate.domain.carried import CarryPermit, PermitState, PermitWay
from gate.domain.rights import Right, Role
from gate.domain.site import Site
from web import access
from web.auth.operators import Operator
from web.console import console
from web.language import language
from web.words.names import Names

WAITING = (PermitState.APPLIED,)
HOLDING = (PermitState.APPROVED, PermitState.USED)
OVER = (PermitState.CLOSED, PermitState.REFUSED)
MOST = 200
MOST_OVER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """What the page of one permit offers. ``ways``: the directions in which the desk compares it now."""

    judge: bool
    ways: tuple[PermitWay, ...]


def bounds(who: Operator) -> PermitsOf | None:
    """A host sees his own, those that he applied for, and those of his zones; guards and managers see all."""
    if who.role is not Role.HOST:
        return None
    people = (who.person,) if who.person else ()
    return PermitsOf(people=people, zones=owned(console().site, who.person), by=who.name)


def permit_seen(id: str) -> CarryPermit:
    """The permit; 404 for none, and for one that the operator may not see: which of the two is told to nobody."""
    found = console().queries.carry_permit(id)
    only = bounds(access.operator())
    if found is None:
        abort(404)
    if only is not None and not (
        found.person in only.people or found.zone in only.zones or found.applied_by == only.by
    ):
        abort(404)
    return found


def acts(permit: CarryPermit) -> Acts:
    """What the operator may do with it now."""
    who = access.operator()
    return Acts(judge=_judges(who, permit), ways=_ways(permit) if who.may(Right.DESK) else ())


def owner_of(site: Site, zone: str) -> str | None:
    """Who answers for a zone, or for the nearest one around it that has somebody."""
    owners = (site.zones[each].owner for each in site.zones_around(zone))
    return next((owner for owner in owners if owner is not None), None)


def owned(site: Site, person: str) -> tuple[str, ...]:
    """Zones that this person answers for."""
    return tuple(zone for zone in site.zones if person and owner_of(site, zone) == person)


def names_for(permits: tuple[CarryPermit, ...]) -> Names:
    """Names of everybody whom these permits speak of."""
    ids = {permit.person for permit in permits} | {
        permit.approved_by for permit in permits if permit.approved_by
    }
    ids |= {owner for permit in permits if (owner := _owner_of(permit))}
    return Names(console().site, console().queries.named(ids), language())


def _judges(who: Operator, permit: CarryPermit) -> bool:
    if permit.state is not PermitState.APPLIED or not who.may(Right.APPROVE_VISITS):
        return False
    if who.name == permit.applied_by or (who.person and who.person == permit.person):
        return False
    return who.person == _owner_of(permit) or who.role is Role.MANAGER


def _ways(permit: CarryPermit) -> tuple[PermitWay, ...]:
    if permit.state is PermitState.USED and permit.way is PermitWay.IN:
        return (PermitWay.OUT,)
    return (permit.way,) if permit.state is PermitState.APPROVED else ()


def _owner_of(permit: CarryPermit) -> str | None:
    return owner_of(console().site, permit.zone) if permit.zone in console().site.zones else None
