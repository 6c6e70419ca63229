"""The embedded broker in a thread of its own, for tests that need a second, different broker."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gate.bus.broker import running


@contextmanager
def embedded_broker(port: int) -> Iterator[str]:
    """``mqtt://127.0.0.1:PORT`` while inside; the broker has stopped when this returns."""
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with running("127.0.0.1", port):
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield f"mqtt://127.0.0.1:{port}"
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
