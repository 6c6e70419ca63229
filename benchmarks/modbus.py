"""Modbus: what 500 controllers on TCP at 10 Hz cost, and whether their polls come in time.

Beside it the client of pymodbus, which asks the same questions of the same controllers and does nothing with the
answers.
"""

import asyncio
import logging
import resource
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import Any

from pymodbus.client import AsyncModbusTcpClient

from benchmarks import modbus_controllers
from benchmarks.figures import Bound, Figure, Target
from benchmarks.path_rig import spawn
from benchmarks.quantiles import p50, p99
from benchmarks.suite import Options
from drivers.modbus import Controller, ModbusLine
from firmware_profiles import load_profile
from gate.domain.signals import DeviceOnline, Signal

CONTROLLERS = 500
PERIOD_MS = 100.0
READY_S = 30.0
PROFILE = "moxa-iologik-e1214"
INPUTS = 6


@dataclass(frozen=True, slots=True)
class Field:
    """The running controllers."""

    ports: Sequence[int]
    orders: Connection

    async def polls(self, seconds: float) -> list[list[float]]:
        """The instants of each controller's polls during the next ``seconds``."""
        self.orders.send(seconds)
        found: list[list[float]] = await asyncio.get_running_loop().run_in_executor(None, self.orders.recv)
        return found


@contextmanager
def controllers(count: int) -> Iterator[Field]:
    """A process with so many controllers."""
    most = modbus_controllers.MOST_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    orders, theirs = spawn.Pipe()
    process = spawn.Process(target=modbus_controllers.serve, args=(count, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        if not orders.poll(READY_S):
            raise RuntimeError(f"expected the controllers to be ready within {READY_S} s")
        yield Field(orders.recv(), orders)
    finally:
        process.kill()
        process.join()


@asynccontextmanager
async def our_lines(ports: Sequence[int]) -> AsyncIterator[None]:
    """A line of ours to each port, all online."""
    online, all_online = set[str](), asyncio.Event()

    def heard(signal: Signal) -> None:
        if isinstance(signal, DeviceOnline):
            online.add(signal.device)
        if len(online) == len(ports):
            all_online.set()

    profile = load_profile(PROFILE)
    lines = [
        ModbusLine(
            str(port), f"tcp://127.0.0.1:{port}", [Controller(device=str(port), address=1, profile=profile)]
        )
        for port in ports
    ]
    tasks = [asyncio.create_task(line.run(heard)) for line in lines]
    try:
        async with asyncio.timeout(READY_S):
            await all_online.wait()
        await asyncio.sleep(1.5)  # past the questions of the first second
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def pymodbus_clients(ports: Sequence[int]) -> AsyncIterator[None]:
    """A client of pymodbus at each port, asking in our rhythm."""
    logging.getLogger("pymodbus.logging").setLevel(logging.CRITICAL)
    loop = asyncio.get_running_loop()

    stopped = asyncio.Event()  # it takes being cancelled for a fault of the line, and goes on

    async def poll(port: int) -> None:
        client = AsyncModbusTcpClient("127.0.0.1", port=port, timeout=0.3, retries=0)
        await client.connect()
        due = loop.time()
        while not stopped.is_set():
            await client.read_discrete_inputs(0, count=INPUTS, device_id=1)
            due = max(due + PERIOD_MS / 1e3, loop.time())
            await asyncio.sleep(due - loop.time())
        client.close()

    tasks = [asyncio.create_task(poll(port)) for port in ports]
    await asyncio.sleep(3.0)
    yield
    stopped.set()
    await asyncio.gather(*tasks, return_exceptions=True)


def run(options: Options) -> list[Figure]:
    """Cost and punctuality of ours, and the cost of the peer's."""
    seconds = 3.0 if options.quick else 15.0
    with controllers(CONTROLLERS) as field:
        theirs, busy_theirs = asyncio.run(_measure(field, pymodbus_clients(field.ports), seconds))
        ours, busy = asyncio.run(_measure(field, our_lines(field.ports), seconds))
    peer = 1e6 * busy_theirs / (sum(map(len, theirs)) / seconds)
    rate = sum(map(len, ours)) / seconds
    return [
        # bounded together with the readers only: see benchmarks.drivers
        Figure(name="500 controllers at 10 Hz, of one core", value=100 * busy, unit="%"),
        Figure(name="500 controllers, polls", value=rate, unit="polls/s"),
        Figure(
            name="500 controllers, processor time",
            value=1e6 * busy / rate,
            unit="µs/poll",
            target=Target(reference_name="pymodbus", reference=peer, bound=Bound.AT_MOST, ratio=1.0),
        ),
        *punctuality("500 controllers", ours, PERIOD_MS),
    ]


async def _measure(field: Field, clients: Any, seconds: float) -> tuple[list[list[float]], float]:
    """The polls, and how much of one core they took."""
    async with clients:
        cpu, wall = time.process_time(), time.monotonic()
        polled = await field.polls(seconds)
        return polled, (time.process_time() - cpu) / (time.monotonic() - wall)


def punctuality(name: str, polled: Sequence[Sequence[float]], period_ms: float) -> list[Figure]:
    """How long a device waited for its next poll: late is more than one period too much."""
    waits = [(b - a) * 1e3 for each in polled for a, b in pairwise(each)]
    target = at_most(2 * period_ms)
    return [
        Figure(name=f"{name}, time between polls, p50", value=p50(waits), unit="ms"),
        Figure(name=f"{name}, time between polls, p99", value=p99(waits), unit="ms", target=target),
    ]


def at_most(reference: float) -> Target:
    """A bound that the requirements name."""
    return Target(reference_name="required", reference=reference, bound=Bound.AT_MOST, ratio=1.0)
