"""Orders and feedback to the lines that carry them out: at once where a line can, else as a task of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from gate.domain.lines import Line, PromptLine
from gate.domain.signals import Feedback, OutputOrder, OutputResult
from gate.domain.site import Site

log = logging.getLogger(__name__)


class LineDoors:
    """The port :class:`gate.edge.ports.Doors` over lines."""

    def __init__(self, site: Site, lines: Sequence[Line]) -> None:
        by_id = {line.id: line for line in lines}
        self._lines = {
            device.id: by_id[device.line] for device in site.devices.values() if device.line in by_id
        }
        self._prompt = {device: line for device, line in self._lines.items() if isinstance(line, PromptLine)}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._after: Callable[[], None] = lambda: None

    def open(self, loop: asyncio.AbstractEventLoop, after: Callable[[], None]) -> None:
        """Work on this loop; ``after`` is called after each result."""
        self._loop, self._after = loop, after

    def order(self, order: OutputOrder, done: Callable[[OutputResult], None]) -> None:
        """Write an output; a driver that raises counts as failed."""
        line = self._prompt.get(order.device)
        if self._loop is None or line is None or not line.order_now(order, partial(self._done, order, done)):
            self._spawn(self._order(order, done))

    def _done(
        self, order: OutputOrder, done: Callable[[OutputResult], None], result: OutputResult | None
    ) -> None:
        if result is None:
            self._spawn(self._order(order, done))
            return
        done(result)
        self._after()

    def show(self, device: str, feedback: Feedback) -> None:
        """Feedback at a reader of a line of ours."""
        line = self._lines.get(device)
        if line is not None:
            self._spawn(self._show(line, device, feedback))

    async def _order(self, order: OutputOrder, done: Callable[[OutputResult], None]) -> None:
        line = self._lines.get(order.device)
        result = OutputResult.OFFLINE
        if line is not None:
            try:
                result = await line.order(order)
            except Exception:
                log.exception("line %s: an order failed", line.id)
                result = OutputResult.FAILED
        done(result)
        self._after()

    @staticmethod
    async def _show(line: Line, device: str, feedback: Feedback) -> None:
        try:
            await line.show(device, feedback)
        except Exception:
            log.exception("line %s: feedback failed", line.id)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        if self._loop is None:
            work.close()
            return
        task = self._loop.create_task(work)
        self._tasks.add(task)  # the loop itself holds tasks weakly
        task.add_done_callback(self._tasks.discard)
