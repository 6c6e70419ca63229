"""The line against simulated controllers on real sockets and ptys."""

import asyncio
import time
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
from tests.support.lines import running
from tests.support.modbus_lines import MOXA, WAVESHARE, on_pty, on_tcp, pulse


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


async def begun(line: ModbusLine, results: asyncio.Queue[OutputResult | None]) -> None:
    """Release output 1 at the first moment at which no poll is on the wire."""
    for _ in range(30_000):
        if line.order_now(pulse("io1", 1, 1), results.put_nowait):
            return
        await asyncio.sleep(0.001)
    raise AssertionError("the wire was never free")


def test_an_order_that_must_wait_for_nothing_is_begun_at_once() -> None:
    async def main() -> None:
        moved: list[tuple[int, bool]] = []
        moxa = SimulatedController(MOXA, on_output=lambda *change: moved.append(change))
        async with on_tcp(moxa) as (line, heard, _):
            results: asyncio.Queue[OutputResult | None] = asyncio.Queue()
            assert not line.order_now(pulse("io1", 1, 1), results.put_nowait), "not online yet"
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))
            for order in (
                pulse("io2", 1, 1),
                pulse("io1", 99, 1),
                OutputOrder(device="io1", output=1, on=False),
            ):
                assert not line.order_now(order, results.put_nowait), (
                    "for the task: unknown, refused, two writes"
                )
            await begun(line, results)
            assert not line.order_now(pulse("io1", 2, 1), results.put_nowait), "the wire is not free"
            assert (await results.get(), moved) == (OutputResult.DONE, [(1, True)])
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.ON))
            assert heard.all(WireFault) == []
            assert results.empty()

    asyncio.run(main())


def test_an_order_begun_at_once_and_not_answered_is_left_to_the_task() -> None:
    async def main() -> None:
        moxa = SimulatedController(MOXA)
        async with on_tcp(moxa) as (line, heard, _):
            results: asyncio.Queue[OutputResult | None] = asyncio.Queue()
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))
            await begun(line, results)
            moxa.faults.silent = True
            assert await results.get() is None

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


class Watched(SimulatedController):
    """Notes the function of every request in ``asked``."""

    asked: list[int]

    def answer(self, pdu: bytes, now: float) -> bytes:
        self.asked.append(pdu[0])
        return super().answer(pdu, now)


def test_a_write_goes_before_the_polls_of_a_slow_line(tmp_path: Path) -> None:
    async def main() -> None:
        boards = [Watched(WAVESHARE, n) for n in (1, 2, 3)]
        asked: list[int] = []
        for board in boards:
            board.asked = asked
        async with on_pty(tmp_path, *boards, byte_seconds=10 / 9600) as (line, heard):
            await heard.wait(DeviceOnline(device="io3"))
            for _ in range(5):
                asked.clear()
                assert await line.order(pulse("io3", 1, 5)) is OutputResult.DONE
                assert asked.index(5) <= 1  # the one request in flight, and no other poll

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


@pytest.mark.parametrize(("addresses", "url"), [([], "tcp://h:1"), ([1, 1], "tcp://h:1"), ([1], "file:///x")])
def test_a_line_that_cannot_be(addresses: list[int], url: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        ModbusLine(
            "x", url, [Controller(device=f"d{n}", address=a, profile=MOXA) for n, a in enumerate(addresses)]
        )
