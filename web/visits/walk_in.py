"""Registering at the desk: what the type of visitor asks for is asked, the rest is filled in and folded away."""

from __future__ import annotations

import hashlib

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from gate.client import PersonLine
from gate.domain.rights import Right
from gate.identity.mrz import MrzInvalid, TravelDocument, read_mrz
from web import access, last
from web import language as languages
from web.console import console
from web.desk.documents import KIND_OF_TRAVEL, from_zone
from web.desk.standing import known_visit
from web.language import language
from web.order import order, send
from web.texts import _
from web.visits import hosts as employees
from web.visits import registration
from web.visits.obligations import bans
from web.visits.registration import Registration
from web.words.names import Names
from web.words.states import ID_KINDS

pages = Blueprint("walk_in", __name__)
HOST = "host of the last visitor"


@pages.get("/visits/new")
@access.needs(Right.DESK)
def new() -> ResponseReturnValue:
    """The form, filled for a walk-in: the host of the visitor before, until this evening."""
    host = session.get(HOST, "")
    known = console().queries.named({host}) if host else {}
    here = host in known and known[host].departed_at is None
    return _form(registration.blank(console().site, console().now(), host if here else ""))


@pages.post("/visits/new/fields")
@access.watches(Right.DESK)
def fields() -> ResponseReturnValue:
    """The fields again, for another type of visitor; what was typed stays."""
    form = registration.typed(request.form)
    if form.ends == request.form.get("ends_was"):
        kind = console().site.visitor_types.get(form.kind)
        form.ends = languages.field_time(registration.end_for(kind, console().now()))
    return render_template("visits/walk_in_fields.html", **_shown(form))


@pages.post("/visits/new")
@access.needs(Right.DESK)
def register() -> ResponseReturnValue:
    """Register the visitor and go on to the check-in; or fill the form in from a document."""
    form = registration.typed(request.form)
    # A browser without scripts sends `fill` with Enter too.
    if request.form.get("fill") == "yes" and form.document:
        return _filled(form)
    document = _read(form)
    choices = _find_host(form)
    if form.host and not form.zones:
        form.zones = zones_of(form.host)
    command = registration.command_of(form, console().site, console().now())
    if command is None:
        return _form(form, choices, status=400)
    ordered = order(command)
    if not ordered.done or ordered.receipt is None:
        return _form(form, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    session[HOST] = form.host
    visit = ordered.receipt.subject
    trouble = _take_down(visit, ordered.key, form.document) if document else ""
    address = url_for("visits.visit", id=visit)
    done = _("%(name)s is registered", name=form.name)
    last.remember(f"{done}. {trouble}" if trouble else done, "warn" if trouble else "ok", address)
    return redirect(address)


@pages.get("/visits/hosts")
@access.watches(Right.DESK)
def hosts() -> ResponseReturnValue:
    """People whom a visitor may visit or be escorted by, found by what was typed."""
    return employees.found()


def zones_of(host: str) -> list[str]:
    """Where a visitor of this host goes: zones that the host enters, visitors may enter, and nobody else approves."""
    site, person = console().site, console().queries.person(host)
    groups = {each.group for each in person.file.person.memberships} if person else set()
    entered = {
        zone
        for group in groups & site.groups.keys()
        for grant in site.groups[group].grants
        for zone in grant.zones
    }
    free = [zone for zone in registration.open_zones(site) if not registration.restricted(site, zone)]
    return [zone for zone in free if zone in entered] or free[:1]


# ── host and document ────────────────────────────────────────────────────────


def _find_host(form: Registration) -> list[PersonLine]:
    """What was typed to find the host decides, where a choice does not fit it; several who fit are offered."""
    if not form.q:
        return []
    staff = employees.staff_found(form.q)
    if form.host in {each.id for each in staff}:
        return []
    form.host = staff[0].id if len(staff) == 1 else ""
    if len(staff) > 1:
        form.errors["host"] = _("Several people fit: choose one.")
    return staff if len(staff) > 1 else []


def _filled(form: Registration) -> ResponseReturnValue:
    """The form with what the document says; nothing is registered."""
    found = _read(form)
    if not form.ends:
        kind = console().site.visitor_types.get(form.kind)
        form.ends = languages.field_time(registration.end_for(kind, console().now()))
    return _form(form, status=200 if found else 400)


def _read(form: Registration) -> TravelDocument | None:
    """The document of the form's zone, its fields filled in; None for none, or with an error for one misread."""
    if not form.document:
        return None
    try:
        found = read_mrz(form.document, languages.local(console().now()).date())
    except MrzInvalid as fault:
        form.errors["document"] = _("The zone was not read right (%(why)s). Read it again.", why=fault)
        return None
    form.name = form.name or found.name
    form.nationality = form.nationality or found.nationality
    form.id_kind, form.id_number = KIND_OF_TRAVEL.get(found.kind[:1], "other"), found.number
    return found


def _take_down(visit: str, key: str, zone: str) -> str:
    """The document into the record of the visit just made; the trouble, "" for none. The visit stands all the same."""
    file = known_visit(visit)
    record = console().queries.desk(visit, file.person).record
    today = languages.local(console().now()).date()
    command = from_zone(visit, record.revision if record else 0, zone, today)
    second = hashlib.sha256(f"{key} document".encode()).hexdigest()[
        :32
    ]  # of the same form: never done twice either
    return send(command, second).trouble


# ── the page ─────────────────────────────────────────────────────────────────


def _form(
    form: Registration,
    choices: list[PersonLine] | None = None,
    *,
    trouble: str = "",
    status: int = 200,
    key: str = "",
) -> ResponseReturnValue:
    shown = {**_shown(form), "choices": choices or [], "trouble": trouble, "key": key}
    return render_template("visits/new.html", **shown), status


def _shown(form: Registration) -> dict[str, object]:
    site = console().site
    known = console().queries.named({person for person in (form.host, *form.escorts) if person})
    return {
        "form": form,
        "choices": [],
        "asks": {each.value for each in registration.asks(site, form.kind)},
        "zones": registration.open_zones(site),
        "closed": registration.closed_zones(site),
        "chosen": known,
        "names": Names(site, known, language()),
        "id_kinds": ID_KINDS,
        "bans": lambda zone: sorted(bans(site, zone)),
        "restricted": lambda zone: registration.restricted(site, zone),
    }
