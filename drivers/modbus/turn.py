"""Whose turn it is on a wire: first come, first served, and a turn that is free can be taken without waiting."""

from __future__ import annotations

import asyncio
from collections import deque


class Turn:
    """A lock in one loop. ``async with`` waits for the turn; ``take`` and ``give`` do without a task."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    def take(self) -> bool:
        """Take the turn if nobody has it or waits for it."""
        if self._taken or self._waiting:
            return False
        self._taken = True
        return True

    def give(self) -> None:
        """Give it back: to whoever has waited longest."""
        self._taken = False
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                self._taken = True
                waiter.set_result(None)
                return

    async def __aenter__(self) -> None:
        if self.take():
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self.give()  # it came and was not wanted any more
            raise

    async def __aexit__(self, *_: object) -> None:
        self.give()
