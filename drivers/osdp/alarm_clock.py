"""An alarm clock: rings at an instant, or soon, on the running loop, without a task in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class AlarmClock:
    """Instants of the loop's clock. An earlier alarm that is set is kept: a ring too many is harmless.

    A ring by callback costs one turn of the loop, a ring that wakes a task costs two.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._soon: asyncio.Handle | None = None

    def arm(self, at: float) -> None:
        """Ring at ``at``, or before."""
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(at, self._due)

    def soon(self) -> None:
        """Ring in the loop's next turn, once however often it is asked."""
        if self._soon is None:
            self._soon = self._loop.call_soon(self._now)

    def cancel(self) -> None:
        """Ring no more."""
        for handle in (self._timer, self._soon):
            if handle is not None:
                handle.cancel()
        self._timer = self._soon = None

    def _due(self) -> None:
        self._timer = None
        self._ring()

    def _now(self) -> None:
        self._soon = None
        self._ring()
