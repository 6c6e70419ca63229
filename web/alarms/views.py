"""The alarm list, an alarm's page, acknowledge, close, and the picture that shows it."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gate.client import EventFilter, Happening
from gate.domain.alarm import Alarm
from gate.domain.commands import AcknowledgeAlarm, CloseAlarm
from gate.domain.rights import Right
from web import access, last
from web.cameras.clips import clip_of
from web.cameras.kept import CLIPS, STILLS, file_of, kept
from web.console import console
from web.language import language
from web.live import board
from web.live.views import names_for, told
from web.order import Ordered, order
from web.paths import came_from
from web.texts import _
from web.words.kinds import kind_name, kind_of

pages = Blueprint("alarms", __name__)
CLOSED_FOR = timedelta(hours=24)
LONGEST_NOTE = 500
STORY = 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@pages.get("/alarms")
@access.needs(Right.SEE_LIVE)
def index() -> ResponseReturnValue:
    """Open alarms, and those closed in the last day."""
    return render_template("alarms/index.html", **_lists())


@pages.get("/alarms/lists")
@access.watches(Right.SEE_LIVE)
def lists() -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("alarms/lists.html", **_lists())


@pages.get("/alarms/<id>")
@access.needs(Right.SEE_LIVE)
def alarm(id: str) -> ResponseReturnValue:
    """What happened, what it means, what to do."""
    return _page(_known(id))


@pages.get("/alarms/<id>/now")
@access.watches(Right.SEE_LIVE)
def now(id: str) -> ResponseReturnValue:
    """The part that renews itself."""
    return render_template("alarms/now.html", **_facts(_known(id)))


@pages.post("/alarms/<id>/acknowledge")
@access.needs(Right.ALARMS)
def acknowledge(id: str) -> ResponseReturnValue:
    """Take ownership of the revision that was on the screen."""
    found = _known(id)
    seen = request.form.get("revision", "")
    if not seen.isdecimal():
        return _page(found, trouble=_("The form does not say which occurrence was seen."), status=400)
    ordered = order(AcknowledgeAlarm(alarm=id, revision=int(seen), note=_note()))
    return _answer(found, ordered, _("%(alarm)s: acknowledged", alarm=kind_name(found.kind, language())))


@pages.post("/alarms/<id>/close")
@access.needs(Right.ALARMS)
def close(id: str) -> ResponseReturnValue:
    """Close it with a code and a note."""
    found = _known(id)
    code, note = request.form.get("code", ""), _note()
    if not code or not note:
        return _page(found, trouble=_("Closing needs a code and a note."), status=400, note=note, code=code)
    ordered = order(CloseAlarm(alarm=id, code=code, note=note))
    return _answer(found, ordered, _("%(alarm)s: closed", alarm=kind_name(found.kind, language())))


@pages.get("/evidence/<sha>")
@access.needs(Right.SEE_EVENTS)
def still(sha: str) -> ResponseReturnValue:
    """A picture by the SHA-256 of its bytes; one whose bytes were changed is not shown."""
    if not _SHA256.fullmatch(sha):
        abort(404)
    path = file_of(sha, STILLS)
    if path is None:
        abort(404)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha:
        abort(410)
    return Response(content, mimetype="image/png" if content.startswith(b"\x89PNG") else "image/jpeg")


def _known(id: str) -> Alarm:
    found = console().queries.alarm(id)
    if found is None:
        abort(404)
    return found


def _note() -> str:
    return request.form.get("note", "").strip()[:LONGEST_NOTE]


def _answer(found: Alarm, ordered: Ordered, done: str) -> ResponseReturnValue:
    if not ordered.done:
        again = console().queries.alarm(found.id) or found
        return _page(again, trouble=ordered.trouble, status=ordered.status, key=ordered.key)
    last.remember(done, "ok", url_for("alarms.alarm", id=found.id))
    return redirect(came_from() if request.form.get("back") else url_for("alarms.alarm", id=found.id))


def _lists() -> dict[str, object]:
    now = console().now()
    open_now = board.queue(console().queries.alarms_open())
    closed = console().queries.alarms_closed(now - CLOSED_FOR, now + timedelta(seconds=1))
    return {"alarms": open_now, "closed": tuple(reversed(closed)), "names": names_for((*open_now, *closed))}


def _facts(found: Alarm) -> dict[str, object]:
    names, rows = told(_story(found))
    zone = console().site.zones.get(found.zone or "")
    clip = clip_of(found)
    return {
        "alarm": found,
        "kind": kind_of(found.kind),
        "names": names_for((found,)),
        "event_names": names,
        "rows": rows,
        "instructions": zone.instructions if zone else None,
        "still": kept(found.still, STILLS, found.raised_at) if found.still else None,
        "clip": clip,
        "clip_kept": kept(clip, CLIPS, found.raised_at) if clip else None,
    }


def _story(found: Alarm) -> tuple[Happening, ...]:
    """Its own events, and those of its door, device or camera around it: what came before and after."""
    margin = timedelta(minutes=2)
    until = (found.closed_at or console().now()) + margin
    since = found.raised_at - margin
    if found.portal or found.subject in console().site.portals:
        around = EventFilter(portal=found.portal or found.subject, since=since, until=until)
    else:
        around = EventFilter(subject=found.subject, since=since, until=until)
    asked = (EventFilter(subject=found.id), around)
    parts = [console().queries.happenings(only, limit=STORY).rows for only in asked]
    rows = {row.seq: row for found_rows in parts for row in found_rows}
    return tuple(rows[seq] for seq in sorted(rows, reverse=True)[:STORY])


def _page(
    found: Alarm, *, trouble: str = "", status: int = 200, key: str = "", note: str = "", code: str = ""
) -> ResponseReturnValue:
    shown = _facts(found)
    return render_template(
        "alarms/alarm.html", trouble=trouble, key=key, note=note, code=code, **shown
    ), status
