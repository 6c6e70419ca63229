"""Checked in: what the desk asks for, and a pool badge until the end of the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor, CheckInVisit
from gate.domain.credential import Credential
from gate.domain.visit import Items, Visit, VisitState
from gate.service.change import Change
from gate.service.errors import Refused
from gate.service.facts import Facts
from gate.service.people import refuse_taken
from gate.service.visits.chain import refuse_same_hands
from gate.service.visits.kept import put, visit_file
from gate.service.visits.requirements import refuse_unmet

AGREEMENT = "agreement"


def check_in(facts: Facts, change: Change, ask: CheckInVisit, actor: Actor, now: datetime) -> str:
    """Bind a pool card to the visitor until the end of the visit. Refused where somebody else's card would be taken."""
    file = visit_file(facts, ask.visit)
    if file.visit.state not in (VisitState.APPROVED, VisitState.ARRIVED):
        raise Refused(f"the visit is {file.visit.state}, not approved")
    if not ask.agreement:
        raise Refused("the agreement is not signed")
    if ask.items is Items.OPEN and _bans_devices(facts, file.visit):
        raise Refused("nobody asked about the things he carries")
    if now >= file.visit.ends:
        raise Refused("the visit is over")
    refuse_unmet(facts, file, now)
    refuse_same_hands(facts, file, actor)
    badge = Credential(id=facts.new_id("c"), card=ask.card, kind="pool")
    refuse_taken(facts, badge, file.person)
    holder = facts.people[file.person]
    signed = {**holder.person.prerequisites, AGREEMENT: file.visit.ends.date()}
    person = replace(holder.person, credentials=(*holder.person.credentials, badge), prerequisites=signed)
    facts.people[file.person] = replace(holder, person=person)
    visit = replace(file.visit, state=VisitState.CHECKED_IN, items=ask.items)
    put(facts, change, replace(file, visit=visit, badge=badge.id, agreed_at=now, checked_in_at=now))
    return ask.visit


def _bans_devices(facts: Facts, visit: Visit) -> bool:
    return any(facts.site.zones[zone].banned_devices for zone in visit.zones if zone in facts.site.zones)
