"""A whole simulated site: every line with its devices, every door with its lock and contact, one hand to move them.

Built from the same site file and profiles as the real one. Leaves cameras to a process of their own, and knows
nothing of decisions: a card that is presented here goes over a wire and comes back as a relay, or does not.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from drivers.transport.stream import ByteStream
from firmware_profiles.load import load_profile
from gate.domain.hardware import DeviceConfig
from gate.domain.site import Site
from simulators.card_text import parse_card
from simulators.control import ControlError
from simulators.door import Door, DoorStuck
from simulators.modbus import SimulatedController, SimulatedLine
from simulators.modbus.faults import Faults
from simulators.osdp.bus import serve
from simulators.osdp.peripheral import Peripheral
from simulators.readers import HandReader, OsdpHand, SerialHand
from simulators.serial_reader import SimulatedReader

OsdpKey = Callable[[str], bytes]
"""The key that an installer gave to a reader, by device id."""


@dataclass(frozen=True, slots=True)
class TcpEnd:
    """A simulated device listens here."""

    port: int


LineEnd = TcpEnd | ByteStream
"""The device's end of a line: a port to listen on, or a stream, paced or not."""


class SimulatedSite:
    """All hardware of one site. Build it inside a running asyncio loop."""

    def __init__(self, site: Site, ends: Mapping[str, LineEnd], osdp_key: OsdpKey) -> None:
        """``ends``: one for each line of the site; KeyError where one is missing."""
        self._site = site
        self._osdp_key = osdp_key
        self._controllers: dict[str, SimulatedController] = {}
        self._readers: dict[str, HandReader] = {}
        self._peripherals: dict[str, Peripheral] = {}
        self._relays: dict[tuple[str, int], list[Door]] = {}
        self._serve = [self._line(line, ends[line]) for line in site.lines]
        self._doors = {portal.id: Door(portal, self._set_input) for portal in site.portals.values()}
        for portal in site.portals.values():
            key = (portal.lock.device, portal.lock.output)
            self._relays.setdefault(key, []).append(self._doors[portal.id])
        self._rest_inputs()

    async def run(self) -> None:
        """Serve all lines until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for serve in self._serve:
                tasks.create_task(serve())

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Carry out what a hand does: see :mod:`simulators.control`. ControlError for what cannot be done."""
        match request:
            case {"do": "present", "card": str(card), "reader": str(reader), **more}:
                await self._present(card, reader, more.get("pin"))
                return {}
            case {"do": "door", "portal": str(portal), "action": str(action)}:
                self._move(portal, action)
                return {"open": self._doors[portal].is_open, "released": self._doors[portal].released}
            case {"do": "fault", "device": str(device), "kind": str(kind)}:
                self._break(device, kind)
                return {}
            case {"do": "input", "of": str(owner), "name": str(name), "active": bool(active)}:
                self._supervise(owner, name, active=active)
                return {}
            case {"do": "noise", "reader": str(reader), "hex": str(noise)}:
                await self._reader(reader).noise(bytes.fromhex(noise))
                return {}
        raise ControlError("expected present, door, input, fault or noise with what they need")

    async def _present(self, card: str, reader: str, pin: str | None) -> None:
        hand = self._reader(reader)
        try:
            await hand.present(parse_card(card), pin)
        except ValueError as error:
            raise ControlError(str(error)) from error

    def _reader(self, reader: str) -> HandReader:
        if reader not in self._readers:
            raise ControlError(f"no reader {reader!r}; there are {', '.join(sorted(self._readers))}")
        return self._readers[reader]

    def _break(self, device: str, kind: str) -> None:
        controller = self._controller(device)
        faults = {
            "none": Faults(),
            "silent": Faults(silent=True),
            "rubbish": Faults(rubbish=bytes.fromhex("deadbeef00")),
            "other-address": Faults(answer_as=controller.address + 1),
        }
        if kind not in faults:
            raise ControlError(f"expected one of {', '.join(faults)}; got {kind!r}")
        controller.faults = faults[kind]

    def _move(self, portal: str, action: str) -> None:
        door = self._doors.get(portal)
        if door is None:
            raise ControlError(f"no portal {portal!r}; there are {', '.join(sorted(self._doors))}")
        moves: dict[str, Callable[[], None]] = {
            "open": door.pull,
            "leave": door.leave,
            "force": door.force,
            "close": door.close,
            "rex": lambda: self._button(door),
        }
        if action not in moves:
            raise ControlError(f"expected one of {', '.join(moves)}; got {action!r}")
        try:
            moves[action]()
        except DoorStuck as stuck:
            raise ControlError(str(stuck)) from stuck

    def _button(self, door: Door) -> None:
        door.press_rex(pressed=True)
        asyncio.get_running_loop().call_later(0.3, lambda: door.press_rex(pressed=False))

    def _supervise(self, owner: str, name: str, *, active: bool) -> None:
        """Open a reader's case or a cabinet, let the mains fail, have the fire panel pull: by whose input it is."""
        agent = self._site.agents.get(owner)
        if agent is not None and name in agent.inputs:
            point = agent.inputs[name]
            self._set_input(point.device, point.input, active == (point.wiring == "NO"))
        elif owner in self._doors and name == "fire" and self._site.portals[owner].fire is not None:
            for door in self._fed_by_fire_like(owner):
                door.fire(active=active)
        elif owner in self._doors and name in self._site.portals[owner].points and name != "contact":
            self._doors[owner].supervise(name, active=active)
        elif owner in self._peripherals and name == "tamper":
            self._peripherals[owner].set_tamper(active)
        else:
            raise ControlError(f"{owner!r} has no input {name!r}")

    def _fed_by_fire_like(self, portal: str) -> list[Door]:
        """The doors on the same contact of the fire panel: they lose their power together."""
        wanted = self._site.portals[portal].fire
        return [
            self._doors[each.id] for each in self._site.portals.values() if wanted and each.fire == wanted
        ]

    def _line(self, line: str, end: LineEnd) -> Callable[[], Any]:
        devices = [device for device in self._site.devices.values() if device.line == line]
        protocol = self._site.lines[line].protocol
        build = {"osdp": self._osdp, "serial-reader": self._serial, "modbus": self._modbus}
        if protocol not in build:
            raise ControlError(
                f"line {line}: no {protocol} in a simulated site; simulate its devices by themselves"
            )
        return build[protocol](devices, end)

    def _osdp(self, devices: list[DeviceConfig], end: LineEnd) -> Callable[[], Any]:
        peripherals = []
        for device in devices:
            key = self._osdp_key(device.id) if device.secure else None
            peripheral = Peripheral(device.address or 0, key)
            self._peripherals[device.id] = peripheral
            self._readers[device.id] = OsdpHand(peripheral, keypad=device.keypad)
            peripherals.append(peripheral)
        return lambda: serve(_stream(end), peripherals)

    def _serial(self, devices: list[DeviceConfig], end: LineEnd) -> Callable[[], Any]:
        (device,) = devices
        profile = load_profile(device.profile)
        reader = SimulatedReader(_stream(end), profile)
        keypad = device.keypad or profile.keypad == "always"
        self._readers[device.id] = SerialHand(reader, profile, keypad=keypad)
        return reader.serve

    def _modbus(self, devices: list[DeviceConfig], end: LineEnd) -> Callable[[], Any]:
        for device in devices:
            self._controllers[device.id] = SimulatedController(
                load_profile(device.profile),
                device.address or 1,
                on_output=functools.partial(self._switched, device.id),
                pulse_width=self._pulse_width(device.id),
            )
        line = SimulatedLine([self._controllers[device.id] for device in devices])
        if isinstance(end, TcpEnd):
            return lambda: _serve_tcp(line, end.port)
        return lambda: line.serve_rtu(end)

    def _pulse_width(self, device: str) -> timedelta | None:
        """What the installer set where a device's pulses have one width: the longest release asked of it."""
        locks = [portal.lock for portal in self._site.portals.values() if portal.lock.device == device]
        return max((lock.release for lock in locks), default=None)

    def _switched(self, device: str, output: int, level: bool) -> None:
        for door in self._relays.get((device, output), ()):
            door.relay(level)

    def _set_input(self, device: str, number: int, level: bool) -> None:
        self._controller(device).set_input(number, level)

    def _rest_inputs(self) -> None:
        """Cabinets closed, mains there: an NC loop at rest is closed."""
        for agent in self._site.agents.values():
            for point in agent.inputs.values():
                self._set_input(point.device, point.input, point.wiring == "NC")

    def _controller(self, device: str) -> SimulatedController:
        if device not in self._controllers:
            raise ControlError(f"no controller {device!r}; there are {', '.join(sorted(self._controllers))}")
        return self._controllers[device]


async def _serve_tcp(line: SimulatedLine, port: int) -> None:
    server = await line.serve_tcp(port=port)
    async with server:
        await server.serve_forever()


def _stream(end: LineEnd) -> ByteStream:
    if isinstance(end, TcpEnd):
        raise TypeError("expected a serial line for this protocol, came a TCP port")
    return end
