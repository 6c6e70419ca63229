"""The roll call: everybody who is, or may be, in the house, by the zone that was known last, with evidence and age."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.domain.rights import Right
from gate.domain.visit_commands import SettleExit
from web import access, last
from web.console import console
from web.language import language
from web.muster.groups import groups, not_certain
from web.muster.rows import Rows
from web.order import order
from web.texts import _
from web.words.names import Names

pages = Blueprint("muster", __name__)
LONGEST = 50


@pages.get("/muster")
@access.needs(Right.SEE_LIVE)
def page() -> ResponseReturnValue:
    """Printable; renews itself with every passage."""
    return _page()


@pages.post("/muster/<id>/settle")
@access.needs(Right.DESK)
def settle(id: str) -> ResponseReturnValue:
    """What became of a visitor whose exit nobody knew."""
    if console().queries.visit(id) is None:
        abort(404)
    evidence = " ".join(request.form.get("evidence", "").split())[:LONGEST]
    if not evidence:
        return _page(errors={id: _("Say how it is known now.")}, status=400)
    ordered = order(SettleExit(visit=id, evidence=evidence))
    if not ordered.done:
        return _page(trouble=ordered.trouble, status=ordered.status)
    last.remember(_("Off the roll: it is known what became of him"), "ok", url_for("muster.page"))
    return redirect(url_for("muster.page"))


def _page(
    *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    site = console().site
    outside = {zone.id for zone in site.zones.values() if zone.outside}
    lines = console().queries.muster(outside)
    hosts = {line.visit.host for line in lines if line.visit and line.visit.host}
    people = {line.person.id: line.person for line in lines}
    gone = not_certain(lines, outside)
    names = Names(site, {**console().queries.named(hosts), **people}, language())
    shown = {
        "groups": groups(lines, gone, Rows(names, console().now())),
        "count": len(lines),
        "uncertain": len(gone),
        "rolls": console().queries.rolls_open(),
        "errors": errors or {},
        "trouble": trouble,
    }
    return render_template("muster/page.html", **shown), status
