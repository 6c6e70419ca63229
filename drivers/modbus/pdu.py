"""Requests that the line sends, as pymodbus PDUs.

Function 05 is written with any 16-bit value: Waveshare's flash puts a length where the standard knows only
FF00 and 0000, which pymodbus' ``write_coil`` cannot send.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pymodbus.pdu import ModbusPDU
from pymodbus.pdu.bit_message import ReadCoilsRequest, ReadDiscreteInputsRequest
from pymodbus.pdu.register_message import (
    ReadHoldingRegistersRequest,
    ReadInputRegistersRequest,
    WriteMultipleRegistersRequest,
    WriteSingleRegisterRequest,
)

from firmware_profiles.modbus import BitArea, RequiredSetting

ON, OFF = 0xFF00, 0x0000
_READ = {
    "coil": ReadCoilsRequest,
    "discrete": ReadDiscreteInputsRequest,
    "holding-bits": ReadHoldingRegistersRequest,
    "input-bits": ReadInputRegistersRequest,
}
_WORD = 16


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


class WriteCoilValue(ModbusPDU):
    """Function 05 with any value, request and echo alike: ``address:2 | value:2``."""

    function_code = 5
    rtu_frame_size = 8

    def __init__(self, address: int = 0, value: int = 0, dev_id: int = 0, transaction_id: int = 0) -> None:
        super().__init__(dev_id=dev_id, transaction_id=transaction_id, address=address)
        self.value = value

    def encode(self) -> bytes:
        """The data after the function code."""
        return struct.pack(">HH", self.address, self.value)

    def decode(self, data: bytes) -> None:
        """Take over the data after the function code."""
        self.address, self.value = struct.unpack(">HH", data[:4])


def write_one(unit: int, write: Write) -> ModbusPDU:
    """Write one coil or register."""
    if isinstance(write, CoilWrite):
        return WriteCoilValue(address=write.address, value=write.value, dev_id=unit)
    return WriteSingleRegisterRequest(address=write.address, registers=[write.value], dev_id=unit)


def echoes(answer: ModbusPDU, write: Write) -> bool:
    """Whether the answer repeats what was written."""
    value = answer.value if isinstance(answer, WriteCoilValue) else next(iter(answer.registers), None)
    return (answer.address, value) == (write.address, write.value)


def read_bits(unit: int, bits: BitArea, count: int) -> ModbusPDU:
    """Read ``count`` bits from the start of an area."""
    words = bits.area in {"holding-bits", "input-bits"}
    return _READ[bits.area](address=bits.first, count=-(-count // _WORD) if words else count, dev_id=unit)


def bits_in(answer: ModbusPDU, bits: BitArea, count: int) -> Sequence[bool]:
    """The bits that an answer to :func:`read_bits` holds, at least ``count`` of them."""
    if bits.area in {"coil", "discrete"}:
        return answer.bits
    return [bool(answer.registers[n // _WORD] >> n % _WORD & 1) for n in range(count)]


def read_setting(unit: int, setting: RequiredSetting) -> ModbusPDU:
    """Read the registers or coils of a required setting."""
    request = ReadCoilsRequest if setting.area == "coil" else ReadHoldingRegistersRequest
    return request(address=setting.first, count=setting.count, dev_id=unit)


def values_in(answer: ModbusPDU, setting: RequiredSetting) -> Sequence[int]:
    """The values that an answer to :func:`read_setting` holds."""
    if setting.area == "coil":
        return [int(bit) for bit in answer.bits[: setting.count]]
    return list(answer.registers)


def write_setting(unit: int, setting: RequiredSetting) -> Sequence[ModbusPDU]:
    """The requests that put a setting right."""
    value = setting.value if setting.write is None else setting.write
    addresses = range(setting.first, setting.first + setting.count)
    if setting.area == "coil":
        return [write_one(unit, CoilWrite(address=at, value=ON if value else OFF)) for at in addresses]
    if setting.single:
        return [write_one(unit, RegisterWrite(address=at, value=value)) for at in addresses]
    values = [value] * setting.count
    return [WriteMultipleRegistersRequest(address=setting.first, registers=values, dev_id=unit)]
