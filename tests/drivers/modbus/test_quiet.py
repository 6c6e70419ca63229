"""Turns on a wire, and polls that need no task."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from drivers.modbus.schedule import PollSchedule
from drivers.modbus.turn import Turn
from firmware_profiles import load_profile
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
from tests.support.modbus_lines import MOXA, WAVESHARE, on_pty, on_tcp, pulse


class TestTurn:
    def test_first_come_first_served_and_none_is_lost(self) -> None:
        async def main() -> None:
            turn, order = Turn(), list[str]()

            async def want(name: str) -> None:
                async with turn:
                    order.append(name)
                    await asyncio.sleep(0)

            assert turn.take()
            assert not turn.take()
            tasks = [asyncio.create_task(want(name)) for name in "abc"]
            await asyncio.sleep(0)
            tasks[1].cancel()
            turn.give()
            assert not turn.take(), "those who wait come first"
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task
            assert order == ["a", "c"]
            assert turn.take()

        asyncio.run(main())

    def test_a_turn_that_came_to_someone_who_left_goes_on(self) -> None:
        async def main() -> None:
            turn = Turn()

            async def want() -> None:
                async with turn:
                    return

            assert turn.take()
            first, second = asyncio.create_task(want()), asyncio.create_task(want())
            await asyncio.sleep(0)
            turn.give()
            first.cancel()
            async with asyncio.timeout(1):
                await second
            assert turn.take()

        asyncio.run(main())


@pytest.mark.parametrize(("phase", "second"), [(0.0, 10.1), (0.5, 10.15), (1.0, 10.2)])
def test_the_phase_of_a_line(phase: float, second: float) -> None:
    schedule = PollSchedule({"io": 0.1}, phase)
    schedule.answered("io", 10.0)
    assert schedule.next()[1] == pytest.approx(second)
    schedule.answered("io", second)
    assert schedule.next()[1] == pytest.approx(second + 0.1)


def test_a_line_in_peace_sees_a_contact_an_output_and_the_end_of_a_device() -> None:
    async def main() -> None:
        board = SimulatedController(MOXA)
        async with on_tcp(board) as (line, heard, _):
            await heard.wait(DeviceOnline)
            await asyncio.sleep(0.1)  # many polls without a task
            board.set_input(3, True)
            await heard.wait(InputSensed(device="io1", input=3, level=Sense.ON))
            assert await line.order(pulse("io1", 2, 1.5)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=2, level=Sense.ON))
            board.faults.silent = True
            offline = await heard.wait(DeviceOffline)
            assert isinstance(offline, DeviceOffline)
            assert "no answer" in offline.why
            board.faults.silent = False
            await heard.wait(DeviceOnline)
            assert heard.all(WireFault) == []

    asyncio.run(main())


def test_a_board_without_inputs_is_polled_by_its_outputs() -> None:
    async def main() -> None:
        board = SimulatedController(load_profile("denkovi-smartden-ip16r"))
        async with on_tcp(board) as (_, heard, place):
            await heard.wait(DeviceOnline)
            await asyncio.sleep(0.05)
            place.drop_clients()
            await heard.wait(DeviceOffline)
            await heard.wait(DeviceOnline)

    asyncio.run(main())


def test_an_answer_that_is_refused_later_on_is_a_miss_and_not_the_end_of_the_line() -> None:
    async def main() -> None:
        board = SimulatedController(MOXA)
        async with on_tcp(board) as (_, heard, _):
            await heard.wait(DeviceOnline)
            board.inputs.clear()  # every address is illegal from now on
            offline = await heard.wait(DeviceOffline)
            assert isinstance(offline, DeviceOffline)
            assert offline.why == "refused with exception 2 (illegal address)"
            board.inputs.extend([False] * 6)
            await heard.wait(DeviceOnline)

    asyncio.run(main())


def test_outputs_are_read_back_where_silence_must_stand_between_requests(tmp_path: Path) -> None:
    async def main() -> None:
        async with on_pty(tmp_path, SimulatedController(WAVESHARE)) as (line, heard):
            await heard.wait(DeviceOnline)
            for _ in range(5):
                assert await line.order(pulse("io1", 1, 0.1)) is OutputResult.DONE
                await heard.wait(OutputSensed(device="io1", output=1, level=Sense.ON))
                await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))

    asyncio.run(main())
