"""Leaving: checked out by some evidence, badge returned; facts of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.commands import CheckOutVisit, ReturnBadge
from gate.domain.person import PersonKind
from gate.domain.visit import VisitState
from gate.service.alarms import return_alarm
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.visits.kept import kill_badge, put, visit_file
from gate.visitors.bans import unreconciled


def check_out(facts: Facts, change: Change, ask: CheckOutVisit, now: datetime) -> str:
    """The visitor left, by the evidence given; the badge dies in any case, returned or lost."""
    file = visit_file(facts, ask.visit)
    if file.visit.state is not VisitState.CHECKED_IN:
        raise Refused(f"the visit is {file.visit.state}, not checked in")
    if not ask.evidence.strip():
        raise Refused("nobody is signed out without evidence")
    if file.badge:
        kill_badge(facts, change, file, file.badge, returned=ask.badge_returned)
    back = ask.badge_returned or file.badge is None  # a lost one was settled when it was lost
    whole = back and not unreconciled(facts.desk.items_of(ask.visit))
    state = VisitState.CLOSED if whole else VisitState.CHECKED_OUT
    out = replace(
        file,
        visit=replace(file.visit, state=state),
        checked_out_at=now,
        evidence=ask.evidence,
        badge_returned_at=now if ask.badge_returned and file.badge else None,
    )
    put(facts, change, out)
    return_alarm(facts, change, "overstay", ask.visit, now)
    return ask.visit


def return_badge(facts: Facts, change: Change, ask: ReturnBadge, now: datetime) -> str:
    """A card came back at the desk: it is dead at every door, and its visit knows."""
    found = facts.world.find(ask.card)
    if found is None:
        raise NotThere(f"nobody has the card {ask.card}")
    holder, credential = found
    if credential.kind != "pool" and holder.kind is not PersonKind.VISITOR:
        raise Refused(f"the card belongs to {holder.name}: it is no pool badge")
    for file in facts.visits.of(holder.id):
        if file.badge == credential.id and file.badge_returned_at is None:
            kill_badge(facts, change, file, credential.id, returned=True)
            left = file.visit.state is VisitState.CHECKED_OUT
            over = left and not unreconciled(facts.desk.items_of(file.visit.id))
            visit = replace(file.visit, state=VisitState.CLOSED) if over else file.visit
            put(facts, change, replace(file, visit=visit, badge_returned_at=now))
            return file.visit.id
    raise Refused("the badge was returned already")
