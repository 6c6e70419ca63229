"""A simulated panel behind a port, and the line that drives it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any

from firmware_profiles.load import load_profile
from gate.domain.hardware import DeviceConfig, LineConfig
from gate.domain.lines import Line
from gate.roots.panel_lines import panel_line
from simulators.device import SimulatedDevice
from simulators.listen import listen_tcp, listen_udp
from tests.support.lines import Heard, running

SERIAL = 405419896


def in_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """A test that runs in a loop of its own."""

    @wraps(test)
    def run() -> None:
        asyncio.run(test())

    return run


async def eventually(holds: Callable[[], bool]) -> None:
    """Wait for something that no signal tells of; fails after 10 s."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - a simulator has no event for it
            await asyncio.sleep(0.01)


@dataclass(frozen=True)
class Bench:
    """The simulated panel, its line, and what that has told."""

    device: SimulatedDevice
    line: Line
    heard: Heard
    port: int = 0


def devices_of(profile: str, address: int, reader: str) -> list[DeviceConfig]:
    readers = [DeviceConfig(id=f"r{n}", profile=reader, line="line", address=n) for n in (1, 2, 3)]
    return [DeviceConfig(id="panel", profile=profile, line="line", address=address), *readers]


def line_to(url: str, protocol: str, devices: list[DeviceConfig]) -> Line:
    return panel_line(LineConfig(id="line", agent="a", url=url, protocol=protocol), url, devices)


@asynccontextmanager
async def uhppote(device: SimulatedDevice | None = None, serial: int = SERIAL) -> AsyncIterator[Bench]:
    """A controller for two doors, with three readers of the site's; the line asks for one of number ``serial``."""
    device = device or SimulatedDevice(load_profile("uhppote-controller-l02"), SERIAL)
    stream, port = await listen_udp(0)
    serving = asyncio.create_task(device.serve(stream))
    line = line_to(
        f"udp://127.0.0.1:{port}", "uhppote", devices_of("uhppote-controller-l02", serial, "uhppote-reader")
    )
    try:
        async with running(line) as heard:
            yield Bench(device, line, heard)
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        stream.close()


@asynccontextmanager
async def zkteco(device: SimulatedDevice | None = None) -> AsyncIterator[Bench]:
    """A panel for two doors, with three readers of the site's."""
    device = device or SimulatedDevice(load_profile("zkteco-c3-200"), 0)
    server = await listen_tcp(device.serve, 0)
    line = line_to(
        f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}",
        "zkteco-c3",
        devices_of("zkteco-c3-200", 0, "zkteco-c3-reader"),
    )
    async with server, running(line) as heard:
        yield Bench(device, line, heard)
