"""A line without wires: cards at a reader, a door that is opened and closed, a lock that is read back.

As many events as it is told, while the file of the load is there; nothing without it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

from gate.domain.card import card_number
from gate.domain.lines import Emit
from gate.domain.signals import (
    CardRead,
    DeviceOnline,
    Feedback,
    InputSensed,
    OutputOrder,
    OutputResult,
    OutputSensed,
    Sense,
)
from tests.faults.site import PEOPLE, card_of

LOOK_S = 0.05
OPEN_S = 0.08
"""A door stays open so long: more than the debounce, so that both changes are events."""


class LoadLine:
    """One line of a cabinet, with its devices."""

    def __init__(self, id: str, devices: Sequence[str], load: Path, pause_s: float) -> None:
        self._id, self._devices, self._load, self._pause_s = id, tuple(devices), load, pause_s
        self._released = asyncio.Event()

    @property
    def id(self) -> str:
        return self._id

    async def run(self, emit: Emit) -> None:
        for device in self._devices:
            emit(DeviceOnline(device=device))
        async with asyncio.TaskGroup() as tasks:
            for device in self._devices:
                work = self._doors(device, emit) if device.endswith("-io") else self._cards(device, emit)
                tasks.create_task(work)

    async def order(self, order: OutputOrder) -> OutputResult:
        self._released.set()
        return OutputResult.DONE

    async def show(self, device: str, feedback: Feedback) -> None:
        """There is nobody to see it."""

    async def _cards(self, reader: str, emit: Emit) -> None:
        chance = random.Random()
        while True:
            await self._loaded()
            await asyncio.sleep(chance.expovariate(1 / self._pause_s))
            number = chance.randint(1, PEOPLE + 4)  # the last ones are nobody's
            emit(CardRead(device=reader, card=card_number("EM4100", card_of(number))))

    async def _doors(self, device: str, emit: Emit) -> None:
        emit(InputSensed(device=device, input=1, level=Sense.OFF))
        while True:
            await self._released.wait()
            self._released.clear()
            for level in (Sense.ON, Sense.OFF):
                emit(OutputSensed(device=device, output=1, level=level))
                emit(InputSensed(device=device, input=1, level=level))
                await asyncio.sleep(OPEN_S)

    async def _loaded(self) -> None:
        while not self._load.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(LOOK_S)
