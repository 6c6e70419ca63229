"""Ends a process well: TERM and Ctrl-C cancel its work, and what it holds is let go."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Coroutine
from typing import Any


async def until_stopped(work: Coroutine[Any, Any, Any]) -> None:
    """Run ``work`` until it ends or a signal comes; its errors are raised here."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return


def wait_for_stop() -> None:
    """Block the main thread until TERM or Ctrl-C, for processes that work in threads."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
