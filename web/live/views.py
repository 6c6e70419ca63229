"""The live page and the parts of it that renew themselves."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gate.client import EventFilter, Happening
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import language
from web.live import board
from web.words.names import Names
from web.words.sentences import SHOWN, Line, line, people_in

pages = Blueprint("live", __name__)
FEED = 40
RAIL = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event and what is said of it."""

    event: Happening
    line: Line


@pages.get("/live")
@access.needs(Right.SEE_LIVE)
def page() -> ResponseReturnValue:
    """Doors, events, health."""
    names, rows = feed()
    devices = console().queries.devices()
    return render_template(
        "live/page.html",
        doors=board.doors(),
        rows=rows,
        names=names,
        devices=devices,
        offline=board.offline(devices),
        agents=console().queries.agents(),
    )


@pages.get("/live/status")
@access.watches(Right.SEE_LIVE)
def status() -> ResponseReturnValue:
    """The header's counters."""
    return render_template("live/status.html", counters=board.counters())


@pages.get("/live/alarms")
@access.watches(Right.SEE_LIVE)
def alarms() -> ResponseReturnValue:
    """The alarm queue."""
    return render_template("live/alarms.html", **queue())


@pages.get("/live/doors")
@access.watches(Right.SEE_LIVE)
def doors() -> ResponseReturnValue:
    """The doors."""
    names = Names(console().site, {}, language())
    return render_template("live/doors.html", doors=board.doors(), names=names)


@pages.get("/live/feed")
@access.watches(Right.SEE_EVENTS)
def events() -> ResponseReturnValue:
    """The newest events."""
    names, rows = feed()
    return render_template("live/feed.html", rows=rows, names=names)


@pages.get("/live/devices")
@access.watches(Right.SEE_LIVE)
def devices() -> ResponseReturnValue:
    """Health of what hangs on the wires."""
    known = console().queries.devices()
    agents = console().queries.agents()
    return render_template("live/devices.html", devices=known, offline=board.offline(known), agents=agents)


def feed(only: EventFilter | None = None, limit: int = FEED) -> tuple[Names, list[Row]]:
    """The newest events that a guard can make use of, in words."""
    happened = console().queries.happenings(only or EventFilter(types=SHOWN), limit=limit).rows
    return told(happened)


def told(happened: tuple[Happening, ...]) -> tuple[Names, list[Row]]:
    """Events in words, and the names that they use."""
    names = Names(console().site, console().queries.named(people_in(happened)), language())
    return names, [Row(event=event, line=line(event, names)) for event in happened]


def queue() -> dict[str, object]:
    """What the alarm queue shows."""
    open_now = board.queue(console().queries.alarms_open())
    people = console().queries.named({alarm.subject for alarm in open_now})
    names = Names(console().site, people, language())
    return {"alarms": open_now[:RAIL], "more": max(0, len(open_now) - RAIL), "names": names}
