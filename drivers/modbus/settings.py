"""Settings without which a device is not used: read, put right where they are wrong, read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pymodbus.pdu import ModbusPDU

from drivers.modbus.controller import Controller
from drivers.modbus.link import NoAnswer, Refused
from drivers.modbus.pdu import read_setting, write_setting
from firmware_profiles.modbus import RequiredSetting

Ask = Callable[[ModbusPDU], Awaitable[ModbusPDU]]


class UnsafeSetting(Exception):
    """A required setting is wrong and stays wrong, or cannot be read; the message says what that means."""


async def enforce(controller: Controller, ask: Ask) -> str:
    """Verify all required settings; returns what was changed, in words (empty: nothing).

    Raises :class:`UnsafeSetting`; ``NoAnswer`` where the device is silent.
    """
    changed = []
    for setting in controller.facts.required_settings:
        try:
            was = await _read(controller, setting, ask)
            if was == {setting.value}:
                continue
            await ask(write_setting(controller.address, setting))
            now = await _read(controller, setting, ask)
        except Refused as error:
            raise UnsafeSetting(f"{setting.name} cannot be verified ({error}): {setting.why}") from error
        if now != {setting.value}:
            raise UnsafeSetting(
                f"{setting.name} is {_named(now)}, must be {setting.value}, and cannot be set: {setting.why}"
            )
        changed.append(f"{setting.name} was {_named(was)}, set to {setting.value}")
    return "; ".join(changed)


async def _read(controller: Controller, setting: RequiredSetting, ask: Ask) -> set[int]:
    answer = await ask(read_setting(controller.address, setting))
    if len(answer.registers) != setting.count:
        raise NoAnswer(0, f"{len(answer.registers)} registers came, expected {setting.count}")
    return set(answer.registers)


def _named(values: set[int]) -> str:
    return " and ".join(str(value) for value in sorted(values))
