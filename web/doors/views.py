"""A door's page and its momentary unlock."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import EventFilter
from gate.domain.commands import MomentaryUnlock
from gate.domain.events import DoorCommandAnswered
from gate.domain.portal import Portal
from gate.domain.rights import Right
from web import access, last
from web.console import console
from web.language import language
from web.live.board import Door
from web.live.views import feed
from web.order import form_key, order
from web.texts import _
from web.words.feed import SHOWN
from web.words.names import Names

pages = Blueprint("doors", __name__)
LONGEST_REASON = 200
EVENTS = 20
TOLD = (*SHOWN, "ContactChanged", "RexPressed")


@pages.get("/doors/<portal>")
@access.needs(Right.SEE_LIVE)
def door(portal: str) -> ResponseReturnValue:
    """State, evidence, unlock form, latest events."""
    return _page(_known(portal))


@pages.get("/doors/<portal>/now")
@access.watches(Right.SEE_LIVE)
def now(portal: str) -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("doors/now.html", **_facts(_known(portal), _after()))


@pages.post("/doors/<portal>/unlock")
@access.needs(Right.UNLOCK)
def unlock(portal: str) -> ResponseReturnValue:
    """Release it once, for its own release time."""
    where = _known(portal)
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        return _page(where, trouble=_("Say why the door is unlocked: it is recorded."), status=400)
    ordered = order(MomentaryUnlock(portal=where.id, reason=reason))
    if not ordered.done or ordered.receipt is None:
        return _page(where, trouble=ordered.trouble, status=ordered.status, key=ordered.key, reason=reason)
    name = Names(console().site, {}, language()).portal(where.id)
    address = url_for("doors.door", portal=where.id, after=ordered.receipt.event or 0)
    last.remember(_("%(door)s: unlock sent, the door's answer is on its page", door=name), "info", address)
    return redirect(address)


def _known(portal: str) -> Portal:
    found = console().site.portals.get(portal)
    if found is None:
        abort(404)
    return found


def _after() -> int | None:
    given = request.args.get("after", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None


def _facts(portal: Portal, after: int | None) -> dict[str, object]:
    """``answers``: what the door said since event ``after``, None where nothing was asked of it."""
    queries = console().queries
    names, rows = feed(EventFilter(portal=portal.id, types=TOLD), EVENTS)
    return {
        "door": Door(portal=portal, status=queries.portals().get(portal.id)),
        "names": names,
        "rows": rows,
        "after": after,
        "answers": None if after is None else _answers(portal.id, after),
    }


def _answers(portal: str, after: int) -> list[DoorCommandAnswered]:
    only = EventFilter(portal=portal, types=("DoorCommandAnswered",))
    since = [row for row in console().queries.happenings(only, limit=10).rows if row.seq > after]
    return [row.body for row in reversed(since) if isinstance(row.body, DoorCommandAnswered)]


def _page(
    portal: Portal, *, trouble: str = "", status: int = 200, key: str = "", reason: str = ""
) -> ResponseReturnValue:
    shown = _facts(portal, _after())
    key = key or (form_key() if request.method == "POST" else "")
    return render_template("doors/door.html", trouble=trouble, key=key, reason=reason, **shown), status
