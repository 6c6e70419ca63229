"""A frame in words for people and tools. Keys and digits typed are counted, never shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import IntEnum

from drivers.osdp.channel import Channel
from drivers.osdp.codes import CommandCode, ReplyCode, Scs, name_of
from drivers.osdp.commands import decode_command
from drivers.osdp.crypto import SessionKeys
from drivers.osdp.errors import OsdpError, SecureError
from drivers.osdp.frame import Frame
from drivers.osdp.framer import Found, Framer
from drivers.osdp.replies import decode_reply

_HIDDEN = {"key", "keys"}


def describe(data: bytes, keys: SessionKeys | None = None, mac: bytes = b"") -> list[dict[str, object]]:
    """Each frame in ``data``, or ``{"error": …}`` for what makes none.

    With the session's keys and the other side's last MAC (16 bytes) secured frames are opened too.
    """
    framer, describer = Framer(), Describer(keys, mac)
    return [describer.said(item) for item in framer.feed(data) + framer.flush()]


class Describer:
    """Frames one after another; with a session's keys it follows the chain of MACs from ``mac`` on."""

    def __init__(self, keys: SessionKeys | None = None, mac: bytes = b"") -> None:
        self._keys, self._mac = keys, mac
        self._channel: Channel | None = None

    def said(self, item: Found) -> dict[str, object]:
        """A frame as address, reply, sequence, code, secure and data; or the error that it is."""
        if not isinstance(item, Frame):
            return {"error": str(item)}
        said: dict[str, object] = {
            "address": item.address,
            "reply": item.reply,
            "sequence": item.sequence,
            "code": name_of(ReplyCode if item.reply else CommandCode, item.code),
            "secure": item.scs is not None,
        }
        try:
            return said | {"data": self._data(item)}
        except OsdpError as error:
            return said | {"error": str(error)}

    def _data(self, frame: Frame) -> object:
        plain = frame if self._keys is None or not frame.mac else self._open(self._keys, frame)
        if plain.scs in (Scs.COMMAND_SECRET, Scs.REPLY_SECRET):
            return {"encrypted": len(plain.payload)}
        return _plain((decode_reply if frame.reply else decode_command)(plain.code, plain.payload))

    def _open(self, keys: SessionKeys, frame: Frame) -> Frame:
        """By the chain so far; a frame that does not continue it may begin with the MAC that was given."""
        if self._channel is not None:
            with suppress(SecureError):
                return self._channel.open(frame)
        fresh = Channel(keys, self._mac, command_out=frame.reply)
        plain = fresh.open(frame)
        self._channel = fresh
        return plain


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
