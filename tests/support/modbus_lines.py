"""Modbus lines of simulated controllers, on sockets and ptys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

from drivers.modbus import Controller, ModbusLine
from firmware_profiles import load_profile
from gate.domain.signals import (
    OutputOrder,
)
from simulators.modbus import SimulatedController, SimulatedLine
from simulators.paced import PacedStream
from simulators.pty import PtyPair
from tests.support.lines import Heard, running

MOXA, WAVESHARE = load_profile("moxa-iologik-e1214"), load_profile("waveshare-modbus-rtu-relay-d")
FAST = timedelta(milliseconds=10)


def pulse(device: str, output: int, seconds: float) -> OutputOrder:
    return OutputOrder(device=device, output=output, on=True, pulse=timedelta(seconds=seconds))


@asynccontextmanager
async def on_tcp(*simulated: SimulatedController) -> AsyncIterator[tuple[ModbusLine, Heard, SimulatedLine]]:
    place = SimulatedLine(simulated)
    server = await place.serve_tcp()
    url = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    line = ModbusLine(
        "net",
        url,
        [Controller(device=f"io{s.address}", address=s.address, profile=s.profile) for s in simulated],
        FAST,
    )
    async with running(line) as heard:
        yield line, heard, place
    await place.close()


@asynccontextmanager
async def on_pty(
    tmp_path: Path, *simulated: SimulatedController, byte_seconds: float = 0.0
) -> AsyncIterator[tuple[ModbusLine, Heard]]:
    pair = PtyPair(tmp_path / "bus")
    stream = PacedStream(pair.stream(), byte_seconds) if byte_seconds else pair.stream()
    serving = asyncio.create_task(SimulatedLine(simulated).serve_rtu(stream))
    controllers = [
        Controller(device=f"io{s.address}", address=s.address, profile=s.profile) for s in simulated
    ]
    line = ModbusLine("bus", f"serial://{pair.path}?baud=9600", controllers, FAST)
    async with running(line) as heard:
        yield line, heard
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    stream.close()
    pair.close()
