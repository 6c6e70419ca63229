"""What a status says of doors, and the newest event in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drivers.uhppote.codec import Message
from drivers.uhppote.functions import DOORS

SWIPE, DOOR, ALARM, OVERWRITTEN = 1, 2, 3, 0xFF
"""Types of events: a card, a door or button, an alarm; and one whose place another has taken."""
IN, OUT = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that the controller keeps under ``index``. ``at``: by its own clock; None where it has no time.

    ``reason``: why it granted or not (uhppote-core's list: 01 swipe, 05 PC control, 06 no privilege, 12 no such card).
    """

    index: int
    type: int
    granted: bool
    door: int
    direction: int
    card: int
    at: datetime | None
    reason: int

    @property
    def reader(self) -> int:
        """The reader's number on its panel: 2 n - 1 is the way in through door n, 2 n the way out."""
        return 2 * self.door - (self.direction != OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``event``: the newest, None where none is kept. ``open`` and ``pressed`` by door from 1, as is ``relays``."""

    event: Event | None
    open: tuple[bool, ...]
    pressed: tuple[bool, ...]
    relays: tuple[bool, ...]
    error: int
    now: datetime | None


def status_of(message: Message) -> Status:
    """From the answer to ``get-status``, or from an event that was pushed."""
    values = message.values
    return Status(
        event=event_of(message),
        open=tuple(values[f"open{door}"] is True for door in DOORS),
        pressed=tuple(values[f"button{door}"] is True for door in DOORS),
        relays=tuple(bool(message.number("relays") >> door - 1 & 1) for door in DOORS),
        error=message.number("error"),
        now=_instant(f"{values['date']}T{values['time']}" if values["date"] else ""),
    )


def event_of(message: Message) -> Event | None:
    """The event in a status or in the answer to ``get-event``; None where there is none, or not any more."""
    if not message.number("index") or message.number("type") == OVERWRITTEN:
        return None
    values = message.values
    return Event(
        index=message.number("index"),
        type=message.number("type"),
        granted=values["granted"] is True,
        door=message.number("door"),
        direction=message.number("direction"),
        card=message.number("card"),
        at=_instant(str(values["at"])),
        reason=message.number("reason"),
    )


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
