"""The roll call: everybody who is, or may be, in the house, by the zone that was known last, with evidence and age."""

from __future__ import annotations

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
    names = Names(site, {**console().queries.named(hosts), **people}, language())
    shown = {
        "groups": _groups(lines, names),
        "count": len(lines),
        "uncertain": sum(not _inside(line) for line in lines),
        "names": names,
        "unknown": EXIT_UNKNOWN,
        "errors": errors or {},
        "trouble": trouble,
    }
    return render_template("muster/page.html", **shown), status


def _groups(lines: tuple[MusterLine, ...], names: Names) -> list[Group]:
    """By place, in the order of the site file; then those who may be anywhere."""
    groups = [
        Group(title=names.zone(zone), certain=True, lines=[each for each in lines if _in(each, zone)])
        for zone in console().site.zones
    ]
    loose = [line for line in lines if not _certain(line)]
    inside = [line for line in loose if _inside(line)]
    gone = [line for line in loose if not _inside(line)]
    groups.append(Group(title=_("In the house, it is not known where"), certain=False, lines=inside))
    groups.append(Group(title=_("Uncertain: may have left"), certain=False, lines=gone))
    return [group for group in groups if group.lines]


def _certain(line: MusterLine) -> bool:
    """Whether he is known to be in one zone of the house."""
    return len(line.zones) == 1 and _inside(line)


def _inside(line: MusterLine) -> bool:
    """Whether he is known not to have left."""
    missed = line.visit is not None and line.visit.evidence == EXIT_UNKNOWN
    outside = any(console().site.zones[zone].outside for zone in line.zones if zone in console().site.zones)
    return bool(line.zones) and not outside and not missed


def _in(line: MusterLine, zone: str) -> bool:
    return _certain(line) and line.zones == (zone,)
