"""One stream of server-sent events for a browser: which parts of a page to fetch again, and that we are alive.

Each message carries ``id: START-NUMBER``; a browser that comes back says which it saw last and gets what it missed,
or ``missed``: look at everything again. A heartbeat comes every five seconds with the site's time.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator

from flask import Blueprint, Response, request, session
from flask.typing import ResponseReturnValue

from gate.client import ENGINE, Feed, Hinted, Listener, Signal
from gate.domain.rights import Right
from web import access
from web.auth import sessions
from web.auth.operators import Operator
from web.console import Console, console

pages = Blueprint("stream", __name__)
HEARTBEAT_S = 5.0
START = secrets.token_hex(4)
"""Numbers of another start of this process mean nothing to us."""

_ALARMS = ("alarms", "alarm", "status", "feed")
_DOORS = ("doors", "door", "status", "feed")
_HEALTH = ("devices", "status", "feed")
REGIONS: dict[str, tuple[str, ...]] = {
    "AlarmRaised": _ALARMS,
    "AlarmReturned": _ALARMS,
    "AlarmAcknowledged": _ALARMS,
    "AlarmClosed": _ALARMS,
    "PortalChanged": _DOORS,
    "DoorCommandAnswered": ("door", "feed"),
    "LockdownChanged": _DOORS,
    "DeskStepTaken": ("visits", "visit", "feed"),
    "CarryPermitChanged": ("visit",),
    "AccessDecided": ("feed", "door", "person"),
    "PassageEnded": ("feed", "door", "person", "visits", "roll", "status"),
    "VisitChanged": ("visits", "visit", "roll", "status", "feed", "person"),
    "VisitReminded": ("visits", "visit", "status", "feed"),
    "VisitorDayClosed": ("visits", "feed"),
    "RollCalled": ("roll", "rolls", "status", "feed"),
    "PersonMarked": ("roll",),
    "RollEnded": ("roll", "rolls", "status", "feed"),
    "CredentialPresented": ("desk",),
    "DeviceHealthChanged": _HEALTH,
    "ModeChanged": _HEALTH,
    "Health": ("devices", "status"),
    "PersonChanged": ("person",),
    "PersonDeparted": ("departure", "person", "feed", "visits", "roll"),
    "RevocationTaken": ("departure", "feed"),
    "RevocationProved": ("departure", "person", "feed"),
    "CredentialStateChanged": ("person", "feed"),
    "CommandRecorded": ("feed",),
    "CameraSaw": ("feed",),
    "ClipKept": ("feed",),
    "EventsDropped": ("feed",),
    "WalkTested": ("feed",),
    "RecordVerified": ("feed",),
    "EngineStarted": ("feed", "devices", "status"),
    "ConfigurationPublished": ("feed",),
}
"""Parts of pages (``data-region``) that an event changes."""

SEEN_WITH = {"desk": Right.DESK, "visits": Right.DESK, "visit": Right.DESK}
SEEN_BY_ALL = frozenset({"departure", "person"})


@pages.get("/stream")
@access.watches(None)
def stream() -> ResponseReturnValue:
    """The stream, until the browser goes or the session ends."""
    parts, who, token = console(), access.operator(), session[access.TOKEN]
    lines = _lines(parts, who, token, _seen_last())
    return Response(lines, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def newest() -> str:
    """What a page that is made now has seen: the id of the newest signal."""
    return f"{START}-{console().feed.number}"


def _seen_last() -> str:
    return request.headers.get("Last-Event-ID") or request.args.get("after", "")


def _lines(parts: Console, who: Operator, token: str, seen: str) -> Iterator[str]:
    after, missed = _resume(seen, parts.feed)
    with parts.feed.listen(after) as listener:
        yield "retry: 2000\n\n"
        if missed:
            yield _message("missed", {}, parts.feed.number)
        yield _heartbeat(parts)
        while sessions.holder(parts.books, token, use=False) is not None:
            yield from _until_heartbeat(listener, who)
            yield _heartbeat(parts)
        yield _message("ended", {})


def _resume(seen: str, feed: Feed) -> tuple[int | None, bool]:
    """Where to go on, and whether what came between is lost."""
    if not seen:
        return None, False
    start, _, number = seen.partition("-")
    if start != START or not number.isdecimal():
        return None, True
    return min(int(number), feed.number), False


def _until_heartbeat(listener: Listener, who: Operator) -> Iterator[str]:
    due = time.monotonic() + HEARTBEAT_S
    while (left := due - time.monotonic()) > 0:
        signal = listener.next(left)
        if signal is not None:
            yield _told(signal, who)
            if not isinstance(signal, Hinted) or signal.kind == "Health":
                return  # who is there has changed: the next heartbeat says it, and it comes now


def _told(signal: Signal, who: Operator) -> str:
    if not isinstance(signal, Hinted):
        return _message("missed", {}, signal.number)
    regions = [region for region in REGIONS.get(signal.kind, ()) if _may_see(region, who)]
    return _message(
        "hint", {"kind": signal.kind, "subject": signal.subject, "regions": regions}, signal.number
    )


def _may_see(region: str, who: Operator) -> bool:
    return region in SEEN_BY_ALL or who.may(SEEN_WITH.get(region, Right.SEE_LIVE))


def _heartbeat(parts: Console) -> str:
    return _message(
        "beat",
        {
            "now": parts.now().isoformat(timespec="milliseconds"),
            "bus": parts.feed.connected,
            "engine": parts.feed.online(ENGINE),
            "recorded": not parts.feed.trouble(ENGINE),
            "number": parts.feed.number,
        },
    )


def _message(event: str, data: dict[str, object], number: int | None = None) -> str:
    id_line = "" if number is None else f"id: {START}-{number}\n"
    return f"{id_line}event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
