"""A door's page and its momentary unlock."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import EventFilter
from gate.domain.commands import MomentaryUnlock
from gate.domain.events import DoorCommandAnswered
from gate.domain.portal import Portal
from gate.domain.rights import Right
from gate.domain.standing_commands import HoldUnlocked, LockAgain
from web import access, last
from web.console import console
from web.language import language, local, minute, zone
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
    return render_template("doors/now.html", **facts(_known(portal), _after()))


@pages.post("/doors/<portal>/unlock")
@access.needs(Right.UNLOCK)
def unlock(portal: str) -> ResponseReturnValue:
    """Release it once, for its own release time."""
    where = _known(portal)
    reason = _reason()
    if not reason:
        trouble = _("Say why the door is unlocked: it is recorded.")
        return _page(where, trouble=trouble, status=400, key=form_key())
    ordered = order(MomentaryUnlock(portal=where.id, reason=reason))
    if not ordered.done or ordered.receipt is None:
        return _page(where, trouble=ordered.trouble, status=ordered.status, key=ordered.key, reason=reason)
    name = Names(console().site, {}, language()).portal(where.id)
    address = url_for("doors.door", portal=where.id, after=ordered.receipt.event or 0)
    last.remember(_("%(door)s: unlock sent, the door's answer is on its page", door=name), "info", address)
    return redirect(address)


@pages.post("/doors/<portal>/hold")
@access.needs(Right.UNLOCK)
def hold(portal: str) -> ResponseReturnValue:
    """Let it stand unlocked until a time."""
    where, reason = _known(portal), _reason()
    until = _until()
    if not reason or until is None:
        said = _("Say until when, as 14:30 or as 2026-11-23 14:30, and why: it is recorded.")
        return _page(where, trouble=said, status=400, reason=reason)
    return _sent(
        where,
        HoldUnlocked(portal=where.id, until=until, reason=reason),
        _("%(door)s stands unlocked until %(time)s", door=_name(where), time=minute(until)),
    )


@pages.post("/doors/<portal>/lock")
@access.needs(Right.UNLOCK)
def lock(portal: str) -> ResponseReturnValue:
    """End a hold before its time."""
    where, reason = _known(portal), _reason()
    if not reason:
        return _page(where, trouble=_("Say why the door is locked again: it is recorded."), status=400)
    said = _("%(door)s: locked again", door=_name(where))
    return _sent(where, LockAgain(portal=where.id, reason=reason), said)


def _sent(where: Portal, command: HoldUnlocked | LockAgain, said: str) -> ResponseReturnValue:
    ordered = order(command)
    if not ordered.done:
        trouble, reason = ordered.trouble, command.reason
        return _page(where, trouble=trouble, status=ordered.status, held_key=ordered.key, reason=reason)
    address = url_for("doors.door", portal=where.id)
    last.remember(said, "info", address)
    return redirect(address)


def _reason() -> str:
    return request.form.get("reason", "").strip()[:LONGEST_REASON]


def _until() -> datetime | None:
    """A time of the site's wall clock: today's, tomorrow's where that is past, or with its date."""
    text = request.form.get("until", "").strip()
    now = local(console().now())
    try:
        if len(text) > len("14:30"):
            return datetime.fromisoformat(text).replace(tzinfo=zone())
        at = datetime.combine(now.date(), time.fromisoformat(text.zfill(5)), zone())
    except ValueError:
        return None
    return at if at > now else at + timedelta(days=1)


def _name(where: Portal) -> str:
    return Names(console().site, {}, language()).portal(where.id)


def _known(portal: str) -> Portal:
    found = console().site.portals.get(portal)
    if found is None:
        abort(404)
    return found


def _after() -> int | None:
    given = request.args.get("after", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None


def facts(portal: Portal, after: int | None) -> dict[str, object]:
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
    portal: Portal,
    *,
    trouble: str = "",
    status: int = 200,
    key: str = "",
    held_key: str = "",
    reason: str = "",
) -> ResponseReturnValue:
    """``key``: of an unlock, ``held_key``: of a hold that was not carried out: sent again it is the same command."""
    shown = facts(portal, _after())
    typed = {"until": request.form.get("until", ""), "reason": reason}
    return render_template(
        "doors/door.html", trouble=trouble, key=key, held_key=held_key, typed=typed, **shown
    ), status
