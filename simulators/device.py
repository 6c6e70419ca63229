"""Any profile's device on a wire of its own, with a hand that moves it and spoils its wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, Protocol

from drivers.transport.stream import ByteStream
from drivers.wiegand import encode
from firmware_profiles.schema import Profile
from simulators.card_text import parse_card
from simulators.control import ControlError
from simulators.faulty import FaultyStream, WireFaults
from simulators.modbus import SimulatedController, SimulatedLine
from simulators.osdp.bus import serve as serve_osdp
from simulators.osdp.peripheral import Peripheral
from simulators.panel.bodies import BarrierBody, C3Body, UhppoteBody
from simulators.serial_reader import SimulatedReader

WATCHDOG = timedelta(seconds=5)
"""What an installer is told to set on controllers that have one."""


class Body(Protocol):
    """What a device is apart from its wire."""

    async def serve(self, stream: ByteStream) -> None:
        """Answer, or be ready to talk, until the wire is lost (``ConnectionError``) or the task is cancelled."""

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Do what a hand does; None for what such a device does not know. ``ValueError`` for what cannot be done."""


class SimulatedDevice:
    """The device of a profile. ``act`` answers requests of :mod:`simulators.control`::

    {"do": "present", "card": "EM4100:62E3086CED", "seconds": 0.5}      {"do": "keys", "keys": "12#"}
    {"do": "input", "input": 1, "on": true}      {"do": "outputs"}      {"do": "power"}
    {"do": "loop", "input": 1, "level": "cut"}   (of a supervised input: on, off, short, cut, tamper)
    (of panels and barriers: see :mod:`simulators.panel.bodies`)
    {"do": "fault", "drop": 2, "echo": true, …}  (see :class:`simulators.faulty.WireFaults`)
    """

    def __init__(self, profile: Profile, address: int) -> None:
        self.profile = profile
        self.faults = WireFaults()
        self._body = _BODIES[profile.protocol](profile, address)

    @property
    def line(self) -> SimulatedLine | None:
        """The Modbus line, for devices that serve TCP themselves."""
        return self._body.line if isinstance(self._body, ControllerBody) else None

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`Body`; the wire's faults apply."""
        await self._body.serve(FaultyStream(stream, self.faults))

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Carry out a request. ControlError for what cannot be done."""
        if request.get("do") == "fault":
            return self._spoil({key: value for key, value in request.items() if key != "do"})
        try:
            done = await self._body.act(request)
        except (ValueError, KeyError, IndexError, ConnectionError) as error:
            raise ControlError(f"{request.get('do')}: {error}") from error
        if done is None:
            raise ControlError(f"a {self.profile.model} cannot do {request.get('do')!r}")
        return done

    def _spoil(self, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
        known = {field.name: field for field in fields(WireFaults) if field.init}
        if unknown := set(wanted) - set(known):
            raise ControlError(f"no fault {sorted(unknown)[0]!r}; there are {', '.join(known)}")
        for name, value in wanted.items():
            if not isinstance(value, type(getattr(WireFaults(), name))) and not isinstance(value, int):
                raise ControlError(f"fault {name}: expected a number or true, came {value!r}")
            setattr(self.faults, name, value)
        return {name: getattr(self.faults, name) for name in known}


class ReaderBody:
    """A UART reader."""

    def __init__(self, profile: Profile, address: int) -> None:
        self._profile = profile
        self._reader: SimulatedReader | None = None

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`Body`."""
        self._reader = SimulatedReader(stream, self._profile)
        await self._reader.serve()

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """See :class:`Body`."""
        if self._reader is None:
            raise ConnectionError("nobody is at the other end of the wire yet")
        match request:
            case {"do": "present", "card": str(card), **more}:
                await self._reader.hold(parse_card(card), float(more.get("seconds", 0.3)))
            case {"do": "keys", "keys": str(keys)}:
                await self._reader.type_keys(keys)
            case {"do": "noise", "hex": str(data)}:
                self._reader.noise(bytes.fromhex(data))
            case _:
                return None
        return {}


class ControllerBody:
    """A Modbus controller."""

    def __init__(self, profile: Profile, address: int) -> None:
        facts = profile.modbus
        watchdog = WATCHDOG if facts is not None and facts.hold == "watchdog" else None
        self._controller = SimulatedController(profile, address, watchdog=watchdog)
        self.line = SimulatedLine([self._controller])

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`Body`."""
        await self.line.serve_rtu(stream)

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """See :class:`Body`; ``answer_as``, ``bad_crc`` and ``slow`` spoil what is sent before its checksum."""
        match request:
            case {"do": "input", "input": int(number), "on": bool(level)} if number >= 1:
                self._controller.set_input(number, level)
            case {"do": "loop", "input": int(number), "level": str(level)}:
                self._controller.set_loop(number, level)
            case {"do": "power"}:
                self._controller.power_cycle()
                self.line.drop_clients()
            case {"do": "outputs"}:
                self._controller.expire(asyncio.get_running_loop().time())
            case {"do": "answers", **wanted}:
                self._controller.faults = replace(self._controller.faults, **wanted)
            case _:
                return None
        return {"outputs": list(self._controller.outputs), "inputs": list(self._controller.inputs)}


class OsdpBody:
    """An OSDP reader, in clear text."""

    def __init__(self, profile: Profile, address: int) -> None:
        self._peripheral = Peripheral(address)

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`Body`."""
        await serve_osdp(stream, [self._peripheral])

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """See :class:`Body`."""
        match request:
            case {"do": "present", "card": str(text)}:
                card = parse_card(text)
                self._peripheral.present(encode(card.format, card.facility, card.number))
            case {"do": "keys", "keys": str(keys)}:
                self._peripheral.type_keys(keys)
            case _:
                return None
        return {}


_BODIES: Mapping[str, Callable[[Profile, int], Body]] = {
    "serial-reader": ReaderBody,
    "modbus": ControllerBody,
    "osdp": OsdpBody,
    "uhppote": UhppoteBody,
    "zkteco-c3": C3Body,
    "turnstile": BarrierBody,
}

Play = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


async def play_scenario(steps: list[Mapping[str, Any]], act: Play) -> None:
    """Carry out ``steps``, each a request with the seconds ``at`` which it is due, counted from now."""
    began = asyncio.get_running_loop().time()
    for step in sorted(steps, key=lambda step: float(step.get("at", 0))):
        await asyncio.sleep(began + float(step.get("at", 0)) - asyncio.get_running_loop().time())
        await act({key: value for key, value in step.items() if key != "at"})
