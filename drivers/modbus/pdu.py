"""Requests that the line sends, as pymodbus PDUs.

Function 05 is written with any 16-bit value: Waveshare's flash puts a length where the standard knows only
FF00 and 0000, which pymodbus' ``write_coil`` cannot send.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from pymodbus.pdu import ModbusPDU
from pymodbus.pdu.bit_message import ReadCoilsRequest, ReadDiscreteInputsRequest
from pymodbus.pdu.register_message import ReadHoldingRegistersRequest, WriteMultipleRegistersRequest

from firmware_profiles.modbus import BitArea, RequiredSetting

ON, OFF = 0xFF00, 0x0000


@dataclass(frozen=True, slots=True, kw_only=True)
class CoilWrite:
    """Function 05: ``value`` to the coil at wire address ``address``."""

    address: int
    value: int


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


def write_coil(unit: int, write: CoilWrite) -> WriteCoilValue:
    """Write one coil."""
    return WriteCoilValue(address=write.address, value=write.value, dev_id=unit)


def read_bits(unit: int, bits: BitArea, count: int) -> ModbusPDU:
    """Read ``count`` bits from the start of an area."""
    request = ReadCoilsRequest if bits.area == "coil" else ReadDiscreteInputsRequest
    return request(address=bits.first, count=count, dev_id=unit)


def read_setting(unit: int, setting: RequiredSetting) -> ModbusPDU:
    """Read the registers of a required setting."""
    return ReadHoldingRegistersRequest(address=setting.first, count=setting.count, dev_id=unit)


def write_setting(unit: int, setting: RequiredSetting) -> ModbusPDU:
    """Write the required value into all registers of a setting."""
    values = [setting.value] * setting.count
    return WriteMultipleRegistersRequest(address=setting.first, registers=values, dev_id=unit)
