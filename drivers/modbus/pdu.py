"""Requests that the line sends and what their answers say, as bytes of the Modbus application protocol (V1.1b3, 6).

A request's or answer's PDU is ``function | data``. Function 05 is written with any 16-bit value: Waveshare's flash puts
a length where the standard knows only FF00 and 0000.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from firmware_profiles.modbus import BitArea, RequiredSetting, SupervisedArea

ON, OFF = 0xFF00, 0x0000
_READ = {"coil": 1, "discrete": 2, "holding-bits": 3, "input-bits": 4}
_WRITE_COIL, _WRITE_REGISTER, _WRITE_REGISTERS = 5, 6, 16
_WORD = 16


class Request(NamedTuple):
    """A PDU and the unit that it is for."""

    unit: int
    pdu: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CoilWrite:
    """Function 05: ``value`` to the coil at wire address ``address``."""

    address: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWrite:
    """Function 06: ``value`` to the holding register at wire address ``address``."""

    address: int
    value: int


Write = CoilWrite | RegisterWrite


def write_one(unit: int, write: Write) -> Request:
    """Write one coil or register; a good answer repeats the request."""
    function = _WRITE_COIL if isinstance(write, CoilWrite) else _WRITE_REGISTER
    return _request(unit, function, write.address, write.value)


def read_bits(unit: int, bits: BitArea, count: int) -> Request:
    """Read ``count`` bits from the start of an area."""
    words = bits.area in {"holding-bits", "input-bits"}
    return _request(unit, _READ[bits.area], bits.first, -(-count // _WORD) if words else count)


def bits_in(answer: bytes, bits: BitArea, count: int) -> Sequence[bool]:
    """The ``count`` bits that an answer to :func:`read_bits` holds."""
    if bits.area in {"coil", "discrete"}:
        levels = int.from_bytes(answer[2:], "little")
        return [bool(levels >> n & 1) for n in range(count)]
    words = _words(answer)
    return [bool(words[n // _WORD] >> n % _WORD & 1) for n in range(count)]


def read_loops(unit: int, area: SupervisedArea, count: int) -> Request:
    """Read the registers of ``count`` supervised inputs."""
    return _request(unit, 3 if area.area == "holding" else 4, area.first, count)


def words_in(answer: bytes) -> Sequence[int]:
    """The registers that an answer to :func:`read_loops` holds."""
    return _words(answer)


def read_setting(unit: int, setting: RequiredSetting) -> Request:
    """Read the registers or coils of a required setting."""
    return _request(unit, 1 if setting.area == "coil" else 3, setting.first, setting.count)


def values_in(answer: bytes, setting: RequiredSetting) -> Sequence[int]:
    """The values that an answer to :func:`read_setting` holds."""
    if setting.area == "coil":
        levels = int.from_bytes(answer[2:], "little")
        return [levels >> n & 1 for n in range(setting.count)]
    return _words(answer)


def write_setting(unit: int, setting: RequiredSetting) -> Sequence[Request]:
    """The requests that put a setting right."""
    value = setting.value if setting.write is None else setting.write
    addresses = range(setting.first, setting.first + setting.count)
    if setting.area == "coil":
        return [write_one(unit, CoilWrite(address=at, value=ON if value else OFF)) for at in addresses]
    if setting.single:
        return [write_one(unit, RegisterWrite(address=at, value=value)) for at in addresses]
    values = struct.pack(f">B{setting.count}H", 2 * setting.count, *[value] * setting.count)
    head = _request(unit, _WRITE_REGISTERS, setting.first, setting.count)
    return [Request(unit, head.pdu + values)]


def _request(unit: int, function: int, address: int, value: int) -> Request:
    return Request(unit, struct.pack(">BHH", function, address, value))


def _words(answer: bytes) -> Sequence[int]:
    return struct.unpack(f">{len(answer) // 2 - 1}H", answer[2:])
