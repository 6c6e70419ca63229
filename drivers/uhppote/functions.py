"""Every message as a table (uhppoted/uhppoted-lib-python@740714fa and uhppote-core@117ff01c, their tests)::

    SOM | code | 00 00 | serial LE32 | values from byte 8 on … | 00 to byte 63

SOM is 17; firmware 6.62 pushes its events with 19. A request with a ``magic`` carries 55AAAA55 there, so that nothing
is erased by an accident of bits. A request and its answer have the same code.
"""

from __future__ import annotations

from dataclasses import dataclass

from drivers.uhppote.fields import (
    ADDRESS,
    DATE,
    DATE_TIME,
    FLAG,
    MAC,
    MINUTES,
    SHORT_DATE,
    TIME,
    U8,
    U16,
    U24,
    U32,
    VERSION,
    Field,
    Kind,
)

Fields = tuple[Field, ...]
DOORS = (1, 2, 3, 4)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its code, its name, and where the values of request and answer are."""

    code: int
    name: str
    request: Fields
    reply: Fields
    magic: int | None = None


def _row(at: int, kind: Kind, *names: str) -> Fields:
    """Values of one kind, one after the other."""
    return tuple(Field(name, at + index * kind.size, kind) for index, name in enumerate(names))


def _each(at: int, kind: Kind, name: str) -> Fields:
    """The same for each of four doors."""
    return _row(at, kind, *(f"{name}{door}" for door in DOORS))


_OK = (Field("ok", 8, FLAG),)
_DOOR = (Field("door", 8, U8),)
_CONTROL = (*_DOOR, Field("mode", 9, U8), Field("delay", 10, U8))
_CARD_NUMBER = (Field("card", 8, U32),)
_INDEX = (Field("index", 8, U32),)
_CARD = (
    *_CARD_NUMBER,
    *_row(12, DATE, "from", "to"),
    *_each(20, U8, "door"),
    Field("pin", 24, U24),
    Field("first_card", 27, U8),
)
_EVENT = (
    *_INDEX,
    Field("type", 12, U8),
    Field("granted", 13, FLAG),
    Field("door", 14, U8),
    Field("direction", 15, U8),
    Field("card", 16, U32),
    Field("at", 20, DATE_TIME),
    Field("reason", 27, U8),
)
_STATUS = (
    *_EVENT,
    *_each(28, FLAG, "open"),
    *_each(32, FLAG, "button"),
    Field("error", 36, U8),
    Field("time", 37, TIME),
    Field("sequence", 40, U32),
    Field("special", 48, U8),
    Field("relays", 49, U8),
    Field("inputs", 50, U8),
    Field("date", 51, SHORT_DATE),
)
_LISTENER = (Field("address", 8, ADDRESS), Field("port", 12, U16), Field("interval", 14, U8))
_NETWORK = _row(8, ADDRESS, "address", "mask", "gateway")
_CONTROLLER = (*_NETWORK, Field("mac", 20, MAC), Field("version", 26, VERSION), Field("date", 28, DATE))
_PROFILE_ID = (Field("profile", 8, U8),)
_PROFILE = (
    *_PROFILE_ID,
    *_row(9, DATE, "from", "to"),
    *_row(17, FLAG, *DAYS),
    *_row(24, MINUTES, "start1", "end1", "start2", "end2", "start3", "end3"),
    Field("linked", 36, U8),
)
_TASK = (
    *_row(8, DATE, "from", "to"),
    *_row(16, FLAG, *DAYS),
    Field("start", 23, MINUTES),
    *_row(25, U8, "door", "task", "more_cards"),
)
_DATE_TIME = (Field("at", 8, DATE_TIME),)
_PASSCODES = (*_DOOR, *_row(12, U32, "code1", "code2", "code3", "code4"))

FUNCTIONS = (
    Function(0x20, "get-status", (), _STATUS),
    Function(0x30, "set-time", _DATE_TIME, _DATE_TIME),
    Function(0x32, "get-time", (), _DATE_TIME),
    Function(0x40, "open-door", _DOOR, _OK),
    Function(0x50, "put-card", _CARD, _OK),
    Function(0x52, "delete-card", _CARD_NUMBER, _OK),
    Function(0x54, "delete-cards", (), _OK, magic=8),
    Function(0x58, "get-cards", (), (Field("count", 8, U32),)),
    Function(0x5A, "get-card", _CARD_NUMBER, _CARD),
    Function(0x5C, "get-card-by-index", _INDEX, _CARD),
    Function(0x80, "set-door-control", _CONTROL, _CONTROL),
    Function(0x82, "get-door-control", _DOOR, _CONTROL),
    Function(0x84, "set-antipassback", (Field("antipassback", 8, U8),), _OK),
    Function(0x86, "get-antipassback", (), (Field("antipassback", 8, U8),)),
    Function(0x88, "set-time-profile", _PROFILE, _OK),
    Function(0x8A, "clear-time-profiles", (), _OK, magic=8),
    Function(0x8C, "set-door-passcodes", _PASSCODES, _OK),
    Function(0x8E, "record-special-events", (Field("enable", 8, FLAG),), _OK),
    Function(0x90, "set-listener", _LISTENER, _OK),
    Function(0x92, "get-listener", (), _LISTENER),
    Function(0x94, "get-controller", (), _CONTROLLER),
    Function(0x96, "set-address", _NETWORK, (), magic=20),
    Function(0x98, "get-time-profile", _PROFILE_ID, _PROFILE),
    Function(0xA0, "set-pc-control", (Field("enable", 12, FLAG),), _OK, magic=8),
    Function(0xA2, "set-interlock", (Field("interlock", 8, U8),), _OK),
    Function(0xA4, "activate-keypads", _each(8, FLAG, "reader"), _OK),
    Function(0xA6, "clear-tasks", (), _OK, magic=8),
    Function(0xA8, "add-task", _TASK, _OK),
    Function(0xAA, "set-first-card", (), _OK),
    Function(0xAC, "refresh-tasks", (), _OK, magic=8),
    Function(0xB0, "get-event", _INDEX, _EVENT),
    Function(0xB2, "set-event-index", _INDEX, _OK, magic=12),
    Function(0xB4, "get-event-index", (), _INDEX),
    Function(0xC8, "restore-defaults", (), _OK, magic=8),
)
BY_NAME = {function.name: function for function in FUNCTIONS}
BY_CODE = {function.code: function for function in FUNCTIONS}
