"""The visitor desk."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import PersonPage
from gate.domain.commands import CheckInVisit, CheckOutVisit
from gate.domain.rights import Right
from gate.domain.visit import Items, VisitState
from gate.domain.visit_file import VisitFile
from web import access, last
from web.console import console
from web.desk import forms
from web.desk.standing import standing
from web.language import language
from web.order import Ordered, order
from web.texts import _
from web.visits import cards, today
from web.visits.obligations import in_words
from web.words.names import person_name
from web.words.states import ID_KINDS

pages = Blueprint("visits", __name__)
EVIDENCE = ("seen_leaving", "badge_at_desk", "host_says", "exit_unknown")


# ── lists ────────────────────────────────────────────────────────────────────


@pages.get("/visits")
@access.needs(Right.DESK)
def index() -> ResponseReturnValue:
    """Today: expected, waiting, inside, overdue, gone."""
    return render_template("visits/index.html", **today.lists())


@pages.get("/visits/lists")
@access.watches(Right.DESK)
def lists() -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("visits/lists.html", **today.lists())


# ── one visit ────────────────────────────────────────────────────────────────


@pages.get("/visits/<id>")
@access.needs(Right.DESK)
def visit(id: str) -> ResponseReturnValue:
    """Obligations, check-in or check-out."""
    return page(_known(id))


@pages.get("/visits/<id>/desk")
@access.watches(Right.DESK)
def desk(id: str) -> ResponseReturnValue:
    """The card that was last held to the desk's reader."""
    return render_template("visits/desk.html", presented=cards.last_presented(), id=id)


@pages.post("/visits/<id>/check-in")
@access.needs(Right.DESK)
def check_in(id: str) -> ResponseReturnValue:
    """Hand out a pool badge."""
    file = _known(id)
    errors, command = _check_in_of(file)
    if command is None:
        return page(file, errors=errors, status=400)
    ordered = order(command)
    return answer(
        file, ordered, _("%(name)s is checked in with badge %(badge)s", name=_name(file), badge=command.card)
    )


def _check_in_of(file: VisitFile) -> tuple[dict[str, str], CheckInVisit | None]:
    errors: dict[str, str] = {}
    card = cards.typed(request.form.get("card", ""))
    items = request.form.get("items", "")
    asks = forms.of(standing(file)).at_check_in
    revision = request.form.get("revision", type=int)
    if card is None:
        errors["card"] = _("Type the badge's number as printed, or hold it to the desk's reader.")
    if "identity" in asks and request.form.get("identity") != "yes":
        errors["identity"] = _("Look at a document with a photo and tick the box.")
    if "agreement" in asks and request.form.get("agreement") != "yes":
        errors["agreement"] = _("The agreement must be signed first.")
    if "items" in asks and items not in (Items.NONE, Items.DEPOSITED):
        errors["items"] = _("Ask, and say what became of the devices.")
    if errors or card is None:
        return errors, None
    command = CheckInVisit(
        visit=file.visit.id,
        card=card,
        agreement=True,
        items=Items(items) if items else Items.OPEN,
        revision=revision,
    )
    return errors, command


@pages.post("/visits/<id>/check-out")
@access.needs(Right.DESK)
def check_out(id: str) -> ResponseReturnValue:
    """The visitor leaves, with or without giving the badge back."""
    file = _known(id)
    returned, evidence = request.form.get("returned", ""), request.form.get("evidence", "")
    errors = {}
    if returned not in ("yes", "no"):
        errors["returned"] = _("Say whether the badge came back.")
    if evidence not in EVIDENCE:
        errors["evidence"] = _("Say how you know that the visitor has left.")
    if errors:
        return page(file, errors=errors, status=400)
    command = CheckOutVisit(visit=file.visit.id, badge_returned=returned == "yes", evidence=evidence)
    return answer(file, order(command), _("%(name)s is checked out", name=_name(file)))


def answer(file: VisitFile, ordered: Ordered, done: str) -> ResponseReturnValue:
    """The visit's page again: with what was done, or with the trouble and all that was typed."""
    if not ordered.done:
        return page(file, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    address = url_for("visits.visit", id=file.visit.id)
    last.remember(done, "ok", address)
    return redirect(address)


def _known(id: str) -> VisitFile:
    found = console().queries.visit(id)
    if found is None:
        abort(404)
    return found


def _name(file: VisitFile) -> str:
    found = console().queries.named({file.person})
    return person_name(found[file.person], language()) if file.person in found else file.person


def page(
    file: VisitFile,
    *,
    errors: dict[str, str] | None = None,
    trouble: str = "",
    status: int = 200,
    key: str = "",
) -> ResponseReturnValue:
    """The page of one visit. ``errors`` by the field that they are about."""
    stands, now = standing(file), console().now()
    lines = in_words(stands)
    stops = {each.id for each in stands.stops}
    shown = {
        "file": file,
        "person": stands.person,
        "names": stands.names,
        "obligations": lines,
        "blocked": [line for line in lines if line.id in stops],
        "stands": stands,
        "record": stands.record,
        "desk": stands.desk,
        "forms": forms.of(stands),
        "badge": _badge(stands.person, file),
        "presented": cards.last_presented(),
        "errors": errors or {},
        "trouble": trouble,
        "key": key,
        "typed": request.form,
        "evidence": EVIDENCE,
        "late": file.visit.state is VisitState.CHECKED_IN and file.visit.ends <= now,
    }
    return render_template("visits/visit.html", **shown), status


def identity_of(person: PersonPage | None) -> str:
    """The document as kept: its kind and the last four characters, no more."""
    if person is None or not person.file.id_last4:
        return ""
    kind = ID_KINDS.get(person.file.id_kind)
    return f"{kind.in_language(language()) if kind else person.file.id_kind} ···· {person.file.id_last4}"


def _badge(person: PersonPage | None, file: VisitFile) -> str:
    """The number of the badge that was handed out."""
    held = person.file.person.credentials if person else ()
    return next((str(each.card) for each in held if each.id == file.badge), "")
