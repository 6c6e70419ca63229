"""Records of the real-time log, 16 bytes each (vwout/zkaccess-c3-py@0d199428 c3/rtlog.py and its tests)::

    event    card:4 LE | PIN:4 | verified | door | type | in/out | time:4 LE
    status   alarms:4 (a byte a door) | contacts:4 | verified | door | FF | - | time:4 LE

A status comes when no event waits. Times are seconds of a calendar with 31 days in each month, from 2000 on.
"""

from __future__ import annotations

from dataclasses import dataclass

from gate.domain.signals import Sense

SIZE = 16
STATUS_TYPE = 255
EXIT_BUTTON = 202
OUT = 3
CARD_SHOWN = frozenset({0, 1, 2, 3, 5, 20, 21, 22, 23, 24, 25, 26, 27, 29})
"""A card was held to a reader, whatever the panel made of it; 27 is one that it does not know."""
OPENED_BY_ITSELF = frozenset({0, 1, 2, 3, 4, 5, 6, 11, 14, 15, 16, 17, 18, 19, 101, 103, 203, 205})
"""The panel released a door by its own tables: users, passwords, time zones, linkage."""
_CONTACT = {1: Sense.ON, 2: Sense.OFF}
"""Of a door: 1 closed, 2 open; without a sensor 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEvent:
    """Something happened at a door. The PIN field is not kept."""

    type: int
    door: int
    card: int
    direction: int

    @property
    def reader(self) -> int:
        """The reader's number on its panel: 2 n - 1 is the way in through door n, 2 n the way out."""
        return 2 * self.door - (self.direction != OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorStatus:
    """The contacts of four doors: on while closed."""

    contacts: tuple[Sense, ...]


Record = LogEvent | DoorStatus


def records(data: bytes) -> list[Record]:
    """The records of an answer. ``ValueError`` for data that are none: some firmware writes its log as text."""
    if len(data) % SIZE:
        raise ValueError(f"expected records of {SIZE} bytes, came {len(data)} bytes: a log written as text?")
    return [_record(data[at : at + SIZE]) for at in range(0, len(data), SIZE)]


def _record(data: bytes) -> Record:
    if data[10] == STATUS_TYPE:
        return DoorStatus(contacts=tuple(_CONTACT.get(byte & 0x0F, Sense.UNKNOWN) for byte in data[4:8]))
    return LogEvent(type=data[10], door=data[9], card=int.from_bytes(data[:4], "little"), direction=data[11])


def encode_event(event: LogEvent) -> bytes:
    """The record of an event, as a panel writes it; without PIN and time."""
    head = event.card.to_bytes(4, "little") + bytes(4)
    return head + bytes([4 if event.card else 200, event.door, event.type, event.direction]) + bytes(4)


def encode_status(closed: list[bool]) -> bytes:
    """The record of a status with these doors closed or open; doors that are not there have no sensor."""
    contacts = bytes(1 if each else 2 for each in closed).ljust(4, b"\x00")
    return bytes(4) + contacts + bytes([0, 0, STATUS_TYPE, 0]) + bytes(4)
