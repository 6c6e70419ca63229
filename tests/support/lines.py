"""Runs a line and waits for what it says: tests of drivers against simulators and real peers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from gate.domain.lines import Line
from gate.domain.signals import Signal

S = TypeVar("S", bound=Signal)
WAIT_S = 5.0


class Heard:
    """Everything that a line emitted; ``wait`` gives the next signal of a kind that fits."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self._taken = 0
        self._news = asyncio.Event()

    def __call__(self, signal: Signal) -> None:
        self.signals.append(signal)
        self._news.set()

    async def wait(self, signal: Signal | type[S]) -> Signal:
        """The next signal equal to this one, or of this class; earlier ones are passed over."""
        async with asyncio.timeout(WAIT_S):
            while True:
                while self._taken < len(self.signals):
                    came = self.signals[self._taken]
                    self._taken += 1
                    if came == signal or (isinstance(signal, type) and isinstance(came, signal)):
                        return came
                self._news.clear()
                await self._news.wait()

    def all(self, kind: type[S]) -> list[S]:
        """All signals of a class so far."""
        return [signal for signal in self.signals if isinstance(signal, kind)]


@asynccontextmanager
async def running(line: Line) -> AsyncIterator[Heard]:
    """The line runs inside; a line that ends by itself fails the test."""
    heard = Heard()
    task = asyncio.create_task(line.run(heard))
    try:
        yield heard
        assert not task.done(), "the line ended by itself"
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
