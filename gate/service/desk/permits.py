"""Permits to carry one thing into or out of a zone: applied for, judged by the zone's owner, compared by the guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from gate.domain.carried import CAPABILITIES, ITEM_KINDS, CarryPermit, PermitState, PermitWay
from gate.domain.commands import Actor
from gate.domain.desk_commands import ApplyCarryPermit, CompareCarried, JudgeCarryPermit
from gate.domain.desk_events import CarryPermitChanged
from gate.domain.person import PersonKind
from gate.domain.rights import Role
from gate.service.change import Change
from gate.service.desk.identity import SHA256
from gate.service.desk.items import check_permit, same_serial
from gate.service.desk.kept import short
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts

LONGEST = timedelta(days=366)


def apply(facts: Facts, change: Change, ask: ApplyCarryPermit, actor: Actor, now: datetime) -> str:
    """An application, complete enough to be compared with the thing later."""
    _check(facts, ask, now)
    _check_applicant(facts, ask, actor)
    permit = CarryPermit(
        id=facts.new_id("q"),
        way=ask.way,
        person=ask.person,
        zone=ask.zone,
        kind=ask.kind,
        description=short(ask.description, "the description"),
        serial=short(ask.serial, "the serial number"),
        reason=short(ask.reason, "the reason"),
        photo=ask.photo,
        starts=ask.starts,
        ends=ask.ends,
        applied_by=actor.user,
        applied_at=now,
        lasting=ask.lasting,
        capabilities=_capabilities(ask),
    )
    _keep(facts, change, permit)
    return permit.id


def judge(facts: Facts, change: Change, ask: JudgeCarryPermit, actor: Actor, now: datetime) -> str:
    """The word of the zone's owner; a manager's where the owner is away or it is his own thing.

    Nobody who applied judges, nor does the one whose thing it is.
    """
    permit = _permit(facts, ask.permit)
    if permit.state is not PermitState.APPLIED:
        raise Refused(f"the permit is {permit.state}: it was judged already")
    if actor.user == permit.applied_by or (actor.person and actor.person == permit.person):
        raise Refused("nobody judges his own application")
    owner = owner_of(facts, permit.zone)
    away = owner == permit.person or owner not in facts.people or facts.people[owner].departed_at is not None
    if actor.person != owner and not (away and actor.role is Role.MANAGER):
        raise Refused(f"the zone answers to {facts.name_of(owner)}")
    reason = short(ask.reason, "the reason")
    if not reason:
        raise Refused("a reason is owed")
    state = PermitState.APPROVED if ask.approve else PermitState.REFUSED
    judged = replace(
        permit, state=state, approved_by=actor.person or actor.user, judged_at=now, judged_why=reason
    )
    _keep(facts, change, judged)
    return permit.id


def compare(facts: Facts, change: Change, ask: CompareCarried, now: datetime) -> str:
    """The guard read the serial off the thing: in, and out again; or out for good under a carry-out permit.

    A lasting permit that came out is approved again until its end.
    """
    permit = _permit(facts, ask.permit)
    back = permit.way is PermitWay.IN and ask.way is PermitWay.OUT
    if not back:
        check_permit(permit, ask.way, ask.serial, now)
        _keep(facts, change, replace(permit, state=PermitState.USED, used_at=now))
        return permit.id
    if permit.state is not PermitState.USED:
        raise Refused(f"the permit is {permit.state}: the thing did not come in under it")
    if not same_serial(permit.serial, ask.serial):
        raise Refused("the serial number differs from the permit's")
    _keep(facts, change, came_out(permit, now))
    return permit.id


def came_out(permit: CarryPermit, now: datetime) -> CarryPermit:
    """The permit of a thing that went in and is out again."""
    if permit.lasting and now < permit.ends:
        return replace(permit, state=PermitState.APPROVED, used_at=None)
    return replace(permit, state=PermitState.CLOSED, closed_at=now)


def owner_of(facts: Facts, zone: str) -> str:
    """Who answers for the zone, or for the one around it that has somebody; Refused where nobody does."""
    for each in facts.site.zones_around(zone):
        owner = facts.site.zones[each].owner
        if owner is not None:
            return owner
    raise Refused(f"nobody answers for {zone}: the site file names no owner")


def _check(facts: Facts, ask: ApplyCarryPermit, now: datetime) -> None:
    if ask.person not in facts.people or facts.people[ask.person].departed_at is not None:
        raise NotThere(f"no person {ask.person!r}")
    if ask.zone not in facts.site.zones:
        raise NotThere(f"no zone {ask.zone!r}")
    owner_of(facts, ask.zone)
    if ask.kind not in ITEM_KINDS:
        raise NotThere(f"expected one of {', '.join(ITEM_KINDS)}; got {ask.kind[:40]!r}")
    if not ask.serial.strip() or not ask.description.strip() or not ask.reason.strip():
        raise NotThere("expected what it is, its serial number and a reason")
    if ask.photo and not SHA256.fullmatch(ask.photo):
        raise NotThere("expected the SHA-256 of a picture")
    if not set(ask.capabilities or ()) <= set(CAPABILITIES):
        raise NotThere(f"expected capabilities among {', '.join(CAPABILITIES)}")
    if ask.ends <= ask.starts or ask.ends <= now or ask.ends - ask.starts > LONGEST:
        raise NotThere("expected an end after the start and after now, within a year")


def _check_applicant(facts: Facts, ask: ApplyCarryPermit, actor: Actor) -> None:
    """A host applies for himself and for whom he receives; a lasting permit is an employee's, on the way in."""
    if ask.lasting and ask.way is PermitWay.OUT:
        raise Refused("what leaves for good leaves once: a lasting permit is for the way in")
    if ask.lasting and facts.people[ask.person].person.kind is PersonKind.VISITOR:
        raise Refused("a visitor's permit is for one visit")
    if actor.role is not Role.HOST or ask.person == actor.person:
        return
    if not any(file.visit.host == actor.person for file in facts.visits.of(ask.person)):
        raise Refused("a host applies for himself and for his own visitors")


def _capabilities(ask: ApplyCarryPermit) -> tuple[str, ...]:
    can = ITEM_KINDS[ask.kind] if ask.capabilities is None else ask.capabilities
    return tuple(sorted(can))


def _permit(facts: Facts, permit: str) -> CarryPermit:
    found = facts.desk.permits.get(permit)
    if found is None:
        raise NotThere(f"no permit {permit!r}")
    return found


def _keep(facts: Facts, change: Change, permit: CarryPermit) -> None:
    facts.desk.put(change, permit)
    change.note(
        CarryPermitChanged(
            permit=permit.id,
            person=permit.person,
            zone=permit.zone,
            way=permit.way.value,
            state=permit.state.value,
        )
    )
