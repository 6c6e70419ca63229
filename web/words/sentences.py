"""An event of the log as a line for a guard: a sentence, every reason, an icon and how it looks.

Nothing is decided here. An event of which this version knows no sentence is shown by its type.
"""

from __future__ import annotations

from gate.client import Happening
from gate.domain import events as e
from web.words.events import EVENTS
from web.words.names import Names
from web.words.said_doors import said_access, said_door, said_passage, said_portal, said_sensed
from web.words.said_machinery import said_machinery
from web.words.said_people import said_alarm, said_command, said_departure, said_visit
from web.words.said_rolls import said_roll
from web.words.saying import Line


def line(row: Happening, names: Names) -> Line:
    """The event in words."""
    said = _said(row.body, names) if row.body is not None else None
    if said is not None:
        return said
    heading = EVENTS.get(row.type)
    what = heading.in_language(names.language) if heading else row.type
    about = row.portal or row.subject or row.src
    return Line(text=f"{what} · {names.anything(about)}", icon="note", tone="quiet")


def _said(body: e.Event | None, names: Names) -> Line | None:  # noqa: C901 (the table of them)
    match body:
        case e.AccessDecided():
            return said_access(body, names)
        case e.PassageEnded():
            return said_passage(body, names)
        case e.PortalChanged():
            return said_portal(body, names)
        case e.AlarmRaised() | e.AlarmReturned() | e.AlarmAcknowledged() | e.AlarmClosed():
            return said_alarm(body, names)
        case e.CommandRecorded():
            return said_command(body, names)
        case e.VisitChanged() | e.VisitReminded() | e.VisitorDayClosed():
            return said_visit(body, names)
        case e.RollCalled() | e.PersonMarked() | e.RollEnded():
            return said_roll(body, names)
        case e.PersonDeparted() | e.RevocationTaken() | e.RevocationProved() | e.CredentialStateChanged():
            return said_departure(body, names)
        case e.DoorCommandAnswered() | e.LockdownChanged():
            return said_door(body, names)
        case e.ContactChanged() | e.RexPressed() | e.LockSensed() | e.InputChanged():
            return said_sensed(body, names)
        case _:
            return said_machinery(body, names)
