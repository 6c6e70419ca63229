"""The record for auditors: verified on request, its signed heads as files; and the handover sheet, to be printed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client.handover import Handover, handover
from gate.domain.countersignature import ALL_KEPT
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import language
from web.record.checking import Check
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
        expected=console().now() - ALL_KEPT,
        verifies=console().checks is not None,
        check=_newest_check(),
    )


@pages.post("/record/check")
@access.needs(Right.AUDIT)
def check() -> ResponseReturnValue:
    """Verify the whole record; while that is being done, another wish changes nothing."""
    checks = console().checks
    if checks is None:
        abort(404)
    checks.begin(access.actor())
    return redirect(url_for("record.heads"))


@pages.get("/record/check")
@access.watches(Right.AUDIT)
def checked() -> ResponseReturnValue:
    """How far that is, for the page that waits."""
    return render_template("record/check.html", check=_newest_check())


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


def _newest_check() -> Check | None:
    checks = console().checks
    return None if checks is None else checks.newest()


def _names(found: Handover) -> Names:
    people = {line.person.id: line.person for line in found.inside}
    asked = {alarm.subject for alarm in found.alarms}
    return Names(console().site, {**console().queries.named(asked), **people}, language())


def _before() -> int | None:
    given = request.args.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None
