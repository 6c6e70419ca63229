"""What a host sees: his visitors to come, a new invitation, and one visit with everything that became of it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.domain.commands import Command
from gate.domain.rights import Right, Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import CancelVisit, ChangeVisit
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField
from gate.notify import queue
from gate.notify.watched import WATCHED
from web import access, last
from web.console import console
from web.desk.words import asked_fields, said_list
from web.invitations import form as forms
from web.invitations.chain import chain_of, people_of
from web.invitations.spans import Repeat
from web.language import language
from web.order import order
from web.texts import _, plural
from web.visits import hosts as employees
from web.visits import registration
from web.words.names import Names, person_name

pages = Blueprint("invitations", __name__)
SINCE = timedelta(days=1)
SHOWN = 100
HIMSELF = frozenset({AskedField.DOCUMENT, AskedField.NATIONALITY})
"""What a visitor gives himself, on his own page, at the kiosk or at the desk."""
AHEAD = (VisitState.DRAFT, VisitState.SUBMITTED, VisitState.APPROVED)


@pages.get("/invitations")
@access.needs(Right.INVITE)
def index() -> ResponseReturnValue:
    """Visits to come, and those of yesterday and today: the host's own, or everybody's for desk and managers."""
    found = console().queries.visits_ahead(
        console().now() - SINCE, _own() or None, request.args.get("after", ""), SHOWN + 1
    )
    lines = found[:SHOWN]
    hosts = console().queries.named({line.file.visit.host for line in lines if line.file.visit.host})
    return render_template(
        "invitations/index.html",
        lines=lines,
        names=Names(console().site, hosts, language()),
        own=bool(_own()),
        later=lines[-1].file.visit.id if len(found) > SHOWN else "",
    )


@pages.get("/invitations/new")
@access.needs(Right.INVITE)
def new() -> ResponseReturnValue:
    """The form, for the next full hour."""
    zones = registration.open_zones(console().site)
    return _form(forms.blank(console().now(), zones[:1], _own()))


@pages.post("/invitations/new/fields")
@access.watches(Right.INVITE)
def fields() -> ResponseReturnValue:
    """Who comes, again, for another type of visitor: what may not stay empty is another, what was typed stays."""
    form = forms.typed(request.form, None, _own(), console().site)
    form.errors = {}
    return render_template("invitations/_who.html", form=form, **_asked(form.kind))


@pages.post("/invitations/new")
@access.needs(Right.INVITE)
def invite() -> ResponseReturnValue:
    """Invite all of them, or nobody."""
    form = forms.typed(request.form, request.files.get("file"), _own(), console().site)
    command = forms.command_of(form, console().site, console().now())
    if command is None:
        return _form(form, status=400)
    ordered = order(command)
    if not ordered.done or ordered.receipt is None:
        return _form(form, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    count = len(command.visitors) * len(command.spans)
    address = url_for("invitations.index")
    last.remember(plural("%(num)s visit is asked for", "%(num)s visits are asked for", count), "ok", address)
    return redirect(address)


@pages.get("/invitations/people")
@access.watches(Right.INVITE)
def people() -> ResponseReturnValue:
    """Employees who may host or escort, found by what was typed: names and no more."""
    return employees.found()


# ── one visit ────────────────────────────────────────────────────────────────


@pages.get("/invitations/<id>")
@access.needs(Right.INVITE)
def one(id: str) -> ResponseReturnValue:
    """Terms, chain, messages; what can still be changed."""
    return _page(_known(id))


@pages.post("/invitations/<id>/change")
@access.needs(Right.INVITE)
def change(id: str) -> ResponseReturnValue:
    """New times, zones or escorts."""
    file = _known(id)
    errors: dict[str, str] = {}
    purpose = " ".join(request.form.get("purpose", "").split())[: forms.LONGEST]
    starts, ends = forms.instant(request.form.get("starts", "")), forms.instant(request.form.get("ends", ""))
    if starts is None:
        errors["starts"] = _("Give a date and a time.")
    if ends is None:
        errors["ends"] = _("Give a date and a time.")
    if AskedField.PURPOSE in registration.asks(console().site, file.kind) and not purpose:
        errors["purpose"] = _("The purpose is needed.")
    if errors or starts is None or ends is None:
        return _page(file, errors=errors, status=400)
    command = ChangeVisit(
        visit=id,
        edition=request.form.get("edition", type=int) or 0,
        host=file.visit.host or "",
        zones=tuple(request.form.getlist("zones")),
        starts=starts,
        ends=ends,
        escorts=tuple(request.form.getlist("escorts")),
        purpose=purpose,
    )
    return _carried_out(file, command, _("The visit is changed"))


@pages.post("/invitations/<id>/cancel")
@access.needs(Right.INVITE)
def cancel(id: str) -> ResponseReturnValue:
    """It does not take place, nor does the rest of its series if that is wanted."""
    reason = request.form.get("reason", "").strip()[: forms.LONGEST]
    if not reason:
        return _page(_known(id), errors={"reason": _("Give a reason.")}, status=400)
    command = CancelVisit(visit=id, reason=reason, series=request.form.get("series") == "yes")
    return _carried_out(_known(id), command, _("The visit is cancelled"))


def _carried_out(file: VisitFile, command: Command, done: str) -> ResponseReturnValue:
    ordered = order(command)
    if not ordered.done:
        return _page(file, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    address = url_for("invitations.one", id=file.visit.id)
    last.remember(done, "ok", address)
    return redirect(address)


def _own() -> str:
    """The person to whom a host's account is bound; "" for those who invite on behalf of others."""
    who = access.operator()
    return who.person if who.role is Role.HOST else ""


