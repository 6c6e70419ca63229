"""The roll call: everybody who is, or may be, in the house, by the zone that was known last, with evidence and age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import MusterLine
from gate.domain.evidence import EXIT_UNKNOWN
from gate.domain.rights import Right
from gate.domain.visit_commands import SettleExit
from web import access, last
from web.console import console
from web.language import language
from web.order import order
from web.texts import _
from web.words.names import Names

pages = Blueprint("muster", __name__)
LONGEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Those who were last known in one place. ``certain``: they can be nowhere else."""

    title: str
    certain: bool
    lines: list[MusterLine]


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
    hosts = {line.visit.visit.host for line in lines if line.visit and line.visit.visit.host}
    people = {line.person.id: line.person for line in lines}
    gone = _gone(lines, outside)
    names = Names(site, {**console().queries.named(hosts), **people}, language())
    shown = {
        "groups": _groups(lines, names, gone),
        "count": len(lines),
        "uncertain": len(gone),
        "names": names,
        "unknown": EXIT_UNKNOWN,
        "errors": errors or {},
        "trouble": trouble,
    }
    return render_template("muster/page.html", **shown), status


def _groups(lines: tuple[MusterLine, ...], names: Names, gone: Mapping[str, MusterLine]) -> list[Group]:
    """By place, in the order of the site file; then those who may be anywhere."""
    placed: dict[str, list[MusterLine]] = {zone: [] for zone in console().site.zones}
    lost: list[MusterLine] = []
    for line in lines:
        if line.person.id not in gone:
            (placed.get(line.zones[0], lost) if len(line.zones) == 1 else lost).append(line)
    groups = [Group(title=names.zone(zone), certain=True, lines=here) for zone, here in placed.items()]
    groups.append(Group(title=_("In the house, it is not known where"), certain=False, lines=lost))
    groups.append(Group(title=_("Uncertain: may have left"), certain=False, lines=list(gone.values())))
    return [group for group in groups if group.lines]


def _gone(lines: tuple[MusterLine, ...], outside: set[str]) -> dict[str, MusterLine]:
    """Those who are not known to be inside, by id."""
    return {
        line.person.id: line
        for line in lines
        if not line.zones
        or not outside.isdisjoint(line.zones)
        or (line.visit is not None and line.visit.evidence == EXIT_UNKNOWN)
    }
