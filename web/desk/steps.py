"""The steps of one visit at the desk, each a form on the visit's page."""

from __future__ import annotations

import io

from flask import Blueprint, abort, request, send_file
from flask.typing import ResponseReturnValue

from gate.domain.carried import CAPABILITIES, ITEM_KINDS, ItemState
from gate.domain.desk_commands import (
    Declared,
    DeclareItems,
    IdentifyVisitor,
    JudgeHit,
    KeepPhoto,
    ReconcileItem,
    ScreenVisitor,
    SettleItem,
    TakeParticulars,
)
from gate.domain.desk_record import Identified
from gate.domain.rights import Right
from gate.domain.visit_file import VisitFile
from gate.identity.bridge import ReaderAway
from gate.identity.id_card import IdCardInvalid, check_number
from gate.identity.mrz import MrzInvalid
from web import access, language
from web.console import console
from web.desk.documents import from_zone
from web.desk.standing import known_visit
from web.desk.words import faults
from web.order import order
from web.texts import _
from web.visits import views as visit_pages
from web.words.states import ID_KINDS

pages = Blueprint("desk", __name__)
LONGEST = 200


# ── identity ─────────────────────────────────────────────────────────────────


@pages.post("/visits/<id>/identity")
@access.needs(Right.DESK)
def identity(id: str) -> ResponseReturnValue:
    """A document, by its zone or typed."""
    file = known_visit(id)
    zone = request.form.get("zone", "").strip()
    command = _from_zone(id, zone) if zone else _from_fields(id)
    if isinstance(command, dict):
        return visit_pages.page(file, errors=command, status=400)
    return visit_pages.answer(file, order(command), _("The document is taken down"))


@pages.post("/visits/<id>/identity/reader")
@access.needs(Right.DESK)
def identity_by_reader(id: str) -> ResponseReturnValue:
    """The card that lies on the desk's reader."""
    file = known_visit(id)
    reader = console().card_reader
    if reader is None:
        return _reader_trouble(file, _("No card reader is set up at this desk."))
    try:
        card = reader.read()
    except ReaderAway:
        return _reader_trouble(
            file, _("The card reader does not answer. Type the number, or read another document.")
        )
    except IdCardInvalid:
        return _reader_trouble(file, _("The card could not be read. Lay it on the reader again."))
    if card is None:
        return _reader_trouble(file, _("No card lies on the reader."))
    command = IdentifyVisitor(
        visit=id,
        revision=_revision(),
        how=Identified.READER,
        id_kind="id_card",
        id_number=card.number,
        name_zh=card.name,
        born=card.born,
        nationality="CHN",
        ends=card.ends,
    )
    return visit_pages.answer(file, order(command), _("The document is taken down"))


def _from_zone(visit: str, zone: str) -> IdentifyVisitor | dict[str, str]:
    today = language.local(console().now()).date()
    try:
        return from_zone(visit, _revision(), zone, today)
    except MrzInvalid as fault:
        return {"zone": _("The zone was not read right (%(why)s). Read it again.", why=fault)}


def _from_fields(visit: str) -> IdentifyVisitor | dict[str, str]:
    kind, number = request.form.get("id_kind", ""), "".join(request.form.get("id_number", "").split())
    errors: dict[str, str] = {}
    if kind not in ID_KINDS:
        errors["id_kind"] = _("Say which document the number is of.")
    if not number or len(number) > 64:
        errors["id_number"] = _("Type the number as it is printed.")
    if kind == "id_card" and "id_number" not in errors:
        try:
            number = check_number(number)
        except IdCardInvalid:
            errors["id_number"] = _("This is no number of an identity card: look at each digit again.")
    if errors:
        return errors
    return IdentifyVisitor(
        visit=visit, revision=_revision(), how=Identified.TYPED, id_kind=kind, id_number=number
    )


def _reader_trouble(file: VisitFile, text: str) -> ResponseReturnValue:
    return visit_pages.page(file, errors={"reader": text}, status=400)


# ── particulars ──────────────────────────────────────────────────────────────


@pages.post("/visits/<id>/particulars")
@access.needs(Right.DESK)
def particulars(id: str) -> ResponseReturnValue:
    """What his type asks for and nobody gave before; one field may come now and another later."""
    file = known_visit(id)
    said = {field: request.form.get(field, "").strip() for field in ("company", "purpose", "nationality")}
    errors = {
        field: _("At most %(most)s characters.", most=LONGEST) for field in said if len(said[field]) > LONGEST
    }
    if not any(said.values()):
        errors["particulars"] = _("Ask the visitor, and type what he says.")
    if errors:
        return visit_pages.page(file, errors=errors, status=400)
    ordered = order(TakeParticulars(visit=id, revision=_revision(), **said))
    return visit_pages.answer(file, ordered, _("Taken down"))


# ── photo ────────────────────────────────────────────────────────────────────


