"""What waits for an approver: each visit with its chain, what differs from what was approved, and his decision."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import VisitLine
from gate.domain.approval import ApprovalStep, waiting
from gate.domain.requirement import unmet
from gate.domain.rights import Right, Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import ApproveVisit, RejectVisit, WaiveRequirement
from gate.domain.visit_file import VisitFile
from web import access, last
from web.auth.operators import Operator
from web.console import console
from web.invitations.chain import Differs, Step, chain_of, differs, people_of
from web.language import language, local
from web.order import order
from web.texts import _
from web.words.names import Names

pages = Blueprint("approvals", __name__)
LONGEST = 200
EXPECTED = (VisitState.SUBMITTED, VisitState.APPROVED, VisitState.ARRIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A visit before an approver. ``missing``: what the visitor's type requires and he lacks."""

    line: VisitLine
    visitor: str
    steps: list[Step]
    differs: list[Differs]
    missing: tuple[str, ...] = ()


@pages.get("/approvals")
@access.needs(Right.APPROVE_VISITS)
def index() -> ResponseReturnValue:
    """What waits for who is signed in; what waits for others below."""
    return _page()


@pages.post("/approvals/<id>/approve")
@access.needs(Right.APPROVE_VISITS)
def approve(id: str) -> ResponseReturnValue:
    """Agree to the edition that was shown."""
    return _decide(ApproveVisit(visit=id, edition=_edition(), note=_text("note")), _("Approved"))


@pages.post("/approvals/<id>/reject")
@access.needs(Right.APPROVE_VISITS)
def reject(id: str) -> ResponseReturnValue:
    """Not agree, with a reason."""
    if not _text("reason"):
        return _page(errors={id: _("Give a reason.")}, status=400)
    return _decide(RejectVisit(visit=id, edition=_edition(), reason=_text("reason")), _("Rejected"))


@pages.post("/approvals/<id>/waive")
@access.needs(Right.WAIVE)
def waive(id: str) -> ResponseReturnValue:
    """Answer by name for what a visitor lacks."""
    if not _text("reason"):
        return _page(errors={id: _("Give a reason.")}, status=400)
    command = WaiveRequirement(visit=id, requirement=_text("requirement"), reason=_text("reason"))
    return _decide(command, _("Waived for this visit"))


def _decide(command: ApproveVisit | RejectVisit | WaiveRequirement, done: str) -> ResponseReturnValue:
    if console().queries.visit(command.visit) is None:
        abort(404)
    ordered = order(command)
    if not ordered.done:
        return _page(trouble=ordered.trouble, status=ordered.status)
    last.remember(done)
    return redirect(url_for("approvals.index"))


def _page(
    *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    lines = console().queries.visits_submitted(console().now())
    named = console().queries.named({who for line in lines for who in people_of(line.file)})
    names = Names(console().site, named, language())
    who = access.operator()
    shown = [(line, _turn(line.file, who)) for line in lines]
    mine = [_waiting(line, names) for line, own in shown if own]
    others = [_waiting(line, names) for line, own in shown if not own] if who.role is Role.MANAGER else []
    return (
        render_template(
            "invitations/approvals.html",
            mine=mine,
            others=others,
            names=names,
            errors=errors or {},
            trouble=trouble,
            types=console().site.visitor_types,
            lacking=_lacking(who),
        ),
        status,
    )


def _turn(file: VisitFile, who: Operator) -> bool:
    """Whether this operator's word is what the visit waits for; the engine judges again."""
    step = waiting(file.approvals)
    if step is None or who.name == file.registered_by or who.name in {each.by for each in file.approvals}:
        return False
    if who.person and who.person == file.visit.host:
        return False
    return _asked(step, who)


def _asked(step: ApprovalStep, who: Operator) -> bool:
    return who.role is Role.MANAGER if step.approver is None else who.person == step.approver


def _waiting(line: VisitLine, names: Names, missing: tuple[str, ...] = ()) -> Waiting:
    return Waiting(
        line=line,
        visitor=names.person(line.file.person),
        steps=chain_of(line.file, names),
        differs=differs(line.file, line.visitor, names),
        missing=missing,
    )


def _lacking(who: Operator) -> list[Waiting]:
    """Visits to come whose visitor lacks what his type requires, for those who may waive it."""
    if not who.may(Right.WAIVE):
        return []
    types, found = console().site.visitor_types, []
    for line in console().queries.visits_ahead(console().now()):
        kind = types.get(line.file.kind)
        if kind is None or not kind.requires or line.file.visit.state not in EXPECTED:
            continue
        person = console().queries.person(line.file.person)
        has = person.file.person.prerequisites if person else {}
        today = local(console().now()).date()
        missing = unmet(kind.requires, has, line.file.waivers, today)
        if missing:
            names = Names(console().site, console().queries.named(people_of(line.file)), language())
            found.append(_waiting(line, names, missing))
    return found


def _edition() -> int:
    return request.form.get("edition", type=int) or 0


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
