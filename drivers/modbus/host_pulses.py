"""Pulses that the host ends, on devices whose watchdog ends them where the host dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from gate.domain.signals import OutputOrder, OutputResult

Carry = Callable[[OutputOrder], Awaitable[OutputResult]]


class HostPulses:
    """Switches outputs off at the end of their pulse by ``carry``; what fails is seen in the read-back and repeated."""

    def __init__(self, carry: Carry) -> None:
        self._carry = carry
        self._ends: dict[tuple[str, int], asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[OutputResult]] = set()

    def end_later(self, order: OutputOrder) -> None:
        """The order's pulse began just now."""
        if order.pulse is not None:
            loop = asyncio.get_running_loop()
            key = (order.device, order.output)
            self._ends[key] = loop.call_later(order.pulse.total_seconds(), self._end, order)

    def cancel(self, order: OutputOrder) -> None:
        """Something else was ordered on that output."""
        if (timer := self._ends.pop((order.device, order.output), None)) is not None:
            timer.cancel()

    def _end(self, order: OutputOrder) -> None:
        self._ends.pop((order.device, order.output), None)
        off = OutputOrder(device=order.device, output=order.output, on=not order.on)
        task = asyncio.ensure_future(self._carry(off))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
