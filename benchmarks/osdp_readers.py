"""The readers' side of the OSDP benchmark: a process of its own that holds cards to readers and looks at the clock.

All that is timed is timed here, on one clock: a card from the instant it is held to the reader, a light from the
instant its command has arrived.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import Any

from drivers.osdp.commands import Poll
from drivers.osdp.display import Led
from drivers.osdp.message import Message
from simulators.osdp.bus import serve_fd
from simulators.osdp.peripheral import Peripheral

BITS = "00111101100010001110101110"
MOST_WAIT_S = 10.0
AGAIN_S = 0.02  # a person who gets no light holds the card there again


class TimedReader(Peripheral):
    """Notes when it was polled, and when its light was switched."""

    def __init__(self, address: int, key: bytes) -> None:
        super().__init__(address, key)
        self.polled: list[float] = []
        self.lit = asyncio.Event()

    def _answer(self, command: Message, now: float) -> Message:
        if isinstance(command, Poll):
            self.polled.append(time.monotonic())
        elif isinstance(command, Led):
            self.lit.set()
        return super()._answer(command, now)


def serve(lines: int, addresses: list[int], keys: list[bytes], orders: Connection) -> None:
    """Serve these addresses on each line, whose descriptors come first through ``orders``; each order ``(name,
    *arguments)`` is answered with what was measured.
    """
    fds = [recv_handle(orders) for _ in range(lines)]
    asyncio.run(_serve(fds, addresses, keys, orders))


async def _serve(fds: list[int], addresses: list[int], keys: list[bytes], orders: Connection) -> None:
    lines = [[TimedReader(a, key) for a, key in zip(addresses, keys, strict=True)] for _ in fds]
    serving = [asyncio.ensure_future(serve_fd(fd, line)) for fd, line in zip(fds, lines, strict=True)]
    readers = [reader for line in lines for reader in line]
    tasks: dict[str, Callable[..., Awaitable[Any]]] = {"lights": lights, "polls": polls, "away": away}
    loop = asyncio.get_running_loop()
    orders.send("ready")
    while True:
        name, *arguments = await loop.run_in_executor(None, orders.recv)
        if name == "stop":
            break
        orders.send(await tasks[name](readers, *arguments))
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)


async def lights(readers: list[TimedReader], samples: int) -> list[float]:
    """Milliseconds from card to light, one after another at instants that no poll is in step with."""
    (reader,) = readers
    chance, found = random.Random(1), list[float]()
    await _light(reader)  # the first may be of before the panel listened
    for _ in range(samples):
        await asyncio.sleep(0.03 + chance.random() * 0.03)
        reader.lit.clear()
        begun = time.monotonic()
        reader.present(BITS)
        async with asyncio.timeout(MOST_WAIT_S):
            await reader.lit.wait()
        found.append((time.monotonic() - begun) * 1e3)
    return found


async def polls(readers: list[TimedReader], seconds: float) -> list[list[float]]:
    """The instants of each reader's polls."""
    for reader in readers:
        reader.polled.clear()
    await asyncio.sleep(seconds)
    return [reader.polled.copy() for reader in readers]


async def away(readers: list[TimedReader], seconds: float) -> float:
    """Silent for so long; then milliseconds from its first willingness to answer until a card brings light."""
    (reader,) = readers
    reader.faults.silent = True
    await asyncio.sleep(seconds)
    reader.faults.silent = False
    return await _light(reader)


async def _light(reader: TimedReader) -> float:
    begun = time.monotonic()
    reader.lit.clear()
    async with asyncio.timeout(MOST_WAIT_S):
        while not reader.lit.is_set():
            reader.present(BITS)
            await asyncio.sleep(AGAIN_S)
    return (time.monotonic() - begun) * 1e3
