"""The rig of the OSDP benchmark: ptys, the readers' process at one end, our lines or libosdp's panel at the other."""

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import Any

from benchmarks import osdp_readers
from benchmarks.path_rig import spawn
from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.line import OsdpLine
from drivers.transport.open import open_url
from gate.domain.card import CardNumber
from gate.domain.signals import CardRead, Feedback, Signal
from simulators.pty import PtyPair
from tests.support.children import mortal, stop
from tests.support.libosdp import PEER

READY_S = 20.0


def key_of(address: int) -> bytes:
    """Each reader's own."""
    return bytes((address + 1,)) * 16


@dataclass(frozen=True, slots=True)
class Readers:
    """The running readers and their lines."""

    paths: Sequence[str]
    orders: Connection

    async def measure(self, *order: Any) -> Any:
        """What the readers' process found."""
        self.orders.send(order)
        return await asyncio.get_running_loop().run_in_executor(None, self.orders.recv)


@contextmanager
def readers(lines: int, addresses: Sequence[int]) -> Iterator[Readers]:
    """A process with these readers on each of so many lines, as fast as the ptys carry."""
    with ExitStack() as stack:
        pairs = [PtyPair() for _ in range(lines)]
        for pair in pairs:
            stack.callback(pair.close)
        orders, theirs = spawn.Pipe()
        keys = [key_of(address) for address in addresses]
        process = spawn.Process(
            target=osdp_readers.serve, args=(lines, list(addresses), keys, theirs), daemon=True
        )
        process.start()
        stack.callback(process.join)
        stack.callback(process.kill)
        for pair in pairs:
            send_handle(orders, pair.master, process.pid or 0)
        if not orders.poll(READY_S) or orders.recv() != "ready":
            raise RuntimeError(f"expected the readers to be ready within {READY_S} s")
        yield Readers([pair.path for pair in pairs], orders)


class OurPanels:
    """Lines of ours, each with these addresses; a card is answered with the look of a granted read."""

    def __init__(self, lines: Sequence[tuple[str, Sequence[int]]]) -> None:
        self._pending: set[asyncio.Task[None]] = set()
        self._lines = [self._line(path, addresses) for path, addresses in lines]
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "OurPanels":
        self._tasks = [asyncio.create_task(line.run(partial(self._heard, line))) for line in self._lines]
        await asyncio.sleep(1.5)  # connected, and past the questions of the first second
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _line(self, path: str, addresses: Sequence[int]) -> OsdpLine:
        configs = [OsdpReaderConfig(device=str(a), address=a, key=key_of(a)) for a in addresses]
        return OsdpLine("bench", configs, open_url(f"serial://{path}?baud=115200"), _decode)

    def _heard(self, line: OsdpLine, signal: Signal) -> None:
        if isinstance(signal, CardRead):
            task = asyncio.ensure_future(line.show(signal.device, Feedback.GRANTED))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)


@contextmanager
def libosdp_panel(python: str, path: str, address: int) -> Iterator[None]:
    """libosdp's control panel on the other end of a pty; it lights the LED for a card, too."""
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    process = subprocess.Popen(
        mortal([python, str(PEER)]), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=(fd,)
    )
    os.close(fd)
    part = {"role": "panel", "fd": fd, "address": address, "key": key_of(address).hex(), "pause_s": 0.001}
    assert process.stdin is not None
    process.stdin.write(json.dumps(part).encode() + b"\n")
    process.stdin.flush()
    try:
        yield
    finally:
        stop(process)


def _decode(bits: str) -> tuple[CardNumber | None, str]:
    return None, ""
