"""The line against simulated controllers on real sockets and ptys."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from drivers.modbus import Controller, ModbusLine
from firmware_profiles import load_profile
from gate.domain.signals import (
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputOrder,
    OutputResult,
    OutputSensed,
    Sense,
    WireFault,
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


def test_tcp_from_start_to_pulse() -> None:
    async def main() -> None:
        moved: list[tuple[int, bool]] = []
        moxa = SimulatedController(
            MOXA, on_output=lambda *change: moved.append(change), pulse_width=timedelta(seconds=0.2)
        )
        async with on_tcp(moxa) as (line, heard, _):
            await heard.wait(DeviceOnline(device="io1"))
            await heard.wait(InputSensed(device="io1", input=6, level=Sense.OFF))
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))
            moxa.set_input(2, True)
            await heard.wait(InputSensed(device="io1", input=2, level=Sense.ON))
            assert await line.order(pulse("io1", 1, 0.2)) is OutputResult.DONE
            assert moved == [(1, True)]
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.ON))
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))  # ended by the device
            assert await line.order(OutputOrder(device="io1", output=3, on=True)) is OutputResult.DONE
            assert await line.order(OutputOrder(device="io1", output=3, on=False)) is OutputResult.DONE
            assert moved == [(1, True), (1, False), (3, True), (3, False)]
            assert heard.all(WireFault) == []

    asyncio.run(main())


def test_rtu_forces_the_safe_mode_before_the_board_is_used(tmp_path: Path) -> None:
    async def main() -> None:
        opened: list[tuple[int, bool]] = []
        board = SimulatedController(
            WAVESHARE, on_output=lambda *change: opened.append(change), registers={0x1002: 1}
        )
        board.set_input(3, True)
        assert opened == [(3, True)]  # the danger: linkage, as such boards are sold
        board.set_input(3, False)
        async with on_pty(tmp_path, board) as (line, heard):
            await heard.wait(DeviceOnline(device="io1", detail="control mode was 0 and 1, set to 0"))
            board.set_input(3, True)
            await heard.wait(InputSensed(device="io1", input=3, level=Sense.ON))
            assert opened == [(3, True), (3, False)]
            assert await line.order(pulse("io1", 1, 0.2)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.ON))
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))

    asyncio.run(main())


def test_a_board_that_stays_unsafe_is_not_used(tmp_path: Path) -> None:
    async def main() -> None:
        board = SimulatedController(WAVESHARE, registers={0x1000: 1})
        board.stubborn = {0x1000}
        async with on_pty(tmp_path, board) as (line, heard):
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert came.why.startswith("control mode is 0 and 1, must be 0, and cannot be set: in linkage")
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.OFFLINE
            assert board.outputs == [False] * 8
            board.stubborn = set()
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.DONE

    asyncio.run(main())


def test_a_board_without_the_register_is_not_used(tmp_path: Path) -> None:
    async def main() -> None:
        board = SimulatedController(WAVESHARE)
        board.registers.clear()
        async with on_pty(tmp_path, board) as (_, heard):
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert "cannot be verified (refused with exception 2 (illegal address))" in came.why

    asyncio.run(main())


@pytest.mark.parametrize(
    ("fault", "value", "why"),
    [
        ("silent", True, "no answer within 0.15 s"),
        ("answer_as", 77, "an answer from address 77 to a request for 1"),
        ("rubbish", b"\x01\x02 what?", "8 bytes that are no answer: 01 02 20 77"),
        ("bad_crc", True, "6 bytes that are no answer: 01 0"),
    ],
)
def test_a_sick_board_goes_offline_with_its_reason_while_the_others_work(
    tmp_path: Path, fault: str, value: object, why: str
) -> None:
    async def main() -> None:
        sick, well = SimulatedController(WAVESHARE, 1), SimulatedController(WAVESHARE, 2)
        async with on_pty(tmp_path, sick, well) as (line, heard):
            await heard.wait(DeviceOnline(device="io2"))
            sick.set_input(1, True)
            await heard.wait(InputSensed(device="io1", input=1, level=Sense.ON))
            setattr(sick.faults, fault, value)
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert came.device == "io1"
            assert came.why.startswith(why)
            await heard.wait(InputSensed(device="io1", input=1, level=Sense.UNKNOWN))
            assert [f.why.startswith(why) for f in heard.all(WireFault)] in (
                [True],
                [True, True],
            ) or fault == "silent"
            well.set_input(5, True)
            await heard.wait(InputSensed(device="io2", input=5, level=Sense.ON))
            assert await line.order(pulse("io2", 1, 1)) is OutputResult.DONE
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.OFFLINE
            sick.faults = type(sick.faults)()
            await heard.wait(DeviceOnline(device="io1"))
            await heard.wait(InputSensed(device="io1", input=1, level=Sense.ON))
            assert [f.device for f in heard.all(DeviceOffline)] == ["io1"]

    asyncio.run(main())


@pytest.mark.parametrize(
    ("fault", "value", "why"),
    [
        ("silent", True, "no answer within 0.3 s"),
        ("answer_as", 77, "an answer from address 77 to a request for 1"),
        ("rubbish", b"HTTP/1.1 400 Bad Request", "24 bytes that are no Modbus TCP: 48 54"),
    ],
)
def test_a_sick_controller_on_tcp_is_opened_anew_and_recovers(fault: str, value: object, why: str) -> None:
    async def main() -> None:
        moxa = SimulatedController(MOXA)
        async with on_tcp(moxa) as (_, heard, _place):
            await heard.wait(DeviceOnline)
            setattr(moxa.faults, fault, value)
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert why in came.why
            moxa.faults = type(moxa.faults)()
            await heard.wait(DeviceOnline)

    asyncio.run(main())


def test_a_connection_that_breaks_is_opened_again() -> None:
    async def main() -> None:
        async with on_tcp(SimulatedController(MOXA)) as (line, heard, place):
            await heard.wait(DeviceOnline)
            place.drop_clients()
            await heard.wait(DeviceOffline)
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.DONE

    asyncio.run(main())


def test_nobody_there() -> None:
    async def main() -> None:
        line = ModbusLine("net", "tcp://127.0.0.1:1", [Controller(device="io", address=1, profile=MOXA)])
        async with running(line) as heard:
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert came.why == "127.0.0.1:1: Connect call failed ('127.0.0.1', 1)"
            assert await line.order(pulse("io", 1, 1)) is OutputResult.OFFLINE
            await asyncio.sleep(0.3)
            assert len(heard.signals) == 1

    asyncio.run(main())


def test_parity_that_the_port_refuses_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    async def main() -> None:
        pair = PtyPair(tmp_path / "bus")
        for _ in range(2):
            controllers = [Controller(device="io", address=1, profile=WAVESHARE)]
            line = ModbusLine("bus", f"serial://{pair.path}?parity=E", controllers, FAST)
            async with running(line) as heard:
                came = await heard.wait(DeviceOffline)
                assert isinstance(came, DeviceOffline)
                assert "8E1: the port refuses these settings" in came.why
        pair.close()

    asyncio.run(main())


def test_a_write_does_not_wait_for_the_poll_period() -> None:
    async def main() -> None:
        place = SimulatedLine([SimulatedController(MOXA)])
        server = await place.serve_tcp()
        url = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        line = ModbusLine(
            "net", url, [Controller(device="io", address=1, profile=MOXA)], timedelta(seconds=30)
        )
        async with running(line) as heard:
            await heard.wait(DeviceOnline)
            started = time.perf_counter()
            for n in range(20):
                order = OutputOrder(device="io", output=1, on=not n % 2)
                assert await line.order(order) is OutputResult.DONE
                await heard.wait(OutputSensed(device="io", output=1, level=Sense.OFF if n % 2 else Sense.ON))
            assert time.perf_counter() - started < 2.0  # neither it nor its read-back waits for the next poll
        await place.close()

    asyncio.run(main())


def test_a_write_goes_before_the_polls_of_a_slow_line(tmp_path: Path) -> None:
    async def main() -> None:
        boards = [SimulatedController(WAVESHARE, n) for n in (1, 2, 3)]
        async with on_pty(tmp_path, *boards, byte_seconds=10 / 9600) as (line, heard):
            await heard.wait(DeviceOnline(device="io3"))
            longest = 0.0
            for _ in range(5):
                started = time.perf_counter()
                assert await line.order(pulse("io3", 1, 5)) is OutputResult.DONE
                longest = max(longest, time.perf_counter() - started)
            # One request in flight (15 ms at 9600 baud) and its own (17 ms); six polls would be over 100 ms.
            assert longest < 0.1

    asyncio.run(main())


def test_a_pulse_set_too_long_at_the_device_is_ended_and_reported() -> None:
    async def main() -> None:
        moxa = SimulatedController(MOXA, pulse_width=timedelta(hours=1))
        async with on_tcp(moxa) as (line, heard, _):
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 1, 0.01)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.ON))
            fault = await heard.wait(WireFault)
            assert isinstance(fault, WireFault)
            assert fault.why == "output 1 is still on after its pulse: check its pulse width and count"
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))
            assert moxa.outputs == [False] * 6

    asyncio.run(main())


def test_orders_that_cannot_be_are_failed_and_say_why() -> None:
    async def main() -> None:
        async with on_tcp(SimulatedController(MOXA)) as (line, heard, _):
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 7, 1)) is OutputResult.FAILED
            assert await line.order(pulse("nobody", 1, 1)) is OutputResult.FAILED
            assert [fault.why for fault in heard.all(WireFault)] == [
                "io1: expected output 1 to 6, came 7",
                "line net has no device 'nobody'",
            ]

    asyncio.run(main())


def test_a_board_without_inputs(tmp_path: Path) -> None:
    async def main() -> None:
        board = SimulatedController(load_profile("waveshare-modbus-rtu-relay"))
        async with on_pty(tmp_path, board) as (line, heard):
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 8, 0.1)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=8, level=Sense.ON))
            await heard.wait(OutputSensed(device="io1", output=8, level=Sense.OFF))
            assert heard.all(InputSensed) == []
            board.faults.silent = True
            await heard.wait(DeviceOffline(device="io1", why="no answer within 0.15 s"))

    asyncio.run(main())


def test_a_device_that_dies_during_an_order_is_bounded_in_time() -> None:
    async def main() -> None:
        moxa = SimulatedController(MOXA)
        async with on_tcp(moxa) as (line, heard, _):
            await heard.wait(DeviceOnline)
            moxa.faults.silent = True
            started = time.perf_counter()
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.OFFLINE
            assert time.perf_counter() - started < 1.3

    asyncio.run(main())


@pytest.mark.parametrize(("addresses", "url"), [([], "tcp://h:1"), ([1, 1], "tcp://h:1"), ([1], "file:///x")])
def test_a_line_that_cannot_be(addresses: list[int], url: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        ModbusLine(
            "x", url, [Controller(device=f"d{n}", address=a, profile=MOXA) for n, a in enumerate(addresses)]
        )
