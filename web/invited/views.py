"""A visitor's own page and a host's answer. No account, no session: the link is the key, and it is for one thing."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import EngineSilent
from gate.domain.commands import Actor, Command
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import AnswerArrival, CompleteVisit, HostAnswer
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField
from gate.notify import links
from gate.notify.links import Link, Purpose
from web import access
from web.auth.limits import limiter
from web.console import console
from web.invited.notice import NOTICE, VERSION
from web.language import language
from web.order import form_key, refusal, silence
from web.texts import _
from web.words.names import Names
from web.words.states import ID_KINDS

pages = Blueprint("invited", __name__)
OFTEN = "30 per minute; 200 per hour"
"""For one address, whether its links are good or not: nobody tries tokens here."""

LONGEST = 200
OPEN = (VisitState.SUBMITTED, VisitState.APPROVED)


# ── the visitor ──────────────────────────────────────────────────────────────


@pages.get("/i/<token>")
@limiter.limit(OFTEN)
@access.public
def visit(token: str) -> ResponseReturnValue:
    """When, where and to whom; what is still to be given."""
    file = _visit(_link(token, Purpose.VISITOR))
    return _page(token, file)


@pages.post("/i/<token>")
@limiter.limit(OFTEN)
@access.public
def complete(token: str) -> ResponseReturnValue:
    """The visitor's particulars."""
    file = _visit(_link(token, Purpose.VISITOR))
    errors = _errors(file)
    if errors:
        return _page(token, file, errors=errors, status=400)
    command = CompleteVisit(
        visit=file.visit.id,
        name=_text("name"),
        name_zh=_text("name_zh") or None,
        company=_text("company"),
        nationality=_text("nationality"),
        id_kind=_text("id_kind"),
        id_number=_text("id_number"),
        notice=VERSION,
    )
    actor = Actor(user="visitor", role=Role.VISITOR, origin=access.origin())
    trouble, status = _send(command, actor)
    if trouble:
        return _page(token, file, trouble=trouble, status=status)
    return redirect(url_for("invited.visit", token=token))


def _page(
    token: str, file: VisitFile, *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    person = console().queries.person(file.person)
    if person is None:
        abort(404)
    people = console().queries.named({file.visit.host} if file.visit.host else set())
    kind = console().site.visitor_types.get(file.kind)
    held = person.file
    shown = {
        "token": token,
        "file": file,
        "held": held,
        "names": Names(console().site, people, language()),
        "asks": {field.value for field in kind.asks} if kind else set(),
        "open": file.visit.state in OPEN,
        "notice": NOTICE,
        "version": VERSION,
        "id_kinds": ID_KINDS,
        "errors": errors or {},
        "trouble": trouble,
        "typed": request.form,
    }
    return render_template("invited/visit.html", **shown), status


def _errors(file: VisitFile) -> dict[str, str]:
    kind = console().site.visitor_types.get(file.kind)
    asks = kind.asks if kind else frozenset()
    errors = {}
    if not _text("name"):
        errors["name"] = _("A name is needed.")
    if AskedField.COMPANY in asks and not _text("company"):
        errors["company"] = _("Your company is needed.")
    if AskedField.NATIONALITY in asks and not _text("nationality"):
        errors["nationality"] = _("Your nationality is needed.")
    if _text("id_number") and _text("id_kind") not in ID_KINDS:
        errors["id_kind"] = _("Say which document the number is of.")
    if AskedField.DOCUMENT in asks and not _text("id_number") and not _has_document(file):
        errors["id_number"] = _("The number of a document is needed.")
    if request.form.get("notice") != VERSION:
        errors["notice"] = _("Please read the notice and tick the box.")
    return errors


def _has_document(file: VisitFile) -> bool:
    person = console().queries.person(file.person)
    return person is not None and bool(person.file.id_last4)


# ── the host ─────────────────────────────────────────────────────────────────


@pages.get("/h/<token>")
@limiter.limit(OFTEN)
@access.public
def arrival(token: str) -> ResponseReturnValue:
    """Who waits; a mail reader that opens links by itself answers nothing."""
    return _arrival(token)


@pages.post("/h/<token>")
@limiter.limit(OFTEN)
@access.public
def answer(token: str) -> ResponseReturnValue:
    """Coming, or send away."""
    link = _link(token, Purpose.HOST)
    said = request.form.get("answer", "")
    if said not in set(HostAnswer):
        return _arrival(token, trouble=_("Say whether you are coming."), status=400)
    actor = Actor(user=f"link of {link.person}", role=Role.HOST, origin=access.origin(), person=link.person)
    trouble, status = _send(AnswerArrival(visit=link.visit, answer=HostAnswer(said)), actor)
    if trouble:
        return _arrival(token, trouble=trouble, status=status)
    return redirect(url_for("invited.arrival", token=token))


def _arrival(token: str, *, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    file = _visit(_link(token, Purpose.HOST))
    people = console().queries.named({file.person})
    names = Names(console().site, people, language())
    return (
        render_template(
            "invited/arrival.html",
            token=token,
            file=file,
            who=names.person(file.person),
            company=people[file.person].company if file.person in people else "",
            waits=file.visit.state is VisitState.ARRIVED,
            trouble=trouble,
        ),
        status,
    )


# ── both ─────────────────────────────────────────────────────────────────────


def _link(token: str, purpose: Purpose) -> Link:
    """The link; 410 for one that is over, unknown or for something else: which of these is told to nobody."""
    found = links.find(console().told, token, purpose, console().now())
    if found is None:
        abort(410)
    return found


def _visit(link: Link) -> VisitFile:
    found = console().queries.visit(link.visit)
    if found is None:
        abort(410)
    return found


def _send(command: Command, actor: Actor) -> tuple[str, int]:
    """Trouble in the page's words, "" for none; and the status of a page that shows it."""
    try:
        receipt = console().sender.send(command, actor, id=form_key())
    except EngineSilent as away:
        return silence(away), 503
    said = refusal(receipt)
    return said, 409 if said else 200


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
