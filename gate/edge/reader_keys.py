"""Orders to give a reader its key: one at a time, never twice, never an old one; an event says what came of each.

How it is done, and by what right, is the argument's: this module sees no key.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from gate.domain.door_commands import RekeyReader
from gate.domain.events import DoorCommandAnswered
from gate.edge.orders import STALE
from gate.edge.outbox import Outbox
from gate.edge.ports import Clock

log = logging.getLogger(__name__)

GiveKey = Callable[[str, bool], Awaitable[str]]
"""Gives a reader a key (``True``: a new one although it has its own); why it could not, "" where it did."""


class ReaderKeys:
    """``portal_of``: where a reader is, for the record. Without ``give`` each order fails and says so."""

    def __init__(
        self, outbox: Outbox, clock: Clock, portal_of: Callable[[str], str], give: GiveKey | None
    ) -> None:
        self._outbox, self._clock, self._portal_of, self._give = outbox, clock, portal_of, give
        self._seen: set[str] = set()
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def order(self, command: RekeyReader, sent_at: datetime, after: Callable[[], None]) -> None:
        """Begin; ``after`` is called once the answer is on its way. Call it on the loop."""
        if command.id in self._seen:
            return
        self._seen.add(command.id)
        age = self._clock.now() - sent_at
        if abs(age) >= STALE:
            self._say(command, "late", f"sent {age.total_seconds():.0f} s ago")
            return
        task = asyncio.get_running_loop().create_task(self._carry_out(command, after))
        self._tasks.add(task)  # the loop itself holds tasks weakly
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, command: RekeyReader, after: Callable[[], None]) -> None:
        async with self._turn:
            if self._give is None:
                why = "this agent gives no keys"
            else:
                try:
                    why = await self._give(command.reader, command.rotate)
                except Exception:
                    log.exception("reader %s: its key could not be given", command.reader)
                    why = "a fault of the agent; its log says which"
        self._say(command, "failed" if why else "done", why[:200])
        after()

    def _say(self, command: RekeyReader, outcome: str, detail: str) -> None:
        self._outbox.send(
            DoorCommandAnswered(
                command=command.id, portal=self._portal_of(command.reader), outcome=outcome, detail=detail
            )
        )
