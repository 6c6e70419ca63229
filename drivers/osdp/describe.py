"""A frame in words for people and tools. Keys and digits typed are counted, never shown."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import IntEnum

from drivers.osdp.channel import Channel
from drivers.osdp.codes import CommandCode, ReplyCode, name_of
from drivers.osdp.commands import decode_command
from drivers.osdp.crypto import SessionKeys
from drivers.osdp.errors import OsdpError
from drivers.osdp.frame import Frame
from drivers.osdp.framer import Framer
from drivers.osdp.replies import decode_reply

_HIDDEN = {"key", "keys"}


def describe(data: bytes, keys: SessionKeys | None = None, mac: bytes = b"") -> list[dict[str, object]]:
    """Each frame in ``data``, or ``{"error": …}`` for what makes none.

    With the session's keys and the other side's last MAC (16 bytes) secured frames are opened too.
    """
    framer = Framer()
    return [
        _frame(item, keys, mac) if isinstance(item, Frame) else {"error": str(item)}
        for item in framer.feed(data) + framer.flush()
    ]


def _frame(frame: Frame, keys: SessionKeys | None, mac: bytes) -> dict[str, object]:
    said: dict[str, object] = {
        "address": frame.address,
        "reply": frame.reply,
        "sequence": frame.sequence,
        "code": name_of(ReplyCode if frame.reply else CommandCode, frame.code),
        "secure": frame.scs is not None,
    }
    try:
        plain = frame
        if frame.mac and keys is not None:
            plain = Channel(keys, mac, command_out=frame.reply).open(frame)
        if plain.mac:
            return said | {"data": {"encrypted": len(plain.payload)}}
        message = (decode_reply if frame.reply else decode_command)(plain.code, plain.payload)
    except OsdpError as error:
        return said | {"error": str(error)}
    return said | {"data": _plain(message)}


def _plain(value: object) -> object:
    """Dataclasses as dicts, bytes as hex, for JSON."""
    match value:
        case IntEnum():
            return value.name
        case bytes():
            return value.hex()
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: _field(field.name, getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def _field(name: str, value: object) -> object:
    return f"{len(value)} hidden" if name in _HIDDEN and isinstance(value, bytes) else _plain(value)
