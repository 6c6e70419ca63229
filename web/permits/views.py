"""Permits on pages: the list, the application, one permit with its thing's picture, the desk's comparison."""

from __future__ import annotations

import io

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from gate.domain.carried import CarryPermit, PermitWay
from gate.domain.desk_commands import CompareCarried, JudgeCarryPermit
from gate.domain.rights import Right
from web import access, last
from web.console import console
from web.desk.words import faults
from web.language import language
from web.order import Ordered, order
from web.permits import form as forms
from web.permits.form import Application
from web.permits.seen import (
    HOLDING,
    MOST,
    MOST_OVER,
    OVER,
    WAITING,
    acts,
    bounds,
    names_for,
    owner_of,
    permit_seen,
)
from web.texts import _
from web.visits import hosts as employees
from web.words.names import Names

pages = Blueprint("permits", __name__)
LONGEST = 200


# ── the list ─────────────────────────────────────────────────────────────────


@pages.get("/permits")
@access.needs(Right.CARRY)
def index() -> ResponseReturnValue:
    """What waits for a word, what holds, what is over; with ``q``, what has this serial, thing or holder."""
    words = request.args.get("q", "").strip()[:80]
    return render_template("permits/index.html", q=words, **_lists(words))


@pages.get("/permits/found")
@access.watches(Right.CARRY)
def found() -> ResponseReturnValue:
    """The same lists while one types."""
    return render_template("permits/lists.html", **_lists(request.args.get("q", "").strip()[:80]))


def _lists(words: str) -> dict[str, object]:
    ask, only = console().queries.carry_permits, bounds(access.operator())
    groups = {
        "waiting": ask(WAITING, MOST, words=words, only=only),
        "holding": ask(HOLDING, MOST, words=words, only=only),
        "over": ask(OVER, MOST_OVER, words=words, only=only),
    }
    everything = tuple(permit for group in groups.values() for permit in group)
    return {"groups": groups, "names": names_for(everything)}


# ── the application ──────────────────────────────────────────────────────────


@pages.get("/permits/new")
@access.needs(Right.CARRY)
def new() -> ResponseReturnValue:
    """The form; for a visitor where the page of his visit led here."""
    person = request.args.get("person", "")[:64] or access.operator().person
    return _form(forms.blank(console().now(), person))


@pages.post("/permits/new")
@access.needs(Right.CARRY)
def apply() -> ResponseReturnValue:
    """Ask the zone's owner."""
    form = forms.typed(request.form, request.form.get("person", "")[:64] or access.operator().person)
    photo = _photo(form)
    command = forms.command_of(form, console().site, photo)
    if command is None:
        return _form(form, status=400)
    ordered = order(command)
    if not ordered.done or ordered.receipt is None:
        return _form(form, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    address = url_for("permits.permit", id=ordered.receipt.subject)
    last.remember(_("The permit is applied for"), "ok", address)
    return redirect(address)


@pages.get("/permits/people")
@access.watches(Right.CARRY)
def people() -> ResponseReturnValue:
    """Whose thing it is, found while a name is typed. A host applies for himself: he finds nobody here."""
    if bounds(access.operator()) is not None:
        abort(404)
    return employees.found()


def _photo(form: Application) -> str:
    """The name under which the picture is kept, "" for none; what is wrong with it stands in the form's errors."""
    upload = request.files.get("photo")
    content = upload.read() if upload else b""
    if not content:
        return ""
    fault = console().pictures.judge(content)
    if fault is not None:
        form.errors["photo"] = faults()[str(fault)]
        return ""
    return console().files.put(console().pictures.as_jpeg(content))


def _form(form: Application, *, trouble: str = "", status: int = 200, key: str = "") -> ResponseReturnValue:
    site = console().site
    zones = forms.zones_with_owner(site)
    owners = {zone: owner_of(site, zone) or "" for zone in zones}
    known = console().queries.named({form.person, *owners.values()} - {""})
    shown = {
        "form": form,
        "zones": zones,
        "owners": owners,
        "known": known,
        "names": Names(site, known, language()),
        "chooses": bounds(access.operator()) is None,
        "trouble": trouble,
        "key": key,
    }
    return render_template("permits/new.html", **shown), status


# ── one permit ───────────────────────────────────────────────────────────────


@pages.get("/permits/<id>")
@access.needs(Right.CARRY)
def permit(id: str) -> ResponseReturnValue:
    """The paper, to be laid beside the thing."""
    return _page(permit_seen(id))


@pages.get("/permits/<id>/photo.jpg")
@access.needs(Right.CARRY)
def photo(id: str) -> ResponseReturnValue:
    """The picture of the thing."""
    kept = permit_seen(id).photo
    content = console().files.get(kept) if kept else None
    if content is None:
        abort(404)
    return send_file(io.BytesIO(content), mimetype="image/jpeg")


@pages.post("/permits/<id>/judge")
@access.needs(Right.APPROVE_VISITS)
def judge(id: str) -> ResponseReturnValue:
    """The word of the zone's owner."""
    seen, reason, answer = permit_seen(id), _text("reason"), request.form.get("answer", "")
    errors = {}
    if answer not in ("approve", "refuse"):
        errors["answer"] = _("Say whether it is approved.")
    if not reason:
        errors["reason"] = _("Give a reason.")
    if errors:
        return _page(seen, errors=errors, status=400)
    ordered = order(JudgeCarryPermit(permit=id, approve=answer == "approve", reason=reason))
    return _after(seen, ordered, _("Approved") if answer == "approve" else _("Refused"))


@pages.post("/permits/<id>/compare")
@access.needs(Right.DESK)
def compare(id: str) -> ResponseReturnValue:
    """The guard has the thing in hand: its serial, and what he sees beside the picture."""
    seen, way = permit_seen(id), request.form.get("way", "")
    errors = {}
    if way not in set(PermitWay):
        errors["way"] = _("Say whether the thing goes in or out.")
    if not _text("serial"):
        errors["serial"] = _("Read the serial number off the thing.")
    if request.form.get("fits") != "yes":
        errors["fits"] = _("Compare thing and paper, and tick the box.")
    if errors:
        return _page(seen, errors=errors, status=400)
    ordered = order(CompareCarried(permit=id, way=PermitWay(way), serial=_text("serial")))
    done = _("Compared: the thing goes in") if way == PermitWay.IN else _("Compared: the thing goes out")
    return _after(seen, ordered, done)


def _after(seen: CarryPermit, ordered: Ordered, done: str) -> ResponseReturnValue:
    if not ordered.done:
        return _page(seen, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    address = url_for("permits.permit", id=seen.id)
    last.remember(done, "ok", address)
    return redirect(address)


def _page(
    seen: CarryPermit,
    *,
    errors: dict[str, str] | None = None,
    trouble: str = "",
    status: int = 200,
    key: str = "",
) -> ResponseReturnValue:
    site = console().site
    shown = {
        "permit": seen,
        "acts": acts(seen),
        "names": names_for((seen,)),
        "owner": owner_of(site, seen.zone) if seen.zone in site.zones else None,
        "errors": errors or {},
        "trouble": trouble,
        "key": key,
        "typed": request.form,
    }
    return render_template("permits/permit.html", **shown), status


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
