"""What a desk does beside checking in and out: a visitor arrived, is refused, lost his badge, showed a proof."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.domain.commands import Command
from gate.domain.rights import Right
from gate.domain.visit import VisitState
from gate.domain.visit_commands import ArriveVisit, LoseBadge, RecordPrerequisite, RefuseVisit
from gate.domain.visit_file import VisitFile
from gate.notify import queue
from web import access, last
from web.console import console
from web.invitations.chain import chain_of, differs, people_of
from web.language import language
from web.order import order
from web.texts import _
from web.visits import cards
from web.words.names import Names

pages = Blueprint("moves", __name__)
LONGEST = 200
BEFORE = (VisitState.SUBMITTED, VisitState.APPROVED, VisitState.ARRIVED)


@pages.get("/visits/<id>/moves")
@access.needs(Right.DESK)
def moves(id: str) -> ResponseReturnValue:
    """Where the visit stands beside the check-in, and what can be done."""
    return _page(_known(id))


@pages.post("/visits/<id>/arrive")
@access.needs(Right.DESK)
def arrive(id: str) -> ResponseReturnValue:
    """He stands at the desk: the host is told."""
    return _do(_known(id), ArriveVisit(visit=id), _("Waits at the desk; the host is told"))


@pages.post("/visits/<id>/refuse")
@access.needs(Right.DESK)
def refuse(id: str) -> ResponseReturnValue:
    """He is not let in."""
    if not _text("reason"):
        return _page(_known(id), errors={"refuse": _("Give a reason.")}, status=400)
    return _do(_known(id), RefuseVisit(visit=id, reason=_text("reason")), _("Refused at the desk"))


@pages.post("/visits/<id>/lose")
@access.needs(Right.DESK)
def lose(id: str) -> ResponseReturnValue:
    """The badge is lost: dead at every door, and another card if one is given."""
    errors = {}
    typed = _text("card")
    card = cards.typed(typed) if typed else None
    if typed and card is None:
        errors["card"] = _("Type the badge's number as printed, or hold it to the desk's reader.")
    if not _text("reason"):
        errors["lose"] = _("Give a reason.")
    if errors:
        return _page(_known(id), errors=errors, status=400)
    command = LoseBadge(visit=id, reason=_text("reason"), replacement=card)
    return _do(_known(id), command, _("The lost badge opens nothing; every door is asked to confirm it"))


@pages.post("/visits/<id>/proof")
@access.needs(Right.DESK)
def proof(id: str) -> ResponseReturnValue:
    """Insurance, induction or the like was seen, good through a day."""
    file = _known(id)
    try:
        until = date.fromisoformat(_text("until"))
    except ValueError:
        return _page(file, errors={"until": _("Give the last day, as 2026-12-31.")}, status=400)
    if not _text("reason"):
        return _page(file, errors={"proof": _("Say which proof was seen.")}, status=400)
    command = RecordPrerequisite(
        person=file.person, name=_text("requirement"), good_through=until, reason=_text("reason")
    )
    return _do(file, command, _("The proof is recorded"))


def _do(file: VisitFile, command: Command, done: str) -> ResponseReturnValue:
    ordered = order(command)
    if not ordered.done:
        return _page(file, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    address = url_for("moves.moves", id=file.visit.id)
    last.remember(done, "ok", address)
    return redirect(address)


def _page(
    file: VisitFile,
    *,
    errors: dict[str, str] | None = None,
    trouble: str = "",
    status: int = 200,
    key: str = "",
) -> ResponseReturnValue:
    named = console().queries.named(people_of(file))
    names = Names(console().site, named, language())
    visitor = named[file.person].name if file.person in named else file.person
    kind = console().site.visitor_types.get(file.kind)
    shown = {
        "file": file,
        "who": names.person(file.person),
        "names": names,
        "kind": kind,
        "requires": kind.requires if kind else (),
        "steps": chain_of(file, names),
        "differs": differs(file, visitor, names),
        "messages": queue.of_visit(console().told, file.visit.id),
        "lost": console().queries.lost_badges(file.visit.id),
        "presented": cards.last_presented(),
        "before": file.visit.state in BEFORE,
        "errors": errors or {},
        "trouble": trouble,
        "key": key,
        "typed": request.form,
    }
    return render_template("visits/moves.html", **shown), status


def _known(id: str) -> VisitFile:
    found = console().queries.visit(id)
    if found is None:
        abort(404)
    return found


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
