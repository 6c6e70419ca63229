"""Settings without which a device is not used: read, put right where they are wrong, read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from drivers.modbus.controller import Controller
from drivers.modbus.link import NoAnswer, Refused
from drivers.modbus.pdu import Request, read_setting, values_in, write_setting
from firmware_profiles.modbus import RequiredSetting

Ask = Callable[[Request], Awaitable[bytes]]


class UnsafeSetting(Exception):
    """A required setting is wrong and stays wrong, or cannot be read; the message says what that means."""


async def enforce(controller: Controller, ask: Ask) -> str:
    """Verify all required settings, in their order; returns what was changed, in words (empty: nothing).

    Raises :class:`UnsafeSetting`; ``NoAnswer`` where the device is silent.
    """
    changed = []
    for setting in controller.facts.required_settings:
        try:
            was = await _read(controller, setting, ask)
            if was == {setting.value}:
                continue
            now = was if setting.read_only else await _put_right(controller, setting, ask)
        except Refused as error:
            raise UnsafeSetting(f"{setting.name} cannot be verified ({error}): {setting.why}") from error
        if now != {setting.value}:
            set_by_host = "is not Gate's to set" if setting.read_only else "cannot be set"
            raise UnsafeSetting(
                f"{setting.name} is {_named(now)}, must be {setting.value}, and {set_by_host}: {setting.why}"
            )
        changed.append(f"{setting.name} was {_named(was)}, set to {setting.value}")
    return "; ".join(changed)


async def _put_right(controller: Controller, setting: RequiredSetting, ask: Ask) -> set[int]:
    for request in write_setting(controller.address, setting):
        await ask(request)
    return await _read(controller, setting, ask)


async def _read(controller: Controller, setting: RequiredSetting, ask: Ask) -> set[int]:
    values = values_in(await ask(read_setting(controller.address, setting)), setting)
    if len(values) != setting.count:
        raise NoAnswer(0, f"{len(values)} values came, expected {setting.count}")
    return set(values)


def _named(values: set[int]) -> str:
    return " and ".join(str(value) for value in sorted(values))
