"""Reading for the bus on an asyncio loop: :class:`gate.bus.network.Reader`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable


class LoopReader:
    """Calls ``ready`` as the loop's own callbacks are called. The loop runs when ``watch`` is called."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def watch(self, descriptor: int, ready: Callable[[], None]) -> None:
        """See :class:`gate.bus.network.Reader`."""
        self._loop.call_soon_threadsafe(self._loop.add_reader, descriptor, ready)

    def forget(self, descriptor: int) -> None:
        """See :class:`gate.bus.network.Reader`; closed at once where the loop has ended."""
        try:
            self._loop.call_soon_threadsafe(self._let_go, descriptor)
        except RuntimeError:  # the loop is closed: it holds nothing any more
            os.close(descriptor)

    def soon(self, step: Callable[[], None]) -> None:
        """See :class:`gate.bus.network.Reader`."""
        self._loop.call_soon(step)

    def _let_go(self, descriptor: int) -> None:
        self._loop.remove_reader(descriptor)
        os.close(descriptor)
