"""Messages from bytes and back. ``drivers.uhppote.functions`` draws the layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.uhppote.errors import UhppoteError
from drivers.uhppote.fields import Field, Value
from drivers.uhppote.functions import BY_CODE, BY_NAME, Function

SIZE = 64
SOM, EVENT_SOM = 0x17, 0x19
MAGIC = bytes.fromhex("55AAAA55")
_STATUS = 0x20
_SECRET = frozenset({"pin", "code1", "code2", "code3", "code4"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A request, or the answer to one: its function's name, the controller's serial number (0 in a request to all),
    and its values by name. PINs and codes are not shown."""

    function: str
    serial: int
    values: Mapping[str, Value] = field(default_factory=dict)

    def __repr__(self) -> str:
        shown = {name: "…" if name in _SECRET else value for name, value in self.values.items()}
        return f"Message({self.function} {self.serial} {shown})"

    def number(self, name: str) -> int:
        """A value that is a whole number. ``KeyError`` for one that the message has not."""
        return int(self.values[name])


def encode_request(function: str, serial: int, **values: Value) -> bytes:
    """The 64 bytes of a request; values that are not given are zero. :class:`UhppoteError` for others."""
    found = BY_NAME[function]
    packet = _packet(found, serial, found.request, values)
    if found.magic is not None:
        packet[found.magic : found.magic + 4] = MAGIC
    return bytes(packet)


def encode_reply(function: str, serial: int, **values: Value) -> bytes:
    """The 64 bytes of an answer, as a controller sends it."""
    found = BY_NAME[function]
    return bytes(_packet(found, serial, found.reply, values))


def decode_request(packet: bytes) -> Message:
    """A request as a controller reads it. :class:`UhppoteError` for anything else, a missing magic included."""
    function = _function(packet)
    if function.magic is not None and packet[function.magic : function.magic + 4] != MAGIC:
        raise UhppoteError(f"{function.name}: expected 55AAAA55 at byte {function.magic}")
    return _message(function, packet, function.request)


def decode_reply(packet: bytes) -> Message:
    """An answer, or an event that a controller pushed: a ``get-status`` that nobody asked for."""
    function = _function(packet)
    return _message(function, packet, function.reply)


def _packet(
    function: Function, serial: int, fields: tuple[Field, ...], values: Mapping[str, Value]
) -> bytearray:
    if unknown := set(values) - {field.name for field in fields}:
        raise UhppoteError(f"{function.name}: no value {sorted(unknown)[0]!r}")
    packet = bytearray(SIZE)
    packet[0], packet[1] = SOM, function.code
    packet[4:8] = serial.to_bytes(4, "little")
    for each in fields:
        if each.name in values:
            packet[each.at : each.at + each.kind.size] = _written(function, each, values[each.name])
    return packet


def _written(function: Function, field: Field, value: Value) -> bytes:
    try:
        data = field.kind.write(value)
    except ValueError as error:
        raise UhppoteError(f"{function.name}: {field.name}: {error}") from error
    if len(data) != field.kind.size:
        raise UhppoteError(
            f"{function.name}: {field.name}: expected {field.kind.size} bytes, came {len(data)}"
        )
    return data


def _function(packet: bytes) -> Function:
    if len(packet) != SIZE:
        raise UhppoteError(f"expected {SIZE} bytes, came {len(packet)}")
    if packet[0] != SOM and packet[:2] != bytes([EVENT_SOM, _STATUS]):
        raise UhppoteError(f"expected 17 at the start (19 of an event), came {packet[:2].hex(' ')}")
    if packet[1] not in BY_CODE:
        raise UhppoteError(f"no function {packet[1]:02x}")
    if packet[2:4] != b"\x00\x00":
        raise UhppoteError(f"expected 00 00 at byte 2, came {packet[2:4].hex(' ')}")
    return BY_CODE[packet[1]]


def _message(function: Function, packet: bytes, fields: tuple[Field, ...]) -> Message:
    values = {each.name: _read(function, each, packet) for each in fields}
    return Message(function=function.name, serial=int.from_bytes(packet[4:8], "little"), values=values)


def _read(function: Function, field: Field, packet: bytes) -> Value:
    try:
        return field.kind.read(packet[field.at : field.at + field.kind.size])
    except ValueError as error:
        raise UhppoteError(f"{function.name}: byte {field.at}, {field.name}: {error}") from error
