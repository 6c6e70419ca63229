"""Signed heads of the record for auditors, each a file to keep elsewhere; and the handover sheet, to be printed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from gate.client.handover import Handover, handover
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import language
from web.words.names import Names

pages = Blueprint("record", __name__)
ROWS = 50
LARGEST = 10**17


@pages.get("/record")
@access.needs(Right.AUDIT)
def heads() -> ResponseReturnValue:
    """Heads, the newest first: who signed, who countersigned."""
    before = _before()
    found = console().queries.heads(before, ROWS + 1)
    shown = found[:ROWS]
    return render_template(
        "record/heads.html",
        heads=shown,
        older=shown[-1].size if len(found) > ROWS else None,
        newest=before is None,
        agents=tuple(console().site.agents),
    )


@pages.get("/record/<int:size>.head")
@access.needs(Right.AUDIT)
def file(size: int) -> ResponseReturnValue:
    """One head as ``gate audit verify --heads`` reads it."""
    head = console().queries.head(size) if size < LARGEST else None
    if head is None:
        abort(404)
    name = f"{console().site.id}-{size}.head"
    found = Response(head.text, mimetype="text/plain")
    found.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return found


@pages.get("/handover")
@access.needs(Right.SEE_LIVE)
def sheet() -> ResponseReturnValue:
    """As of now; what is printed is signed by both."""
    found = handover(console().queries, console().site, console().now())
    return render_template("record/handover.html", sheet=found, names=_names(found))


def _names(found: Handover) -> Names:
    people = {line.person.id: line.person for line in found.inside}
    asked = {alarm.subject for alarm in found.alarms}
    return Names(console().site, {**console().queries.named(asked), **people}, language())


def _before() -> int | None:
    given = request.args.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None
