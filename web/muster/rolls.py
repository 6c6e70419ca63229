"""Roll calls on a phone: call one, mark whom you see, read out who is missing, end it. Several wardens, one roll."""

from __future__ import annotations

import hashlib

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import RollSheet
from gate.domain.commands import Command
from gate.domain.rights import Right
from gate.domain.roll import Mark, Occasion
from gate.domain.roll_commands import CallRoll, EndRoll, MarkPerson
from web import access, last
from web.console import console
from web.language import language
from web.muster.rows import Rows
from web.muster.sheet import Place, counts, missing, places
from web.order import Ordered, form_key, order, send
from web.texts import _
from web.words.names import Names
from web.words.said_rolls import OCCASIONS

pages = Blueprint("rolls", __name__, url_prefix="/muster/rolls")
LONGEST = 500


@pages.get("")
@access.needs(Right.SEE_LIVE)
def index() -> ResponseReturnValue:
    """Rolls that are open, a form to call one, and those that have ended."""
    return _index()


@pages.post("")
@access.needs(Right.MUSTER)
def call() -> ResponseReturnValue:
    """Call a roll over the house or some of its zones."""
    occasion = request.form.get("occasion", "")
    if occasion not in set(Occasion):
        return _index(errors={"occasion": _("Say what the roll is called for.")}, status=400)
    zones = tuple(request.form.getlist("zones"))
    ordered = order(CallRoll(occasion=Occasion(occasion), zones=zones))
    if ordered.receipt is None or not ordered.done:
        return _index(trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    return redirect(url_for("rolls.sheet", id=ordered.receipt.subject))


@pages.get("/<id>")
@access.needs(Right.SEE_LIVE)
def sheet(id: str) -> ResponseReturnValue:
    """The list to mark, by place; ``place`` and ``q`` narrow it to one's own part."""
    return _sheet(id)


@pages.get("/<id>/missing")
@access.needs(Right.SEE_LIVE)
def missing_now(id: str) -> ResponseReturnValue:
    """Who is missing now, to be read out or printed: it renews itself, and nothing on it can be pressed."""
    found = _found(id)
    return render_template("muster/missing.html", **_shown(found), places=missing(_places(found)))


@pages.post("/<id>/mark")
@access.needs(Right.MUSTER)
def mark(id: str) -> ResponseReturnValue:
    """One mark: the pressed button says which, and of whom. The list comes back as it is now."""
    said, _space, person = request.form.get("mark", "").partition(" ")
    if said not in set(Mark) or not person:
        abort(400)
    command = MarkPerson(roll=_found(id).roll.id, person=person, mark=Mark(said))
    return _answered(id, send(command, _key_of(command)))


@pages.post("/<id>/end")
@access.needs(Right.MUSTER)
def end(id: str) -> ResponseReturnValue:
    """The roll is over; what is known of the missing is owed."""
    note = " ".join(request.form.get("note", "").split())[:LONGEST]
    ordered = order(EndRoll(roll=_found(id).roll.id, note=note))
    if not ordered.done:
        return _sheet(id, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    last.remember(_("The roll call has ended"), "ok", url_for("rolls.sheet", id=id))
    return redirect(url_for("rolls.index"))


def _key_of(command: Command) -> str:
    """Each button of the one form is a command of its own: its key comes from the form's and from what it says."""
    return hashlib.sha256(f"{form_key()} {command!r}".encode()).hexdigest()[:32]


def _answered(id: str, ordered: Ordered) -> ResponseReturnValue:
    """Scripts put the list in its place, and take none that came with an error's status."""
    scripted = "HX-Request" in request.headers
    if scripted or not ordered.done:
        return _sheet(id, trouble=ordered.trouble, status=200 if scripted else ordered.status)
    return redirect(_address(id))


def _address(id: str) -> str:
    narrowed = _narrowed()
    return url_for("rolls.sheet", id=id, place=narrowed.get("place"), q=narrowed.get("q"))


def _narrowed() -> dict[str, str]:
    """What the list is narrowed to, out of the address or the form."""
    given = {name: " ".join(request.values.get(name, "").split())[:LONGEST] for name in ("place", "q")}
    return {name: value for name, value in given.items() if value}


def _found(id: str) -> RollSheet:
    return console().queries.roll(id) or abort(404)


def _places(found: RollSheet, only: frozenset[str] | None = None) -> list[Place]:
    people = {each.person.id: each.person for each in found.people}
    hosts = {each.visit.host for each in found.people if each.visit and each.visit.host}
    names = Names(console().site, {**console().queries.named(hosts), **people}, language())
    return places(found, Rows(names, console().now()), only)


def _sheet(id: str, *, trouble: str = "", status: int = 200, key: str = "") -> ResponseReturnValue:
    found, narrowed = _found(id), _narrowed()
    words = narrowed.get("q", "")
    all_places = _places(found, console().queries.found_on_roll(id, words) if words else None)
    chosen = [each for each in all_places if narrowed.get("place") in (None, each.id)]
    shown = {**_shown(found), "places": chosen, "choices": all_places, "narrowed": narrowed}
    return render_template("muster/roll.html", **shown, trouble=trouble, key=key), status


def _shown(found: RollSheet) -> dict[str, object]:
    names = Names(console().site, {}, language())
    return {
        "roll": found.roll,
        "counts": counts(found),
        "occasion": OCCASIONS[found.roll.occasion],
        "where": names.zones(found.roll.zones) if found.roll.zones else "",
    }


def _index(
    *, errors: dict[str, str] | None = None, trouble: str = "", status: int = 200, key: str = ""
) -> ResponseReturnValue:
    queries = console().queries
    shown = {
        "open": queries.rolls_open(),
        "ended": queries.rolls_ended(),
        "occasions": OCCASIONS,
        "zones": [zone for zone in console().site.zones.values() if not zone.outside],
        "names": Names(console().site, {}, language()),
        "errors": errors or {},
        "trouble": trouble,
        "key": key,
        "typed": request.form,
    }
    return render_template("muster/rolls.html", **shown), status
