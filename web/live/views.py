"""The live page and the parts of it that renew themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gate.client import EventFilter, Happening
from gate.domain.alarm import Alarm
from gate.domain.rights import Right
from web import access
from web.console import console
from web.language import language
from web.live import board
from web.words.feed import SHOWN, alarms_in, people_in, tells
from web.words.names import MADE, Names
from web.words.saying import Line
from web.words.sentences import line

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
    return render_template(
        "live/devices.html",
        devices=known,
        offline=board.offline(known),
        agents=console().queries.agents(),
        names=Names(console().site, {}, language()),
    )


def feed(only: EventFilter | None = None, limit: int = FEED) -> tuple[Names, list[Row]]:
    """The newest events that a guard can make use of, in words."""
    if only is not None:
        return told(console().queries.happenings(only, limit=limit).rows)
    newest = console().queries.happenings(EventFilter(types=SHOWN), limit=limit * 4).rows
    return told(tuple(row for row in newest if tells(row))[:limit])


def told(happened: tuple[Happening, ...]) -> tuple[Names, list[Row]]:
    """Events in words, and the names that they use."""
    queries = console().queries
    known = {each: alarm for each in alarms_in(happened) if (alarm := queries.alarm(each)) is not None}
    names = names_for(tuple(known.values()), people_in(happened), known)
    return names, [Row(event=event, line=line(event, names)) for event in happened]


def queue() -> dict[str, object]:
    """What the alarm queue shows."""
    open_now = board.queue(console().queries.alarms_open())
    return {"alarms": open_now[:RAIL], "more": max(0, len(open_now) - RAIL), "names": names_for(open_now)}


def names_for(
    alarms: Collection[Alarm], people: Collection[str] = (), known: Mapping[str, Alarm] | None = None
) -> Names:
    """Names for what these alarms are about and for these people; an overstay is about its visitor."""
    queries = console().queries
    subjects = [alarm.subject for alarm in alarms]
    visits = {
        each: file.person for each in subjects if MADE.fullmatch(each) and (file := queries.visit(each))
    }
    hosts = [alarm.cause.removeprefix("host ") for alarm in alarms if alarm.cause.startswith("host ")]
    lines = queries.named({*people, *subjects, *visits.values(), *hosts})
    guests = {each: lines[person] for each, person in visits.items() if person in lines}
    return Names(console().site, {**lines, **guests}, language(), known)
