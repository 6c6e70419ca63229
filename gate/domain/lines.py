"""The port through which an agent drives one line, whatever protocol runs on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from gate.domain.signals import Feedback, OutputOrder, OutputResult, Signal

Emit = Callable[[Signal], None]
"""Called on the line's event loop, in the order of the wire. Must not block."""


class Line(Protocol):
    """One serial line or socket with its devices. All methods run on one asyncio loop."""

    @property
    def id(self) -> str:
        """The line's id in the site file."""

    async def run(self, emit: Emit) -> None:
        """Serve the line until cancelled: opens, polls, reopens by itself; bad bytes never end it.

        Emits ``DeviceOnline``/``DeviceOffline`` on each change and once for every device soon after start.
        """

    async def order(self, order: OutputOrder) -> OutputResult:
        """Write one output ahead of polls; bounded in time (1 s at most), never raises for a silent device."""

    async def show(self, device: str, feedback: Feedback) -> None:
        """Reader feedback; best effort, a no-op where the device has none."""


@runtime_checkable
class PromptLine(Protocol):
    """A line that can begin an order at once, without a task: a door waits less."""

    def order_now(self, order: OutputOrder, done: Callable[[OutputResult | None], None]) -> bool:
        """Begin to write one output if nothing must be waited for first. ``done`` is called once, later, on the loop:
        None where it did not succeed and :meth:`Line.order` should find out why, which takes its own time.

        False: nothing was begun, and ``done`` is never called.
        """
