"""A door controller with its relays, inputs, registers and its own timers. Sans-IO: time is a parameter."""

from __future__ import annotations

from datetime import timedelta

from firmware_profiles.modbus import BitArea, Pulse
from firmware_profiles.schema import Profile
from simulators.modbus.faults import Faults
from simulators.modbus.loops import Loops
from simulators.modbus.memory import Memory
from simulators.modbus.relays import OnOutput, Relays

ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE = 1, 2, 3
_ON, _OFF = 0xFF00, 0x0000


class ModbusError(Exception):
    """Answered as an exception with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exception {code}")
        self.code = code


class SimulatedController:
    """One device at ``address``. Outputs and inputs are numbered from 1.

    ``on_output(output, level)`` is called on each change of a relay. ``pulse_width`` is the installer's setting
    on devices whose pulses are started by a coil (default: three of their units), ``watchdog`` the silence after which
    all relays fall off (default: never). ``registers`` are what the device left the factory with, by wire address;
    others of the profile's settings start as required.
    """

    def __init__(
        self,
        profile: Profile,
        address: int = 1,
        on_output: OnOutput | None = None,
        pulse_width: timedelta | None = None,
        registers: dict[int, int] | None = None,
        watchdog: timedelta | None = None,
    ) -> None:
        if profile.modbus is None:
            raise ValueError(f"profile {profile.id} is {profile.protocol}, not modbus")
        self.profile, self.address, self.facts = profile, address, profile.modbus
        self.faults = Faults()
        self.inputs = [False] * profile.inputs
        self.loops = Loops(self.facts.supervised, profile.inputs)
        self.memory = Memory(profile, self.facts, registers or {})
        self._relays = Relays(profile.outputs, on_output, watchdog)
        unit = timedelta(milliseconds=self.facts.pulse.unit_ms if self.facts.pulse else 0)
        self.pulse_width = pulse_width if pulse_width is not None else 3 * unit

    @property
    def outputs(self) -> list[bool]:
        """The relays' levels, from output 1 on."""
        return self._relays.levels

    @property
    def registers(self) -> dict[int, int]:
        """Settings by wire address."""
        return self.memory.registers

    @property
    def stubborn(self) -> set[int]:
        """Registers that take writes without keeping them."""
        return self.memory.stubborn

    def set_input(self, input_number: int, level: bool) -> None:
        """Open or close what is wired to an input; in linkage mode its relay follows."""
        at = input_number - 1
        if self.facts.supervised is not None:
            self.loops.set(input_number, "on" if level else "off")
        if self.inputs[at] == level:
            return
        self.inputs[at] = level
        if at < len(self.outputs) and self._linked(at):
            self._relays.set(at, level)

    def set_loop(self, input_number: int, level: str) -> None:
        """Bring a supervised input's loop to ``on``, ``off``, ``short``, ``cut``, or ``tamper``: a foreign resistor.

        ValueError where the input is not supervised.
        """
        self.loops.set(input_number, level)

    def power_cycle(self) -> None:
        """Mains away and back: relays fall off, timers are gone, registers stay."""
        self._relays.drop()

    @property
    def next_expiry(self) -> float | None:
        """When ``expire`` must be called next."""
        return self._relays.next_expiry

    def expire(self, now: float) -> None:
        """Let the device's own timers run out."""
        self._relays.expire(now)
        if self._relays.bitten:
            self._relays.bitten = False
            self.memory.watchdog_ran_out()

    def answer(self, pdu: bytes, now: float) -> bytes:
        """The answer's PDU to a request's PDU; exceptions are answers too."""
        self.expire(now)
        self._relays.fed(now)
        try:
            if len(pdu) < 5:
                raise ModbusError(ILLEGAL_VALUE)
            return self._answer(pdu, now)
        except ModbusError as error:
            return bytes([pdu[0] | 0x80, error.code])

    def _answer(self, pdu: bytes, now: float) -> bytes:
        match pdu[0]:
            case 1 | 2:
                return self._read_bits(pdu)
            case 3 | 4:
                return self._read_registers(pdu)
            case 5:
                self._write_coil(_word(pdu, 1), _word(pdu, 3), now)
                return pdu
            case 6:
                self._write_register(_word(pdu, 1), _word(pdu, 3), now)
                return pdu
            case 15:
                return self._write_coils(pdu, now)
            case 16:
                return self._write_registers(pdu, now)
        raise ModbusError(ILLEGAL_FUNCTION)

    def _linked(self, at: int) -> bool:
        return any(
            setting.linkage is not None
            and at < setting.count
            and self.registers[setting.first + at] == setting.linkage
            for setting in self.facts.required_settings
        )

    def _read_bits(self, pdu: bytes) -> bytes:
        first, count = _word(pdu, 1), _count(pdu, 2000)
        known = self._bits("coil" if pdu[0] == 1 else "discrete")
        if any(address not in known for address in range(first, first + count)):
            raise ModbusError(ILLEGAL_ADDRESS)
        value = sum(known[first + n] << n for n in range(count))
        size = (count + 7) // 8
        return bytes([pdu[0], size]) + value.to_bytes(size, "little")

    def _bits(self, area: str) -> dict[int, bool]:
        known = dict(self.memory.coils) if area == "coil" else {}
        pulse = self.facts.pulse
        if pulse and pulse.method == "start-coil" and area == "coil":
            known |= {pulse.on_first + n: self._relays.timing(n) for n in range(len(self.outputs))}
        for place, levels in self._points():
            if place.area == area:
                known |= {place.first + n: level for n, level in enumerate(levels)}
        return known

    def _read_registers(self, pdu: bytes) -> bytes:
        first, count = _word(pdu, 1), _count(pdu, 125)
        known = self._words("holding-bits" if pdu[0] == 3 else "input-bits")
        if pdu[0] == 4 and not known:
            raise ModbusError(ILLEGAL_FUNCTION)
        if any(address not in known for address in range(first, first + count)):
            raise ModbusError(ILLEGAL_ADDRESS)
        values = b"".join(known[first + n].to_bytes(2, "big") for n in range(count))
        return bytes([pdu[0], len(values)]) + values

    def _words(self, area: str) -> dict[int, int]:
        known = dict(self.registers) if area == "holding-bits" else {}
        known |= self.loops.words(area)
        for place, levels in self._points():
            if place.area == area:
                for start in range(0, len(levels), 16):
                    word = sum(level << n for n, level in enumerate(levels[start : start + 16]))
                    known[place.first + start // 16] = word
        return known

    def _points(self) -> list[tuple[BitArea, list[bool]]]:
        """Where points can be read: outputs as coils too, where they are switched so, unless inputs stand there."""
        facts = self.facts
        places = [(facts.outputs, self.outputs), (facts.readback, self.outputs), (facts.inputs, self.inputs)]
        return [(place, levels) for place, levels in places if place is not None]

    def _write_coil(self, address: int, value: int, now: float) -> None:
        if self.facts.outputs and (at := self._output_at(address, self.facts.outputs.first)) is not None:
            self._switch(at, _level(value), now)
        elif address in self.memory.coils:
            self.memory.write_coil(address, _level(value))
        elif self.facts.pulse is None or not self._write_pulse(self.facts.pulse, address, value, now):
            raise ModbusError(ILLEGAL_ADDRESS)

    def _switch(self, at: int, level: bool, now: float) -> None:
        """What a plain write to an output does: with an armed timer it starts a pulse."""
        pulse = self.facts.pulse
        if level and pulse and pulse.mode_first is not None:
            units = self.registers[pulse.on_first + at]
            if self.registers[pulse.mode_first + at] == pulse.mode_pulse:
                self._relays.pulse(at, True, now + units * pulse.unit_ms / 1000)
                return
        self._relays.set(at, level)

    def _write_pulse(self, pulse: Pulse, address: int, value: int, now: float) -> bool:
        on = self._output_at(address, pulse.on_first)
        off = None if pulse.off_first is None else self._output_at(address, pulse.off_first)
        at = on if on is not None else off
        if at is None or pulse.method not in {"flash-value", "start-coil"}:
            return False
        if pulse.method == "flash-value":
            if not 0 <= value <= pulse.most_units:
                raise ModbusError(ILLEGAL_VALUE)
            self._relays.pulse(at, on is not None, now + value * pulse.unit_ms / 1000)
        elif _level(value):
            self._relays.pulse(at, True, now + self.pulse_width.total_seconds())
        else:
            self._relays.set(at, False)
        return True

    def _write_register(self, address: int, value: int, now: float) -> None:
        pulse, commands = self.facts.pulse, self.facts.commands
        if pulse and pulse.method == "value-register":
            at, units = self._output_at(address, pulse.on_first), value - pulse.base
            if at is not None and 1 <= units <= pulse.most_units:
                self._relays.pulse(at, True, now + units * pulse.unit_ms / 1000)
                return
        at = self._output_at(address, commands.first) if commands else None
        if commands and at is not None:
            if value not in {commands.on, commands.off}:
                raise ModbusError(ILLEGAL_VALUE)
            self._relays.set(at, value == commands.on)
        elif address in self.registers:
            self.memory.write_register(address, value)
        else:
            raise ModbusError(ILLEGAL_ADDRESS)

    def _write_coils(self, pdu: bytes, now: float) -> bytes:
        first, count = _word(pdu, 1), _count(pdu, 1968)
        if len(pdu) != 6 + (count + 7) // 8:
            raise ModbusError(ILLEGAL_VALUE)
        if self.facts.outputs is None:
            raise ModbusError(ILLEGAL_ADDRESS)
        ats = [self._output_at(first + n, self.facts.outputs.first) for n in range(count)]
        levels = int.from_bytes(pdu[6:], "little")
        if None in ats:
            raise ModbusError(ILLEGAL_ADDRESS)
        for n, at in enumerate(ats):
            if at is not None:
                self._switch(at, bool(levels >> n & 1), now)
        return pdu[:5]

    def _write_registers(self, pdu: bytes, now: float) -> bytes:
        first, count = _word(pdu, 1), _count(pdu, 123)
        if len(pdu) != 6 + 2 * count:
            raise ModbusError(ILLEGAL_VALUE)
        if any(address not in self.registers for address in range(first, first + count)):
            raise ModbusError(ILLEGAL_ADDRESS)
        for n in range(count):
            self._write_register(first + n, _word(pdu, 6 + 2 * n), now)
        return pdu[:5]

    def _output_at(self, address: int, first: int) -> int | None:
        return address - first if first <= address < first + len(self.outputs) else None


def _level(value: int) -> bool:
    if value not in {_ON, _OFF}:
        raise ModbusError(ILLEGAL_VALUE)
    return value == _ON


def _word(pdu: bytes, at: int) -> int:
    return int.from_bytes(pdu[at : at + 2], "big")


def _count(pdu: bytes, most: int) -> int:
    count = _word(pdu, 3)
    if not 1 <= count <= most:
        raise ModbusError(ILLEGAL_VALUE)
    return count
