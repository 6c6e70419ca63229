"""What each kind of alarm means and what to do about it, in both languages: data, read by console and engine.

A kind without an action for a guard would be an event, not an alarm (ISA-18.2). ``momentary`` kinds have no state
that could end (a badge that was held to a reader): they can be closed while "active".
"""

from __future__ import annotations

from gate.domain.alarm_kind import AlarmKind, CloseCode
from gate.domain.alarm_kinds_cameras import CAMERAS
from gate.domain.alarm_kinds_devices import DEVICES
from gate.domain.alarm_kinds_doors import DOORS
from gate.domain.alarm_kinds_people import PEOPLE

__all__ = ["KINDS", "AlarmKind", "CloseCode", "kind_of"]

KINDS: dict[str, AlarmKind] = {kind.id: kind for kind in (*DOORS, *CAMERAS, *DEVICES, *PEOPLE)}


def kind_of(kind: str) -> AlarmKind:
    """The kind of that id; KeyError for an id that is none."""
    return KINDS[kind]