@pages.post("/visits/<id>/photo")
@access.needs(Right.DESK)
def photo(id: str) -> ResponseReturnValue:
    """A picture from the webcam or from a file: looked at, written anew without its data, sealed, and named."""
    file = known_visit(id)
    upload = request.files.get("photo")
    content = upload.read() if upload else b""
    fault = console().pictures.judge(content)
    if fault is not None:
        return visit_pages.page(file, errors={"photo": faults()[str(fault)]}, status=400)
    name = console().files.put(console().pictures.as_jpeg(content))
    ordered = order(KeepPhoto(visit=id, revision=_revision(), photo=name))
    return visit_pages.answer(file, ordered, _("The photo is kept"))


@pages.get("/visits/<id>/photo.jpg")
@access.needs(Right.DESK)
def picture(id: str) -> ResponseReturnValue:
    """The picture of one visit; what a file belongs to is the visit's record to say."""
    file = known_visit(id)
    record = console().queries.desk(id, file.person).record
    content = console().files.get(record.photo) if record and record.photo else None
    if content is None:
        abort(404)
    return send_file(io.BytesIO(content), mimetype="image/jpeg")


# ── screening ────────────────────────────────────────────────────────────────


@pages.post("/visits/<id>/screen")
@access.needs(Right.DESK)
def screen(id: str) -> ResponseReturnValue:
    """Compare with the lists now."""
    return visit_pages.answer(
        known_visit(id), order(ScreenVisitor(visit=id)), _("Compared with the watchlists")
    )


@pages.post("/visits/<id>/hits/<entry>")
@access.needs(Right.JUDGE_HITS)
def judge(id: str, entry: str) -> ResponseReturnValue:
    """One person, or two."""
    file = known_visit(id)
    same, reason = request.form.get("same", ""), request.form.get("reason", "").strip()[:LONGEST]
    errors = {}
    if same not in ("yes", "no"):
        errors["same"] = _("Say whether it is the same person.")
    if not reason:
        errors["hit_reason"] = _("Say how you know.")
    if errors:
        return visit_pages.page(file, errors=errors, status=400)
    command = JudgeHit(visit=id, revision=_revision(), entry=entry, same=same == "yes", reason=reason)
    return visit_pages.answer(file, order(command), _("The hit is judged"))


# ── things ───────────────────────────────────────────────────────────────────


@pages.post("/visits/<id>/items")
@access.needs(Right.DESK)
def declare(id: str) -> ResponseReturnValue:
    """What he carries; nothing is an answer too."""
    file = known_visit(id)
    if request.form.get("nothing") == "yes":
        command = DeclareItems(visit=id, revision=_revision(), items=())
        return visit_pages.answer(file, order(command), _("Carries nothing that matters"))
    kind = request.form.get("kind", "")
    if kind not in ITEM_KINDS:
        return visit_pages.page(file, errors={"kind": _("Choose what it is.")}, status=400)
    can = [each for each in request.form.getlist("can") if each in CAPABILITIES]
    item = Declared(
        kind=kind,
        description=_text("description"),
        serial=_text("serial"),
        capabilities=tuple(can) if request.form.get("looked") == "yes" else None,
    )
    command = DeclareItems(visit=id, revision=_revision(), items=(item,))
    return visit_pages.answer(file, order(command), _("Taken down"))


@pages.post("/visits/<id>/items/<item>/in")
@access.needs(Right.DESK)
def settle(id: str, item: str) -> ResponseReturnValue:
    """Locker, car, seal or permit."""
    file = known_visit(id)
    ways = {
        "deposited": ItemState.DEPOSITED,
        "left_outside": ItemState.LEFT_OUTSIDE,
        "carried": ItemState.CARRIED,
    }
    way = ways.get(request.form.get("state", ""))
    errors = {}
    if way is None:
        errors[f"state-{item}"] = _("Say what becomes of it.")
    elif way is ItemState.DEPOSITED and not _text("locker"):
        errors[f"locker-{item}"] = _("Give the number of the locker.")
    if errors or way is None:
        return visit_pages.page(file, errors=errors, status=400)
    command = SettleItem(
        visit=id,
        revision=_revision(),
        item=item,
        state=way,
        locker=_text("locker"),
        permit=_text("permit"),
        seal=_text("seal"),
    )
    return visit_pages.answer(file, order(command), _("Taken down"))


@pages.post("/visits/<id>/items/<item>/out")
@access.needs(Right.DESK)
def reconcile(id: str, item: str) -> ResponseReturnValue:
    """What became of it on the way out."""
    file = known_visit(id)
    try:
        state = ItemState(request.form.get("state", ""))
    except ValueError:
        errors = {f"state-{item}": _("Say what becomes of it.")}
        return visit_pages.page(file, errors=errors, status=400)
    command = ReconcileItem(
        visit=id, revision=_revision(), item=item, state=state, serial=_text("serial"), note=_text("note")
    )
    return visit_pages.answer(file, order(command), _("Taken down"))


def _revision() -> int:
    """The revision of the record that was on the screen; one that nobody has where the form brings none."""
    return request.form.get("revision", default=-1, type=int)


def _text(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
