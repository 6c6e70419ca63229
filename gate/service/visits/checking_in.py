"""Checked in: what the desk asks for, and a pool badge until the end of the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor, CheckInVisit
from gate.domain.credential import Credential
from gate.domain.desk_record import DeskRecord, Identified
from gate.domain.visit import Items, VisitState
from gate.domain.visit_file import VisitFile
from gate.service.change import Change
from gate.service.desk.kept import at_revision, keep, record_of
from gate.service.desk.situation import refuse_open
from gate.service.errors import Refused
from gate.service.facts import Facts
from gate.service.people import refuse_taken
from gate.service.visits.chain import refuse_same_hands
from gate.service.visits.kept import put, visit_file
from gate.visitors.bans import banned_for, items_of

AGREEMENT = "agreement"


def check_in(facts: Facts, change: Change, ask: CheckInVisit, actor: Actor, now: datetime) -> str:
    """Bind a pool card to the visitor until the end of the visit. Refused where somebody else's card would be taken."""
    file = visit_file(facts, ask.visit)
    if file.visit.state not in (VisitState.APPROVED, VisitState.ARRIVED):
        raise Refused(f"the visit is {file.visit.state}, not approved")
    record = _as_seen(facts, ask)
    if not ask.agreement and not record.signed_version:
        raise Refused("the agreement is not signed")
    items = _items(facts, file, record, ask)
    refuse_open(facts, file, now)
    refuse_same_hands(facts, file, actor)
    badge = Credential(id=facts.new_id("c"), card=ask.card, kind="pool")
    refuse_taken(facts, badge, file.person)
    holder = facts.people[file.person]
    signed = {**holder.person.prerequisites, AGREEMENT: file.visit.ends.date()}
    person = replace(holder.person, credentials=(*holder.person.credentials, badge), prerequisites=signed)
    facts.people[file.person] = replace(holder, person=person)
    visit = replace(file.visit, state=VisitState.CHECKED_IN, items=items)
    agreed = file.agreed_at or now
    put(facts, change, replace(file, visit=visit, badge=badge.id, agreed_at=agreed, checked_in_at=now))
    _seen_at_the_desk(facts, change, record, actor, now)
    return ask.visit


def _as_seen(facts: Facts, ask: CheckInVisit) -> DeskRecord:
    """The desk's record; Refused where another guard has gone on since this one looked."""
    if ask.revision is None:
        return record_of(facts, ask.visit)
    return at_revision(facts, ask.visit, ask.revision)


def _items(facts: Facts, file: VisitFile, record: DeskRecord, ask: CheckInVisit) -> Items:
    """What the policy is told of his things: the desk's list where there is one, else the guard's word."""
    banned = banned_for(facts.site, file.visit.zones)
    if record.items_asked_at is not None:
        return items_of(True, facts.desk.items_of(ask.visit), banned)
    if ask.items is Items.OPEN and banned:
        raise Refused("nobody asked about the things he carries")
    return ask.items


def _seen_at_the_desk(facts: Facts, change: Change, record: DeskRecord, actor: Actor, now: datetime) -> None:
    """By checking in, the guard says that he looked at a document, where none was read."""
    if record.identified is Identified.NOT:
        seen = {"identified": Identified.SEEN, "identified_at": now, "identified_by": actor.user}
        keep(facts, change, record_of(facts, record.visit), "identified", Identified.SEEN.value, **seen)
