"""A door controller with its relays, inputs, registers and its own timers. Sans-IO: time is a parameter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from firmware_profiles.modbus import Pulse
from firmware_profiles.schema import Profile
from simulators.modbus.faults import Faults

ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE = 1, 2, 3
_ON, _OFF = 0xFF00, 0x0000
OnOutput = Callable[[int, bool], None]


class ModbusError(Exception):
    """Answered as an exception with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exception {code}")
        self.code = code


class SimulatedController:
    """One device at ``address``. Outputs and inputs are numbered from 1.

    ``on_output(output, level)`` is called on each change of a relay. ``pulse_width`` is the installer's setting
    on devices whose pulses are started by a coil (default: three of their units). ``registers`` are what the
    device left the factory with, by wire address; others of the profile's settings start as required.
    """

    def __init__(
        self,
        profile: Profile,
        address: int = 1,
        on_output: OnOutput | None = None,
        pulse_width: timedelta | None = None,
        registers: dict[int, int] | None = None,
    ) -> None:
        if profile.modbus is None:
            raise ValueError(f"profile {profile.id} is {profile.protocol}, not modbus")
        self.profile, self.address, self.facts = profile, address, profile.modbus
        self.faults = Faults()
        self.outputs = [False] * profile.outputs
        self.inputs = [False] * profile.inputs
        self.registers = self._factory() | (registers or {})
        self.stubborn: set[int] = set()  # registers that take writes without keeping them
        self._on_output = on_output
        unit = timedelta(milliseconds=self.facts.pulse.unit_ms if self.facts.pulse else 0)
        self.pulse_width = pulse_width if pulse_width is not None else 3 * unit
        self._timers: dict[int, tuple[float, bool]] = {}

    def set_input(self, input_number: int, level: bool) -> None:
        """Open or close what is wired to an input; in linkage mode its relay follows."""
        at = input_number - 1
        if self.inputs[at] == level:
            return
        self.inputs[at] = level
        if at < len(self.outputs) and self._linked(at):
            self._switch(at, level)

    def _linked(self, at: int) -> bool:
        return any(
            setting.linkage is not None
            and at < setting.count
            and self.registers[setting.first + at] == setting.linkage
            for setting in self.facts.required_settings
        )

    def power_cycle(self) -> None:
        """Mains away and back: relays fall off, timers are gone, registers stay."""
        self._timers.clear()
        for at in range(len(self.outputs)):
            self._switch(at, False)

    @property
    def next_expiry(self) -> float | None:
        """When ``expire`` must be called next."""
        return min((until for until, _ in self._timers.values()), default=None)

    def expire(self, now: float) -> None:
        """Let the device's own timers run out."""
        for at, (until, then) in list(self._timers.items()):
            if now >= until:
                del self._timers[at]
                self._switch(at, then)

    def answer(self, pdu: bytes, now: float) -> bytes:
        """The answer's PDU to a request's PDU; exceptions are answers too."""
        self.expire(now)
        function = pdu[0]
        try:
            if len(pdu) < 5:
                raise ModbusError(ILLEGAL_VALUE)
            match function:
                case 1 | 2:
                    return self._read_bits(pdu)
                case 3:
                    return self._read_registers(pdu)
                case 5:
                    self._write_coil(_word(pdu, 1), _word(pdu, 3), now)
                    return pdu
                case 6:
                    self._write_registers(_word(pdu, 1), [_word(pdu, 3)])
                    return pdu
                case 15:
                    return self._write_coils(pdu)
                case 16:
                    return self._write_many_registers(pdu)
            raise ModbusError(ILLEGAL_FUNCTION)
        except ModbusError as error:
            return bytes([function | 0x80, error.code])

    def _read_bits(self, pdu: bytes) -> bytes:
        area = "coil" if pdu[0] == 1 else "discrete"
        first, count = _word(pdu, 1), _count(pdu, 2000)
        known = self._bits(area)
        if any(address not in known for address in range(first, first + count)):
            raise ModbusError(ILLEGAL_ADDRESS)
        value = sum(known[first + n] << n for n in range(count))
        size = (count + 7) // 8
        return bytes([pdu[0], size]) + value.to_bytes(size, "little")

    def _bits(self, area: str) -> dict[int, bool]:
        known: dict[int, bool] = {}
        pulse = self.facts.pulse
        if pulse and pulse.method == "start-coil" and area == "coil":
            known |= {pulse.on_first + n: n in self._timers for n in range(len(self.outputs))}
        for place in (self.facts.outputs, self.facts.readback):
            if place.area == area:
                known |= {place.first + n: level for n, level in enumerate(self.outputs)}
        if self.facts.inputs and self.facts.inputs.area == area:
            known |= {self.facts.inputs.first + n: level for n, level in enumerate(self.inputs)}
        return known

    def _read_registers(self, pdu: bytes) -> bytes:
        first, count = _word(pdu, 1), _count(pdu, 125)
        if any(address not in self.registers for address in range(first, first + count)):
            raise ModbusError(ILLEGAL_ADDRESS)
        values = b"".join(self.registers[first + n].to_bytes(2, "big") for n in range(count))
        return bytes([3, len(values)]) + values

    def _write_coil(self, address: int, value: int, now: float) -> None:
        if (at := self._output_at(address, self.facts.outputs.first)) is not None:
            if value not in {_ON, _OFF}:
                raise ModbusError(ILLEGAL_VALUE)
            self._timers.pop(at, None)
            self._switch(at, value == _ON)
        elif self.facts.pulse is None or not self._write_pulse(self.facts.pulse, address, value, now):
            raise ModbusError(ILLEGAL_ADDRESS)

    def _write_pulse(self, pulse: Pulse, address: int, value: int, now: float) -> bool:
        on = self._output_at(address, pulse.on_first)
        off = None if pulse.off_first is None else self._output_at(address, pulse.off_first)
        at = on if on is not None else off
        if at is None:
            return False
        if pulse.method == "flash-value":
            if not 0 <= value <= pulse.most_units:
                raise ModbusError(ILLEGAL_VALUE)
            self._pulse(at, on is not None, now + value * pulse.unit_ms / 1000)
        elif value == _ON:
            self._pulse(at, True, now + self.pulse_width.total_seconds())
        elif value == _OFF:
            self._timers.pop(at, None)
            self._switch(at, False)
        else:
            raise ModbusError(ILLEGAL_VALUE)
        return True

    def _pulse(self, at: int, level: bool, until: float) -> None:
        self._timers[at] = (until, not level)
        self._switch(at, level)

    def _write_coils(self, pdu: bytes) -> bytes:
        first, count = _word(pdu, 1), _count(pdu, 1968)
        if len(pdu) != 6 + (count + 7) // 8:
            raise ModbusError(ILLEGAL_VALUE)
        ats = [self._output_at(first + n, self.facts.outputs.first) for n in range(count)]
        levels = int.from_bytes(pdu[6:], "little")
        if None in ats:
            raise ModbusError(ILLEGAL_ADDRESS)
        for n, at in enumerate(ats):
            if at is not None:
                self._timers.pop(at, None)
                self._switch(at, bool(levels >> n & 1))
        return pdu[:5]

    def _write_many_registers(self, pdu: bytes) -> bytes:
        count = _count(pdu, 123)
        if len(pdu) != 6 + 2 * count:
            raise ModbusError(ILLEGAL_VALUE)
        self._write_registers(_word(pdu, 1), [_word(pdu, 6 + 2 * n) for n in range(count)])
        return pdu[:5]

    def _write_registers(self, first: int, values: list[int]) -> None:
        addresses = range(first, first + len(values))
        if any(address not in self.registers for address in addresses):
            raise ModbusError(ILLEGAL_ADDRESS)
        for address, value in zip(addresses, values, strict=True):
            if address not in self.stubborn:
                self.registers[address] = value

    def _output_at(self, address: int, first: int) -> int | None:
        return address - first if first <= address < first + len(self.outputs) else None

    def _switch(self, at: int, level: bool) -> None:
        if self.outputs[at] != level:
            self.outputs[at] = level
            if self._on_output is not None:
                self._on_output(at + 1, level)

    def _factory(self) -> dict[int, int]:
        return {
            setting.first + n: setting.value
            for setting in self.facts.required_settings
            for n in range(setting.count)
        }


def _word(pdu: bytes, at: int) -> int:
    return int.from_bytes(pdu[at : at + 2], "big")


def _count(pdu: bytes, most: int) -> int:
    count = _word(pdu, 3)
    if not 1 <= count <= most:
        raise ModbusError(ILLEGAL_VALUE)
    return count
