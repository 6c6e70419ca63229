"""A visitor's own page and a host's answer. No account, no session: the link is the key, and it is for one thing."""

from __future__ import annotations

import io

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from gate.client import EngineSilent
from gate.domain.commands import Actor, Command
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import AnswerArrival, HostAnswer
from gate.domain.visit_file import VisitFile
from gate.notify import links
from gate.notify.links import Link, Purpose
from web import access
from web.auth.limits import limiter
from web.console import console
from web.invited import particulars
from web.invited.notice import NOTICE, VERSION
from web.language import language
from web.order import form_key, refusal, silence
from web.papers.label import qr_png
from web.texts import _
from web.words.names import Names
from web.words.states import ID_KINDS

pages = Blueprint("invited", __name__)
OFTEN = "30 per minute; 200 per hour"
"""For one address, whether its links are good or not: nobody tries tokens here."""

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
    errors = particulars.errors_of(file)
    if errors:
        return _page(token, file, errors=errors, status=400)
    command = particulars.command_of(file)
    actor = Actor(user="visitor", role=Role.VISITOR, origin=access.origin())
    trouble, status = _send(command, actor)
    if trouble:
        return _page(token, file, trouble=trouble, status=status)
    return redirect(url_for("invited.visit", token=token))


@pages.get("/i/<token>/pass.png")
@limiter.limit(OFTEN)
@access.public
def pass_png(token: str) -> ResponseReturnValue:
    """The QR code that finds the visit at the desk and at the kiosk: it holds a code and nothing of the visitor."""
    _link(token, Purpose.VISITOR)
    return send_file(
        io.BytesIO(qr_png(links.pass_code(token))), mimetype="image/png", download_name="pass.png"
    )


def _page(
    token: str, file: VisitFile, *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    person = console().queries.person(file.person)
    if person is None:
        abort(404)
    people = console().queries.named({file.visit.host} if file.visit.host else set())
    held = person.file
    shown = {
        "token": token,
        "pass_code": links.pass_code(token),
        "file": file,
        "held": held,
        "names": Names(console().site, people, language()),
        "asks": {field.value for field in particulars.asked(file)},
        "open": file.visit.state in OPEN,
        "notice": NOTICE,
        "version": VERSION,
        "id_kinds": ID_KINDS,
        "errors": errors or {},
        "trouble": trouble,
        "typed": request.form,
    }
    return render_template("invited/visit.html", **shown), status


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
