"""Who answers on a line, and whether it is what its profile says. Reads only: nothing is written, nothing switches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.modbus.link import NoAnswer, Refused
from drivers.modbus.pdu import Request, bits_in, read_bits, read_setting, values_in
from drivers.modbus.wire import Wire
from firmware_profiles.modbus import BitArea
from firmware_profiles.schema import Profile

_AREAS = {
    "coils": BitArea(area="coil", first=0),
    "discrete inputs": BitArea(area="discrete", first=0),
    "holding registers": BitArea(area="holding-bits", first=0),
    "input registers": BitArea(area="input-bits", first=0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A device that answers. ``areas``: what its functions 1 to 4 say at address 0, in words."""

    address: int
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFound:
    """A required setting as it is; ``values`` is empty where it cannot be read, and ``why`` says so."""

    name: str
    values: tuple[int, ...]
    wanted: int
    why: str

    @property
    def right(self) -> bool:
        """Whether the device may be used with it."""
        return set(self.values) == {self.wanted}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A device as its profile sees it. ``misfits``: what does not answer as the profile says."""

    address: int
    inputs: tuple[bool, ...]
    outputs: tuple[bool, ...]
    settings: tuple[SettingFound, ...]
    misfits: tuple[str, ...]


async def find(wire: Wire, address: int, within: float) -> Found | None:
    """Whether somebody answers at ``address``; ``within`` seconds a question.

    Raises ``ConnectionError`` if the wire is lost.
    """
    areas: list[tuple[str, str]] = []
    for name, area in _AREAS.items():
        try:
            await wire.ask(read_bits(address, area, 1), within)
        except NoAnswer:
            if not areas and name == "coils":
                continue  # a device may leave a function that it does not know unanswered: once is no proof
            if not areas:
                return None
            areas.append((name, "no answer"))
        except Refused as error:
            areas.append((name, str(error)))
        else:
            areas.append((name, "readable"))
    return Found(address=address, areas=tuple(areas))


async def check(wire: Wire, address: int, profile: Profile) -> Checked | None:
    """The device at ``address`` against its profile; None where nobody answers.

    Raises ``ValueError`` if the profile is no Modbus device's, ``ConnectionError`` if the wire is lost.
    """
    facts = profile.modbus
    if facts is None:
        raise ValueError(f"profile {profile.id} is {profile.protocol}, not modbus")
    within, misfits, answers = facts.reply_timeout_ms / 1000, list[str](), list[bool]()

    async def ask(what: str, request: Request) -> bytes | None:
        try:
            answer, _ = await wire.ask(request, within)
        except (NoAnswer, Refused) as error:
            misfits.append(f"{what}: {error}")
            answers.append(isinstance(error, Refused))
            return None
        answers.append(True)
        return answer

    async def bits(what: str, area: BitArea | None, count: int) -> Sequence[bool]:
        if area is None or not count:
            return ()
        answer = await ask(what, read_bits(address, area, count))
        return () if answer is None else bits_in(answer, area, count)

    inputs = await bits("inputs", facts.inputs, profile.inputs)
    outputs = await bits("outputs", facts.readback, profile.outputs)
    settings = []
    for setting in facts.required_settings if any(answers) else ():
        answer = await ask(setting.name, read_setting(address, setting))
        values = () if answer is None else tuple(values_in(answer, setting))
        settings.append(SettingFound(name=setting.name, values=values, wanted=setting.value, why=setting.why))
    if not any(answers):
        return None
    return Checked(
        address=address,
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        settings=tuple(settings),
        misfits=tuple(misfits),
    )
