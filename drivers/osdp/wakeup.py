"""An alarm clock for one task: rings at an instant, or at once."""

from __future__ import annotations

import asyncio


class Wakeup:
    """Instants of the loop's clock. An earlier alarm that is set is kept: a ring too many is harmless."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._rung = False

    def arm(self, at: float) -> None:
        """Ring at ``at``, or before."""
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(at, self._due)

    def ring(self) -> None:
        """Ring now."""
        self._rung = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def wait(self) -> None:
        """Until it has rung since the last wait."""
        if not self._rung:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        self._rung = False

    def _due(self) -> None:
        self._timer = None
        self.ring()
