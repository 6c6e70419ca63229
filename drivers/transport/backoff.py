"""How long to wait before trying again, and the one loop that reopens a lost wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from drivers.transport.stream import ByteStream, Opener


@dataclass(slots=True, kw_only=True)
class Backoff:
    """Waits that double from ``first`` up to ``most`` (seconds); ``reset`` after a success.

    ``most`` is 1 s by default: a reader that was plugged in again must work within a second.
    """

    first: float = 0.1
    most: float = 1.0
    _next: float = field(init=False)

    def __post_init__(self) -> None:
        if not 0 < self.first <= self.most:
            raise ValueError(f"expected 0 < first <= most, came {self.first}, {self.most}")
        self._next = self.first

    def next(self) -> float:
        """Seconds to wait now; the next wait is twice as long, up to ``most``."""
        wait, self._next = self._next, min(self._next * 2, self.most)
        return wait

    def reset(self) -> None:
        """Begin again with ``first``."""
        self._next = self.first


async def open_patiently(
    opener: Opener,
    on_failure: Callable[[str], None],
    backoff: Backoff,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> ByteStream:
    """Open the wire however long it takes; each failure is told to ``on_failure`` before the wait.

    The caller resets ``backoff`` once the wire has proved itself: a port that opens and dies at once
    must not be reopened in a tight loop.
    """
    while True:
        try:
            return await opener()
        except ConnectionError as error:
            on_failure(str(error))
        await sleep(backoff.next())


async def serve_reopening(
    opener: Opener,
    serve: Callable[[ByteStream], Awaitable[None]],
    on_down: Callable[[str], None],
    backoff: Backoff | None = None,
) -> None:
    """Open, ``serve`` until the wire is lost, open again, until cancelled.

    ``serve`` ends by ``ConnectionError`` (loss) only. ``on_down`` hears of each failed opening and each
    loss, in words; it must not block. A wire that held longer than the longest wait starts the waits anew.
    """
    backoff = backoff or Backoff()
    loop = asyncio.get_running_loop()
    while True:
        stream = await open_patiently(opener, on_down, backoff)
        opened = loop.time()
        try:
            await serve(stream)
        except ConnectionError as error:
            on_down(str(error))
        finally:
            stream.close()
        if loop.time() - opened > backoff.most:
            backoff.reset()
        await asyncio.sleep(backoff.next())
