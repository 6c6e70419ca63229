"""Peers that are programs of their own: mbpoll (libmodbus) at our simulator, socat between our line and it."""

import asyncio
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from drivers.modbus import Controller, ModbusLine
from drivers.transport.open import open_url
from firmware_profiles import load_profile
from gate.domain.signals import DeviceOnline, OutputOrder, OutputResult, OutputSensed, Sense
from simulators.modbus import SimulatedController, SimulatedLine
from tests.support.children import mortal, stop, wait_until
from tests.support.lines import running

WAVESHARE = load_profile("waveshare-modbus-rtu-relay-d")
LONGEST_S = 30.0
BAUD = 9600


def installed(name: str) -> str:
    """The program's path, or the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (apt-get install {name})")
    return found


async def mbpoll(program: str, port: int, *arguments: str) -> str:
    """What mbpoll prints of one exchange with address 5."""
    asked = await asyncio.create_subprocess_exec(
        program, "-m", "tcp", "-p", str(port), "-a", "5", "-1", "-q", *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(asked.communicate(), LONGEST_S)
    return said.decode()


def test_mbpoll_reads_and_writes_our_simulator() -> None:
    program = installed("mbpoll")

    async def main() -> None:
        board = SimulatedController(WAVESHARE, address=5)
        place = SimulatedLine([board])
        server = await place.serve_tcp()
        port = server.sockets[0].getsockname()[1]
        board.set_input(2, True)
        inputs = await mbpoll(program, port, "-t", "1", "-r", "1", "-c", "3", "127.0.0.1")
        assert [line.split()[-1] for line in inputs.splitlines() if line.startswith("[")] == ["0", "1", "0"]
        await mbpoll(program, port, "-t", "0", "-r", "7", "127.0.0.1", "1")
        assert board.outputs[6]
        refused = await mbpoll(program, port, "-t", "3", "-r", "1", "-c", "1", "127.0.0.1")
        assert "Illegal function" in refused
        await place.close()

    asyncio.run(main())


def test_our_line_and_our_simulator_meet_through_socat(tmp_path: Path) -> None:
    program = installed("socat")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"

    async def main() -> None:
        board = SimulatedController(WAVESHARE, address=1)
        place = SimulatedLine([board])
        stream = await open_url(f"serial://{theirs}?baud={BAUD}")()
        serving = asyncio.create_task(place.serve_rtu(stream))
        line = ModbusLine(
            "rtu", f"serial://{ours}?baud={BAUD}", [Controller(device="io", address=1, profile=WAVESHARE)],
            timedelta(milliseconds=50),
        )  # fmt: skip
        async with running(line) as heard:
            await heard.wait(DeviceOnline)
            assert await line.order(OutputOrder(device="io", output=3, on=True)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io", output=3, level=Sense.ON))
        serving.cancel()

    joined = subprocess.Popen(mortal([program, *(f"pty,raw,echo=0,link={end}" for end in (ours, theirs))]))
    try:
        wait_until(lambda: ours.exists() and theirs.exists(), joined, "socat")
        asyncio.run(main())
    finally:
        stop(joined)
