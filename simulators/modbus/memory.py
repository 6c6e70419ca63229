"""What a controller keeps in its registers and coils apart from its points: settings, as they left the factory."""

from __future__ import annotations

from collections.abc import Mapping

from firmware_profiles.modbus import ModbusFacts
from firmware_profiles.schema import Profile


class Memory:
    """``registers`` and ``coils`` by wire address. ``stubborn`` ones take writes without keeping them."""

    def __init__(self, profile: Profile, facts: ModbusFacts, registers: Mapping[int, int]) -> None:
        self.registers = _factory(facts, "holding") | _timers(profile, facts) | dict(registers)
        self.coils = {address: bool(value) for address, value in _factory(facts, "coil").items()}
        self.stubborn: set[int] = set()
        self._clears = {
            setting.first + n: bool(setting.write)
            for setting in facts.required_settings
            if setting.area == "coil" and setting.write is not None
            for n in range(setting.count)
        }

    def write_register(self, address: int, value: int) -> None:
        """Keep a value, unless the register is stubborn."""
        if address not in self.stubborn:
            self.registers[address] = value

    def write_coil(self, address: int, level: bool) -> None:
        """Keep a level; a status that is cleared by writing something else to it is cleared."""
        if address in self._clears:
            if level == self._clears[address]:
                self.coils[address] = not level
        elif address not in self.stubborn:
            self.coils[address] = level

    def watchdog_ran_out(self) -> None:
        """Statuses that must be cleared are set."""
        for address, clear in self._clears.items():
            self.coils[address] = clear


def _factory(facts: ModbusFacts, area: str) -> dict[int, int]:
    return {
        setting.first + n: setting.value
        for setting in facts.required_settings
        if setting.area == area
        for n in range(setting.count)
    }


def _timers(profile: Profile, facts: ModbusFacts) -> dict[int, int]:
    pulse = facts.pulse
    if pulse is None or pulse.mode_first is None:
        return {}
    outputs = range(profile.outputs)
    return {pulse.mode_first + n: pulse.mode_hold for n in outputs} | {pulse.on_first + n: 0 for n in outputs}
