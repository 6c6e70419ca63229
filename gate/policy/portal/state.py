"""All that the machine remembers of one portal: frozen, and as JSON for the next start."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gate.domain.door_state import Commanded, Contact, DoorState


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalState:
    """Commanded, sensed and derived apart. A portal of which nothing was heard is ``unknown``.

    ``released_until``: end of the running release (half-open). ``pass_until``: an opening until then (included) is
    no force. ``given_open``: that release was given while the door stood open, and outlives its closing.
    ``hold_until``, ``hold_cause``, ``renew_at``: a hold, whose it is, and its next renewal. ``shut_until``: an operator
    locked the door again, and until then no schedule unlocks it. ``warn_at``, ``held_at``, ``repeat_at``: what an
    open door waits for. ``alarms``: kinds raised and not returned. ``at``: the last instant that the machine saw.
    """

    commanded: Commanded = Commanded.LOCKED
    contact: Contact = Contact.UNKNOWN
    state: DoorState = DoorState.UNKNOWN
    cause: str = ""
    at: datetime | None = None
    sensed: bool | None = None
    released_until: datetime | None = None
    pass_until: datetime | None = None
    release_cause: str = ""
    given_open: bool = False
    extended: bool = False
    hold_until: datetime | None = None
    hold_cause: str = ""
    shut_until: datetime | None = None
    renew_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    warn_at: datetime | None = None
    held_at: datetime | None = None
    repeat_at: datetime | None = None
    locked_down: bool = False
    fire: bool = False
    alarms: frozenset[str] = frozenset()


INSTANTS = (
    "at", "released_until", "pass_until", "hold_until", "shut_until", "renew_at", "opened_at", "closed_at", "warn_at",
    "held_at", "repeat_at",
)  # fmt: skip


_write = json.JSONEncoder(separators=(",", ":")).encode


def state_to_json(state: PortalState) -> str:
    """The state as one line of JSON; what is unset is left out."""
    values: dict[str, Any] = {}
    for name in PortalState.__slots__:
        value = getattr(state, name)
        if value is None:
            continue
        if isinstance(value, datetime):
            values[name] = value.isoformat()
        elif isinstance(value, frozenset):
            values[name] = sorted(value)
        else:
            values[name] = value
    return _write(values)


def state_from_json(text: str) -> PortalState:
    """The state that :func:`state_to_json` wrote. ValueError, KeyError or TypeError for anything else."""
    values: dict[str, Any] = json.loads(text)
    for name in INSTANTS:
        if name in values:
            values[name] = datetime.fromisoformat(values[name])
    values["commanded"] = Commanded(values["commanded"])
    values["contact"] = Contact(values["contact"])
    values["state"] = DoorState(values["state"])
    values["alarms"] = frozenset(values["alarms"])
    return PortalState(**values)
