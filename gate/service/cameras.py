"""What cameras saw, and which of it is an alarm. All of it is an event."""

from __future__ import annotations

from datetime import datetime

from gate.domain.events import CameraSaw
from gate.service import tailgate
from gate.service.alarms import raise_alarm, return_alarm
from gate.service.armed import is_armed
from gate.service.change import Change
from gate.service.facts import Facts

ALWAYS = {
    "tamper": "camera_tamper",
    "loitering": "camera_loitering",
    "crowding": "camera_crowding",
    "wrong-way": "camera_wrong_way",
}
"""Rules that are alarms whenever the camera tells them: it knows their schedules."""

ARMED = {
    "intrusion": "camera_intrusion",
    "person": "camera_intrusion",
    "line-crossing": "camera_intrusion",
}
"""Rules that are alarms while their zone is armed, and events otherwise."""

MOMENT = "line-crossing"
"""Nothing lasts that could end: its alarm, which other rules share, returns at once."""


def saw(facts: Facts, event: CameraSaw, now: datetime, *, live: bool) -> Change:
    """A rule of a camera. ``live``: it was not sent again; who walked through a door long ago cannot be judged."""
    change = Change()
    if event.rule == "tailgate":
        if live:
            tailgate.crossed(facts, change, event, now)
        return change
    zone = _zone(facts, event)
    kind = ALWAYS.get(event.rule) or ARMED.get(event.rule)
    if kind is None:
        return change
    if not event.active:
        return_alarm(facts, change, kind, event.camera, now)
    elif event.rule in ALWAYS or is_armed(facts, zone, now):
        cause = event.kind if event.rule == "tamper" and event.kind else event.rule
        raise_alarm(facts, change, kind, event.camera, now, cause=cause, zone=zone, still=event.still)
        if event.rule == MOMENT:
            return_alarm(facts, change, kind, event.camera, now)
    return change


def _zone(facts: Facts, event: CameraSaw) -> str | None:
    camera = facts.site.cameras.get(event.camera)
    return event.zone or (camera.zone if camera is not None else None)
