"""Approved or rejected: by the person whose turn it is, for the edition that was on his screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.approval import ApprovalStep, StepState, waiting
from gate.domain.commands import Actor
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import ApproveVisit, RejectVisit
from gate.domain.visit_file import VisitFile
from gate.service.change import Change
from gate.service.errors import Refused
from gate.service.facts import Facts
from gate.service.visits.chain import standing, terms_of
from gate.service.visits.kept import put, visit_file


def approve(facts: Facts, change: Change, ask: ApproveVisit, actor: Actor, now: datetime) -> str:
    """The step whose turn it is is approved; after the last one the visit is."""
    file = _asked(facts, ask.visit, ask.edition)
    step = _own_step(facts, file, actor)
    if now >= file.visit.ends:
        raise Refused("the visit is over")
    decided = replace(step, state=StepState.APPROVED, by=actor.user, at=now, note=ask.note.strip())
    after = _with(file, step, decided)
    if after.visit.state is VisitState.APPROVED:
        who = decided.approver or actor.person or actor.user
        after = replace(after, approved_by=who, approved_terms=terms_of(facts, after))
    what = "approved" if after.visit.state is VisitState.APPROVED else "step approved"
    put(facts, change, after, what=what)
    return ask.visit


def reject(facts: Facts, change: Change, ask: RejectVisit, actor: Actor, now: datetime) -> str:
    """The visit does not take place, for a reason that its host reads."""
    file = _asked(facts, ask.visit, ask.edition)
    step = _own_step(facts, file, actor)
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    decided = replace(step, state=StepState.REJECTED, by=actor.user, at=now, note=ask.reason.strip())
    put(facts, change, replace(_with(file, step, decided), why=ask.reason.strip()), what="rejected")
    return ask.visit


def _asked(facts: Facts, visit: str, edition: int) -> VisitFile:
    file = visit_file(facts, visit)
    if file.visit.state is not VisitState.SUBMITTED:
        raise Refused(f"the visit is {file.visit.state}, not submitted")
    if file.edition != edition:
        raise Refused(f"the visit was changed: edition {file.edition}, you saw {edition}")
    return file


def _own_step(facts: Facts, file: VisitFile, actor: Actor) -> ApprovalStep:
    """The step whose turn it is, if it is this actor's. Who submitted or hosts the visit never approves it, and nobody
    twice."""
    step = waiting(file.approvals)
    if step is None:
        raise Refused("nobody is asked for an approval")
    if actor.user == file.registered_by or (actor.person and actor.person == file.visit.host):
        raise Refused("who submitted or hosts a visit does not approve it")
    if any(each.by == actor.user for each in file.approvals):
        raise Refused("you have approved another step of this visit")
    if step.approver is None:
        if actor.role is not Role.MANAGER:
            raise Refused("a manager is asked")
    elif actor.person != step.approver:
        raise Refused(f"{facts.name_of(step.approver)} is asked")
    return step


def _with(file: VisitFile, step: ApprovalStep, decided: ApprovalStep) -> VisitFile:
    steps = tuple(decided if each is step else each for each in file.approvals)
    return replace(file, approvals=steps, visit=replace(file.visit, state=standing(steps)))
