"""What lies in which locker, and the slip that its owner gets for it."""

from __future__ import annotations

import io

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue

from gate.domain.carried import CarriedItem, ItemState
from gate.domain.rights import Right
from web import access
from web.console import console
from web.desk.standing import known_visit
from web.desk.words import items as kinds
from web.language import language
from web.papers.slip import Slip, slip_paper
from web.texts import _
from web.words.names import Names, person_name

pages = Blueprint("lockers", __name__)


@pages.get("/lockers")
@access.needs(Right.DESK)
def index() -> ResponseReturnValue:
    """Every locker that holds something."""
    things = console().queries.deposited()
    files = {thing.visit: console().queries.visit(thing.visit) for thing in things}
    people = {file.person for file in files.values() if file is not None}
    names = Names(console().site, console().queries.named(people), language())
    return render_template("permits/lockers.html", things=things, files=files, names=names)


@pages.get("/visits/<id>/items/<item>/receipt.pdf")
@access.needs(Right.DESK)
def receipt(id: str, item: str) -> ResponseReturnValue:
    """The slip: locker, thing and receipt number; the same paper each time."""
    file = known_visit(id)
    things = console().queries.desk(id, file.person).items
    thing = next((each for each in things if each.id == item), None)
    if thing is None or thing.state is not ItemState.DEPOSITED or thing.settled_at is None:
        abort(404)
    named = console().queries.named({file.person})
    name = person_name(named[file.person], language()) if file.person in named else file.person
    slip = Slip(
        site=console().site.name.in_language(language()),
        locker=thing.locker,
        receipt=receipt_number(thing),
        name=name,
        thing=kinds()[thing.kind],
        description=thing.description,
        serial=_("Serial number %(serial)s", serial=thing.serial) if thing.serial else "",
        at=thing.settled_at,
    )
    return send_file(io.BytesIO(slip_paper(slip)), mimetype="application/pdf", download_name="receipt.pdf")


def receipt_number(thing: CarriedItem) -> str:
    """The number on the slip, short enough to be read out."""
    return thing.receipt[2:8].upper()
