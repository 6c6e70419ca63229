"""Panels and barriers as bodies of :mod:`simulators.device`: the wire, and the hand that moves them::

{"do": "present", "card": "H10301:100:58400", "reader": 1}      {"do": "button", "door": 1}
{"do": "door", "door": 1, "open": true}      {"do": "outputs"}      {"do": "power"}
{"do": "store", "card": …}  (in its own table, as another program would)      {"do": "jam", "jammed": true}
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drivers.panel.numbers import NumberRule, number_of
from drivers.transport.stream import ByteStream
from firmware_profiles.schema import Profile
from simulators.card_text import parse_card
from simulators.panel.doors import PanelDoor, number_between
from simulators.panel.turnstile import SimulatedBarrier
from simulators.panel.uhppote import SimulatedUhppote
from simulators.panel.zkteco import SimulatedC3

SERIAL = 405419896
"""Of the controller around a reader that is simulated."""


def doors_of(profile: Profile) -> int:
    """A panel's doors; a reader is simulated with a panel of four around it, since it has no wire of its own."""
    return profile.outputs or 4


def _now() -> float:
    return asyncio.get_running_loop().time()


def _levels(boxes: Sequence[PanelDoor]) -> Mapping[str, Any]:
    return {"outputs": [box.relay(_now()) for box in boxes], "open": [box.open for box in boxes]}


class UhppoteBody:
    """A UHPPOTE controller. See :class:`simulators.device.Body`."""

    def __init__(self, profile: Profile, address: int) -> None:
        serial = address if profile.outputs else SERIAL
        self.controller = SimulatedUhppote(serial, doors_of(profile), datetime.now)
        self._stream: ByteStream | None = None

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`simulators.device.Body`."""
        self._stream = stream
        while True:
            data = await stream.read()
            for at in range(0, len(data), 64):
                if answer := self.controller.answer(data[at : at + 64], _now()):
                    stream.write(answer)

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """See :class:`simulators.device.Body`."""
        panel, doors = self.controller, self.controller.doors
        match request:
            case {"do": "present", "card": str(card), "reader": reader}:
                number = number_of("decimal-facility", parse_card(card))
                self._push(panel.swipe(number_between("reader", reader, 2 * doors), number, _now()))
            case {"do": "button", "door": door}:
                self._push(panel.press(number_between("door", door, doors), _now()))
            case {"do": "door", "door": door, "open": bool(opened)}:
                panel.boxes[number_between("door", door, doors) - 1].open = opened
            case {"do": "store", "card": str(card)}:
                number = number_of("decimal-facility", parse_card(card))
                panel.cards[number] = {"card": number, **{f"door{door}": 1 for door in range(1, doors + 1)}}
            case {"do": "power"}:
                panel.power_cycle()
            case {"do": "outputs"}:
                pass
            case _:
                return None
        return _levels(panel.boxes)

    def _push(self, event: bytes) -> None:
        if event and self._stream is not None:
            self._stream.write(event)


class C3Body:
    """A ZKTeco panel. See :class:`simulators.device.Body`."""

    rule: NumberRule = "decimal10"

    def __init__(self, profile: Profile, _address: int) -> None:
        self.panel = SimulatedC3(doors_of(profile))

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`simulators.device.Body`."""
        self.panel.connected()
        while True:
            if answer := self.panel.answers(await stream.read(), _now()):
                stream.write(answer)

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """See :class:`simulators.device.Body`."""
        panel, doors = self.panel, self.panel.doors
        match request:
            case {"do": "present", "card": str(card), "reader": reader}:
                number = number_of(self.rule, parse_card(card))
                panel.swipe(number_between("reader", reader, 2 * doors), number, _now())
            case {"do": "button", "door": door}:
                panel.press(number_between("door", door, doors), _now())
            case {"do": "door", "door": door, "open": bool(opened)}:
                panel.boxes[number_between("door", door, doors) - 1].open = opened
            case {"do": "store", "card": str(card)}:
                panel.users.add(number_of(self.rule, parse_card(card)))
            case {"do": "outputs"}:
                pass
            case _:
                return None
        return _levels(panel.boxes)


class BarrierBody:
    """A turnstile. See :class:`simulators.device.Body`."""

    def __init__(self, profile: Profile, address: int) -> None:
        if profile.turnstile is None:
            raise ValueError(f"profile {profile.id} is {profile.protocol}, not turnstile")
        self.barrier = SimulatedBarrier(profile.turnstile.framing, address)

    async def serve(self, stream: ByteStream) -> None:
        """See :class:`simulators.device.Body`."""
        while True:
            if answer := self.barrier.answers(await stream.read()):
                stream.write(answer)

    async def act(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """See :class:`simulators.device.Body`."""
        match request:
            case {"do": "jam", "jammed": bool(jammed)}:
                self.barrier.jammed = jammed
            case {"do": "outputs"}:
                pass
            case _:
                return None
        return {"freed": [self.barrier.freed[1], self.barrier.freed[2]]}