def _known(id: str) -> VisitFile:
    """A host sees his own visits and no others."""
    found = console().queries.visit(id)
    if found is None or (_own() and found.visit.host != _own()):
        abort(404)
    return found


def _form(
    form: forms.Invitation, *, trouble: str = "", status: int = 200, key: str = ""
) -> ResponseReturnValue:
    site = console().site
    known = console().queries.named({person for person in (form.host, *form.escorts) if person})
    return (
        render_template(
            "invitations/new.html",
            form=form,
            trouble=trouble,
            key=key,
            own=_own(),
            types=site.visitor_types,
            zones=registration.open_zones(site),
            names=Names(site, known, language()),
            restricted=lambda zone: registration.restricted(site, zone),
            **_asked(form.kind),
            repeats={
                Repeat.ONCE: _("Once"),
                Repeat.WORKDAYS: _("Every workday"),
                Repeat.WEEKLY: _("Every week"),
            },
            fault_text=forms.fault_text,
        ),
        status,
    )


def _messages(visit: str) -> tuple[queue.Queued, ...]:
    """What was told of the visit; that somebody is on a watchlist is for those who judge it."""
    found = queue.of_visit(console().told, visit)
    if access.may(Right.JUDGE_HITS):
        return found
    return tuple(each for each in found if each.kind != WATCHED)


def _asked(kind: str) -> dict[str, object]:
    """What the type may not leave empty, and what of it the visitor gives himself, in words."""
    asks = registration.asks(console().site, kind)
    himself = [each for each in AskedField if each in asks and each in HIMSELF]
    return {
        "asks": {each.value for each in asks},
        "own_to_give": said_list(asked_fields()[each.value] for each in himself),
    }


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
    shown = {
        "file": file,
        "who": person_name(named[file.person], language()) if file.person in named else file.person,
        "company": named[file.person].company if file.person in named else "",
        "names": names,
        "kind": console().site.visitor_types.get(file.kind),
        "asks": {each.value for each in registration.asks(console().site, file.kind)},
        "steps": chain_of(file, names),
        "messages": _messages(file.visit.id),
        "ahead": file.visit.state in AHEAD,
        "zones": registration.open_zones(console().site),
        "errors": errors or {},
        "trouble": trouble,
        "key": key,
    }
    return render_template("invitations/one.html", **shown), status
