"""Simulated OSDP readers on a pty, served by a thread: for tools that run a loop of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from simulators.osdp.bus import serve_fd
from simulators.osdp.peripheral import Peripheral
from simulators.pty import PtyPair


@contextmanager
def served(readers: Sequence[Peripheral]) -> Iterator[str]:
    """The path of the line's port, for as long as the block runs."""
    pair, started = PtyPair(), threading.Event()
    loop = asyncio.new_event_loop()
    tasks: list[asyncio.Task[None]] = []

    async def serve() -> None:
        tasks.append(asyncio.ensure_future(serve_fd(pair.master, readers)))
        started.set()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(5)
    try:
        yield pair.path
    finally:
        loop.call_soon_threadsafe(tasks[0].cancel)
        thread.join(5)
        loop.close()
        pair.close()
