"""Arrived: at the desk, waiting and timed, not yet inside. The host answers; the desk lets in or refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from gate.domain.commands import Actor
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import AnswerArrival, ArriveVisit, RefuseVisit
from gate.service.change import Change
from gate.service.errors import Refused
from gate.service.facts import Facts
from gate.service.visits.kept import put, visit_file

EARLY = timedelta(hours=2)
"""Who comes earlier than that before his visit is told to come back."""

AT_DESK = frozenset({VisitState.SUBMITTED, VisitState.APPROVED, VisitState.ARRIVED})


def arrive(facts: Facts, change: Change, ask: ArriveVisit, now: datetime) -> str:
    """The visitor stands at the desk. A second scan of the same visitor changes nothing."""
    file = visit_file(facts, ask.visit)
    if file.visit.state is VisitState.ARRIVED:
        return ask.visit
    if file.visit.state is not VisitState.APPROVED:
        raise Refused(f"the visit is {file.visit.state}, not approved")
    if now < file.visit.starts - EARLY:
        raise Refused("the visit begins more than two hours from now")
    if now >= file.visit.ends:
        raise Refused("the visit is over")
    visit = replace(file.visit, state=VisitState.ARRIVED)
    put(facts, change, replace(file, visit=visit, arrived_at=now), what="arrived")
    return ask.visit


def refuse(facts: Facts, change: Change, ask: RefuseVisit) -> str:
    """The desk lets him not in: recorded as fully as letting in."""
    file = visit_file(facts, ask.visit)
    if file.visit.state not in AT_DESK:
        raise Refused(f"the visit is {file.visit.state}: it has begun or is over")
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    visit = replace(file.visit, state=VisitState.REFUSED)
    put(facts, change, replace(file, visit=visit, why=ask.reason.strip()), what="refused")
    return ask.visit


def answer(facts: Facts, change: Change, ask: AnswerArrival, actor: Actor, now: datetime) -> str:
    """What the host says to a visitor who waits; the last word counts."""
    file = visit_file(facts, ask.visit)
    if file.visit.state is not VisitState.ARRIVED:
        raise Refused(f"the visit is {file.visit.state}: nobody waits")
    if actor.role is not Role.HOST or not actor.person or actor.person != file.visit.host:
        raise Refused("the host is asked")
    put(facts, change, replace(file, answer=ask.answer.value, answered_at=now), what=f"host {ask.answer}")
    return ask.visit
