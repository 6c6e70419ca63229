"""The line when devices are sick, unsafe, silent or gone: each says why, and recovers."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest

from drivers.modbus import Controller, ModbusLine
from gate.domain.signals import (
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputResult,
    OutputSensed,
    Sense,
    WireFault,
)
from simulators.modbus import SimulatedController
from simulators.pty import PtyPair
from tests.support.lines import running
from tests.support.modbus_lines import FAST, MOXA, WAVESHARE, on_pty, on_tcp, pulse


def test_a_board_that_stays_unsafe_is_not_used(tmp_path: Path) -> None:
    async def main() -> None:
        board = SimulatedController(WAVESHARE, registers={0x1000: 1})
        board.stubborn.add(0x1000)
        async with on_pty(tmp_path, board) as (line, heard):
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert came.why.startswith("control mode is 0 and 1, must be 0, and cannot be set: in linkage")
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.OFFLINE
            assert board.outputs == [False] * 8
            board.stubborn.clear()
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
        # a pty takes parity once, and refuses it from then on
        for why in ("no answer", "8E1: the port refuses these settings"):
            controllers = [Controller(device="io", address=1, profile=WAVESHARE)]
            line = ModbusLine("bus", f"serial://{pair.path}?parity=E", controllers, FAST)
            async with running(line) as heard:
                came = await heard.wait(DeviceOffline)
                assert isinstance(came, DeviceOffline)
                assert why in came.why
        pair.close()

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
