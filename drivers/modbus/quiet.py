"""Polls that need no task: a timer asks, the answer is heard, the next timer is set.

A line in peace does nothing else, and at 500 controllers the turns of tasks would cost more than the polls. Whatever
needs more than one answer (settings, read-backs, an order, a wire that is not free) is left to the line's own task.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from drivers.modbus.controller import Controller
from drivers.modbus.link import Answer
from drivers.modbus.pdu import Request
from drivers.modbus.schedule import PollSchedule
from drivers.modbus.ticks import Tick, ticks_of
from drivers.modbus.wire import Wire

Ready = Callable[[Controller], bool]
Heard = Callable[[Controller, Request, Answer, str], Request | None]


class QuietPolls:
    """``ready`` says whether reading points is all that a controller wants now. ``heard`` takes the answer and moves
    the schedule on; it may give one more request for the same controller.
    """

    def __init__(
        self,
        wire: Wire,
        schedule: PollSchedule,
        controllers: Mapping[str, Controller],
        ready: Ready,
        heard: Heard,
    ) -> None:
        self._wire, self._schedule, self._controllers = wire, schedule, controllers
        self._ready, self._heard = ready, heard
        self._dones = {
            request: partial(self._done, controller, request)
            for controller in controllers.values()
            for request in (controller.ask_inputs, controller.ask_outputs)
            if request is not None
        }
        self._needed: asyncio.Future[None] | None = None
        self._timer: Tick | None = None

    async def until_needed(self) -> None:
        """Poll quietly until the next poll is one for the line's task, or :meth:`wake` is called.

        Raises what ``heard`` raises.
        """
        loop = asyncio.get_running_loop()
        self._needed, self._ticks = loop.create_future(), ticks_of(loop)
        self._arm()
        try:
            await self._needed
        finally:
            self._needed = None
            if self._timer is not None:
                self._timer.cancel()

    def wake(self) -> None:
        """Something was written: the task is needed at once."""
        if self._needed is not None and not self._needed.done():
            self._needed.set_result(None)

    def _arm(self) -> None:
        if self._needed is not None and not self._needed.done():
            _, due = self._schedule.next()
            self._timer = self._ticks.at(due, self._due)

    def _due(self) -> None:
        device, _ = self._schedule.next()
        controller = self._controllers[device]
        request = controller.ask_inputs or controller.ask_outputs
        if request is None or not self._ready(controller) or not self._ask(controller, request):
            self.wake()

    def _ask(self, controller: Controller, request: Request) -> bool:
        return self._wire.ask_now(request, controller.reply_timeout, self._dones[request])

    def _done(self, controller: Controller, request: Request, answer: Answer, noise: str) -> None:
        try:
            more = self._heard(controller, request, answer, noise)
        except ConnectionError as error:
            if self._needed is not None and not self._needed.done():
                self._needed.set_exception(error)  # else the task is at the wire itself, and finds it lost
        else:
            if more is None or not self._ask(controller, more):
                self._arm()
