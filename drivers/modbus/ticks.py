"""Timers of many lines on one wheel: a loop's own heap, with two timers a line, costs more than their polls do.

Instants are the loop's; a callback comes with the first tick that is not before its instant, so that the polls of many
lines leave, and are answered, in one turn of the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import ceil
from weakref import WeakKeyDictionary

TICK_S = 0.002


class Tick:
    """A callback that waits. ``cancel`` makes it never come; ``when``: the instant of its tick."""

    __slots__ = ("call", "when")

    def __init__(self, when: float, call: Callable[[], None] | None) -> None:
        self.when, self.call = when, call

    def cancel(self) -> None:
        """Come no more."""
        self.call = None


class Ticks:
    """The wheel of one loop: one timer of the loop's for each tick at which somebody waits."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._call_at, self._tell = loop.call_at, loop.call_exception_handler
        self._waiting: dict[int, list[Tick]] = {}

    def at(self, when: float, call: Callable[[], None]) -> Tick:
        """Call at ``when``, or up to :data:`TICK_S` later."""
        number = ceil(when / TICK_S)
        tick = Tick(number * TICK_S, call)
        waiting = self._waiting.get(number)
        if waiting is None:
            self._waiting[number] = [tick]
            self._call_at(tick.when, self._ring, number)
        else:
            waiting.append(tick)
        return tick

    def _ring(self, number: int) -> None:
        """All of one tick. One that raises does not keep the others waiting: the loop tells of it."""
        for tick in self._waiting.pop(number):
            call = tick.call
            if call is None:
                continue
            try:
                call()
            except Exception as error:  # noqa: BLE001 - as the loop does with a callback of its own
                self._tell({"message": "a timer failed", "exception": error})


_WHEELS: WeakKeyDictionary[asyncio.AbstractEventLoop, Ticks] = WeakKeyDictionary()


def ticks_of(loop: asyncio.AbstractEventLoop) -> Ticks:
    """The wheel that all lines of a loop share."""
    found = _WHEELS.get(loop)
    if found is None:
        found = _WHEELS[loop] = Ticks(loop)
    return found
