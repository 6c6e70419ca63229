"""Things that a visitor carries: declared, settled on the way in, reconciled on the way out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.carried import (
    CAPABILITIES,
    ITEM_KINDS,
    CarriedItem,
    CarryPermit,
    ItemState,
    PermitState,
    PermitWay,
)
from gate.domain.desk_commands import Declared, DeclareItems, ReconcileItem, SettleItem
from gate.domain.events import VisitChanged
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.desk.kept import OPEN, at_revision, before_badge, file_of, keep, short
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.visitors.bans import banned_for, is_banned, items_of, unreconciled

MOST = 50
ON_THE_WAY_IN = (ItemState.CARRIED, ItemState.DEPOSITED, ItemState.LEFT_OUTSIDE)
ON_THE_WAY_OUT = (ItemState.RETURNED, ItemState.TAKEN_OUT, ItemState.STAYS, ItemState.MISSING)
MISSING = "item_missing"


def declare(facts: Facts, change: Change, ask: DeclareItems, now: datetime) -> str:
    """He was asked, and said this. What no zone of the visit bans goes in without further ado."""
    file = before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    if len(facts.desk.items_of(ask.visit)) + len(ask.items) > MOST:
        raise NotThere(f"expected at most {MOST} things")
    made = [_item(facts, ask.visit, each, place, now) for place, each in enumerate(ask.items, start=1)]
    banned = banned_for(facts.site, file.visit.zones)
    for item in made:
        free = not is_banned(item, banned)
        facts.desk.put(change, replace(item, state=ItemState.CARRIED, settled_at=now) if free else item)
    keep(facts, change, record, "declared", str(len(made)), items_asked_at=now, reconciled_at=None)
    _tell_policy(facts, change, file, asked=True)
    return ask.visit


def settle(facts: Facts, change: Change, ask: SettleItem, now: datetime) -> str:
    """Into a locker, back to the car, or in: a banned thing only with a seal or an approved permit for its serial."""
    file = before_badge(facts, ask.visit)
    record = at_revision(facts, ask.visit, ask.revision)
    item = _item_of(facts, ask.visit, ask.item)
    if ask.state not in ON_THE_WAY_IN:
        raise NotThere(f"expected one of {', '.join(ON_THE_WAY_IN)}")
    match ask.state:
        case ItemState.DEPOSITED:
            settled = _deposited(facts, item, short(ask.locker, "the locker"))
        case ItemState.CARRIED:
            settled = _carried(facts, change, file, item, ask, now)
        case _:
            settled = replace(item, locker="", receipt="", seal="", permit="")
    facts.desk.put(change, replace(settled, state=ask.state, settled_at=now))
    keep(facts, change, record, "settled", ask.state.value)
    _tell_policy(facts, change, file, asked=record.items_asked_at is not None)
    return ask.visit


def reconcile(facts: Facts, change: Change, ask: ReconcileItem, now: datetime) -> str:
    """One thing on the way out, compared with what was noted on the way in. What is missing raises an alarm."""
    file = file_of(facts, ask.visit)
    if file.visit.state not in (VisitState.CHECKED_IN, VisitState.CHECKED_OUT, *OPEN):
        raise Refused(f"the visit is {file.visit.state}: its things are history")
    record = at_revision(facts, ask.visit, ask.revision)
    item = _item_of(facts, ask.visit, ask.item)
    _check_way_out(item, ask)
    note = short(ask.note, "the note")
    facts.desk.put(change, replace(item, state=ask.state, note=note or item.note, ended_at=now))
    if ask.state is ItemState.MISSING:
        raise_alarm(facts, change, MISSING, ask.visit, now, cause=item.kind)
    elif item.permit in facts.desk.permits:
        _close(facts, change, facts.desk.permits[item.permit], now)
    done = not unreconciled(facts.desk.items_of(ask.visit))
    keep(facts, change, record, "reconciled", ask.state.value, reconciled_at=now if done else None)
    if done and file.visit.state is VisitState.CHECKED_OUT and file.badge_returned_at is not None:
        facts.put_visit(change, replace(file, visit=replace(file.visit, state=VisitState.CLOSED)))
        change.note(VisitChanged(visit=ask.visit, person=file.person, state=VisitState.CLOSED.value))
    return ask.visit


# ── one thing ────────────────────────────────────────────────────────────────


def _item(facts: Facts, visit: str, said: Declared, place: int, now: datetime) -> CarriedItem:
    if said.kind not in ITEM_KINDS:
        raise NotThere(f"thing {place}: expected one of {', '.join(ITEM_KINDS)}; got {said.kind[:40]!r}")
    can = ITEM_KINDS[said.kind] if said.capabilities is None else said.capabilities
    if not set(can) <= set(CAPABILITIES):
        raise NotThere(f"thing {place}: expected capabilities among {', '.join(CAPABILITIES)}")
    return CarriedItem(
        id=facts.new_id("i"),
        visit=visit,
        kind=said.kind,
        description=short(said.description, "the description"),
        serial=short(said.serial, "the serial number"),
        capabilities=tuple(sorted(can)),
        declared_at=now,
    )


def _item_of(facts: Facts, visit: str, item: str) -> CarriedItem:
    found = facts.desk.items.get(visit, {}).get(item)
    if found is None:
        raise NotThere(f"the visit has no thing {item!r}")
    return found


def _deposited(facts: Facts, item: CarriedItem, locker: str) -> CarriedItem:
    """A locker holds the things of one visit."""
    if not locker:
        raise NotThere("expected the locker's number")
    for visit, items in facts.desk.items.items():
        for other in items.values():
            if visit != item.visit and other.state is ItemState.DEPOSITED and other.locker == locker:
                raise Refused(f"locker {locker} is taken")
    return replace(item, locker=locker, receipt=item.receipt or facts.new_id("r"), seal="", permit="")


def _carried(
    facts: Facts, change: Change, file: VisitFile, item: CarriedItem, ask: SettleItem, now: datetime
) -> CarriedItem:
    sealed = replace(item, locker="", receipt="", seal=short(ask.seal, "the seal"), permit=ask.permit)
    if ask.permit:
        permit = facts.desk.permits.get(ask.permit)
        if permit is None:
            raise NotThere(f"no permit {ask.permit!r}")
        check_permit(permit, PermitWay.IN, item.serial, now)
        if permit.person != file.person:
            raise Refused("the permit is somebody else's")
        facts.desk.put(change, replace(permit, state=PermitState.USED, used_at=now))
    elif is_banned(sealed, banned_for(facts.site, file.visit.zones)):
        raise Refused(
            f"{item.kind} is banned there: a locker, a permit, or a seal where the kind itself is not banned"
        )
    return sealed


def check_permit(permit: CarryPermit, way: PermitWay, serial: str, now: datetime) -> None:
    """The paper and the thing beside each other (E2); Refused where they differ."""
    if permit.way is not way:
        raise Refused(f"the permit is for the way {permit.way}")
    if permit.state is not PermitState.APPROVED:
        raise Refused(f"the permit is {permit.state}, not approved")
    if not permit.starts <= now < permit.ends:
        raise Refused("the permit does not hold now")
    if not same_serial(permit.serial, serial):
        raise Refused("the serial number differs from the permit's")


def same_serial(one: str, other: str) -> bool:
    """Serial numbers as engraved: case, spaces and hyphens say nothing; two empty ones are not the same thing."""
    bare = [text.replace(" ", "").replace("-", "").casefold() for text in (one, other)]
    return bool(bare[0]) and bare[0] == bare[1]


def _check_way_out(item: CarriedItem, ask: ReconcileItem) -> None:
    if ask.state not in ON_THE_WAY_OUT:
        raise NotThere(f"expected one of {', '.join(ON_THE_WAY_OUT)}")
    if ask.state is ItemState.RETURNED and item.state not in (ItemState.DEPOSITED, ItemState.MISSING):
        raise Refused(f"the thing is {item.state}: it is in no locker")
    if ask.state is ItemState.TAKEN_OUT and item.state not in (ItemState.CARRIED, ItemState.MISSING):
        raise Refused(f"the thing is {item.state}: it was not inside")
    if ask.state is ItemState.STAYS and not ask.note.strip():
        raise Refused("a reason is owed")
    leaves = ask.state in (ItemState.RETURNED, ItemState.TAKEN_OUT)
    if leaves and item.serial and not same_serial(item.serial, ask.serial):
        raise Refused("the serial number differs from the one noted on the way in")


def _close(facts: Facts, change: Change, permit: CarryPermit, now: datetime) -> None:
    if permit.state is PermitState.USED:
        facts.desk.put(change, replace(permit, state=PermitState.CLOSED, closed_at=now))


def _tell_policy(facts: Facts, change: Change, file: VisitFile, *, asked: bool) -> None:
    """``items_open`` at the doors asks what stands here (policy.md)."""
    banned = banned_for(facts.site, file.visit.zones)
    items = items_of(asked, facts.desk.items_of(file.visit.id), banned)
    if items is not file.visit.items:
        facts.put_visit(change, replace(file, visit=replace(file.visit, items=items)))
        change.packs.update(facts.site.agents)
