"""OUT: the reader's own outputs, switched or pulsed; pulses are timed by the reader (SIA OSDP 2.2, 6.9).

per output: number, control, timer low, timer high (100 ms)
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

from drivers.osdp.codes import CommandCode
from drivers.osdp.errors import PayloadError
from drivers.osdp.message import Message, fits, records

_RECORD = struct.Struct("<BBH")


class OutputCode(IntEnum):
    """What an output does now, and after its timer."""

    NOP = 0
    OFF = 1
    ON = 2
    OFF_AFTER_TIMER = 3
    ON_AFTER_TIMER = 4
    PULSE_ON = 5
    PULSE_OFF = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputControl:
    """One output, numbered from 0 as on the wire; ``timer`` in 100 ms, for pulses."""

    output: int
    control: OutputCode
    timer: int = 0

    def __post_init__(self) -> None:
        fits("output", self.output, 0, 0xFF)
        fits("timer", self.timer, 0, 0xFFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Out(Message):
    """Switch outputs."""

    CODE: ClassVar[int] = CommandCode.OUT
    outputs: tuple[OutputControl, ...]

    def payload(self) -> bytes:
        return b"".join(_RECORD.pack(o.output, o.control, o.timer) for o in self.outputs)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        return cls(outputs=tuple(map(_control, records("OUT", data, _RECORD.size))))


def _control(record: bytes) -> OutputControl:
    output, control, timer = _RECORD.unpack(record)
    if control > max(OutputCode):
        raise PayloadError(f"OUT: expected a control code of 0..6, came {control} for output {output}")
    return OutputControl(output=output, control=OutputCode(control), timer=timer)
