"""Every Modbus profile on a wire: simulated device, driver, pulses, holds, required settings."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from drivers.modbus.crc import crc16
from drivers.modbus.pdu import RegisterWrite, Request, bits_in, read_bits, write_one, write_setting
from drivers.modbus.plan import OrderRefused, writes_for
from firmware_profiles import load_profile, profile_ids
from firmware_profiles.modbus import ModbusFacts
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
from simulators.modbus import SimulatedController
from tests.support.modbus_lines import on_tcp, pulse

FOLDER = Path(__file__).parents[2] / "vectors/modbus"
ELETECHSUP = {v["name"]: v["hex"] for v in json.loads((FOLDER / "eletechsup.json").read_text())["vectors"]}
MAPS = {
    (v["device"], v["name"]): v["hex"].replace(" ", "").upper()
    for v in json.loads((FOLDER / "maps.json").read_text())["vectors"]
}
CONTROLLERS = [name for name in profile_ids() if load_profile(name).modbus is not None]
N4D, MR6C, WAGO, TM = (
    load_profile(name) for name in ("eletechsup-n4d3e16", "wirenboard-mr6c-v3", "wago-750", "icpdas-tm-r5")
)


def facts_of(name: str) -> ModbusFacts:
    facts = load_profile(name).modbus
    assert facts is not None
    return facts


PULSING = [name for name in CONTROLLERS if facts_of(name).pulse is not None]
NO_LOCK = [name for name in CONTROLLERS if facts_of(name).no_lock]


def rtu(request: Request) -> str:
    frame = bytes([request.unit]) + request.pdu
    return (frame + crc16(frame)).hex().upper()


def device(name: str) -> SimulatedController:
    unit = facts_of(name).pulse
    width = timedelta(milliseconds=unit.unit_ms) if unit else None
    return SimulatedController(load_profile(name), pulse_width=width, watchdog=timedelta(seconds=5))


@pytest.mark.parametrize("name", CONTROLLERS)
def test_its_points_are_seen(name: str) -> None:
    async def main() -> None:
        board = device(name)
        async with on_tcp(board) as (_, heard, _):
            await heard.wait(DeviceOnline)
            for n in (1, load_profile(name).inputs):
                if board.inputs:
                    board.set_input(n, True)
                    await heard.wait(InputSensed(device="io1", input=n, level=Sense.ON))
                    board.set_input(n, False)
                    await heard.wait(InputSensed(device="io1", input=n, level=Sense.OFF))
            assert heard.all(WireFault) == []

    asyncio.run(main())


@pytest.mark.parametrize("name", PULSING)
def test_a_pulse_on_its_last_output_ends_by_itself(name: str) -> None:
    async def main() -> None:
        board, last = device(name), load_profile(name).outputs
        length = 0.3 if facts_of(name).pulse.unit_ms <= 100 else 1.0  # type: ignore[union-attr]
        async with on_tcp(board) as (line, heard, _):
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", last, length)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=last, level=Sense.ON))
            await heard.wait(OutputSensed(device="io1", output=last, level=Sense.OFF))
            assert heard.all(WireFault) == []

    asyncio.run(main())


@pytest.mark.parametrize("name", CONTROLLERS)
def test_a_hold_only_where_something_ends_it(name: str) -> None:
    if not load_profile(name).outputs:
        with pytest.raises(OrderRefused, match="expected output 1 to 0"):
            writes_for(OutputOrder(device="io", output=1, on=True), load_profile(name))
        return

    async def main() -> None:
        board = device(name)
        async with on_tcp(board) as (line, heard, _):
            await heard.wait(DeviceOnline)
            came = await line.order(OutputOrder(device="io1", output=1, on=True))
            if facts_of(name).hold == "none":
                assert came is OutputResult.FAILED
                assert board.outputs[0] is False
                return
            assert came is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.ON))
            assert await line.order(OutputOrder(device="io1", output=1, on=False)) is OutputResult.DONE
            await heard.wait(OutputSensed(device="io1", output=1, level=Sense.OFF))

    asyncio.run(main())


@pytest.mark.parametrize("name", NO_LOCK)
def test_no_lock_opens_on_a_device_that_cannot_end_it(name: str) -> None:
    asked = pulse("io", 1, 3), OutputOrder(device="io", output=1, on=True)
    for order in asked:
        with pytest.raises(OrderRefused):
            writes_for(order, load_profile(name))


@pytest.mark.parametrize(
    "name",
    [name for name in CONTROLLERS if any(not s.read_only for s in facts_of(name).required_settings)],
)
def test_wrong_settings_are_put_right_before_it_is_used(name: str) -> None:
    async def main() -> None:
        board = device(name)
        for setting in facts_of(name).required_settings:
            for address in range(setting.first, setting.first + setting.count):
                if setting.area == "coil":
                    board.memory.coils[address] = not setting.value
                elif not setting.read_only:
                    board.registers[address] = setting.value ^ 1
        async with on_tcp(board) as (_, heard, _):
            online = await heard.wait(DeviceOnline)
            assert isinstance(online, DeviceOnline)
            for setting in facts_of(name).required_settings:
                values = board.memory.coils if setting.area == "coil" else board.registers
                assert {values[setting.first + n] for n in range(setting.count)} == {setting.value}
                assert setting.read_only or setting.name in online.detail

    asyncio.run(main())


def test_a_node_whose_watchdog_does_not_run_is_refused_and_not_touched() -> None:
    async def main() -> None:
        node = SimulatedController(WAGO, registers={0x1006: 0})
        async with on_tcp(node) as (line, heard, _):
            offline = await heard.wait(DeviceOffline)
            assert isinstance(offline, DeviceOffline)
            assert offline.why == (
                "watchdog status is 0, must be 1, and is not Gate's to set: "
                "a watchdog that does not run ends nothing"
            )
            assert node.registers[0x1006] == 0
            assert await line.order(pulse("io1", 1, 3)) is OutputResult.OFFLINE

    asyncio.run(main())


def test_the_watchdog_ends_a_release_where_the_host_has_died() -> None:
    async def main() -> None:
        moved: list[tuple[int, bool]] = []
        node = SimulatedController(
            TM, on_output=lambda *change: moved.append(change), watchdog=timedelta(seconds=3)
        )
        async with on_tcp(node) as (line, heard, _):
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 5, 20)) is OutputResult.DONE
        # the host is gone; its timer with it
        bites_at = node.next_expiry
        assert bites_at is not None
        node.expire(bites_at - 0.001)
        assert moved == [(5, True)]
        node.expire(bites_at)
        assert moved == [(5, True), (5, False)]
        assert node.memory.coils[269] is True

    asyncio.run(main())


def test_a_later_order_takes_the_place_of_a_pulse_that_the_host_ends() -> None:
    async def main() -> None:
        async with on_tcp(device("wago-750")) as (line, heard, _):
            await heard.wait(DeviceOnline)
            assert await line.order(pulse("io1", 1, 0.2)) is OutputResult.DONE
            assert await line.order(OutputOrder(device="io1", output=1, on=True)) is OutputResult.DONE
            await asyncio.sleep(0.35)
            assert heard.all(OutputSensed)[-1].level is Sense.ON

    asyncio.run(main())


def test_requests_keep_their_distance_where_the_device_wants_it() -> None:
    async def main() -> None:
        board = device("wirenboard-mrm2-mini")
        async with on_tcp(board) as (line, heard, _):
            await heard.wait(DeviceOnline)
            loop = asyncio.get_running_loop()
            began = loop.time()
            assert await line.order(pulse("io1", 1, 1)) is OutputResult.DONE
            assert loop.time() - began >= 0.2  # three writes

    asyncio.run(main())


def test_eletechsup_off_is_the_published_frame() -> None:
    (write,) = writes_for(OutputOrder(device="io", output=1, on=False), N4D)
    assert rtu(write_one(1, write)) == ELETECHSUP["close 1"]


def test_eletechsup_polls_are_the_published_frames() -> None:
    assert N4D.modbus is not None
    assert N4D.modbus.inputs is not None
    assert N4D.modbus.readback is not None
    assert rtu(read_bits(1, N4D.modbus.inputs, 16)) == ELETECHSUP["read DI mask"]
    assert rtu(read_bits(1, N4D.modbus.readback, 16)) == ELETECHSUP["read outputs mask"]


@pytest.mark.parametrize(("name", "on"), [("DI mask answer", [8]), ("outputs mask answer", [2, 10])])
def test_eletechsup_answers_are_read_from_the_lowest_bit_on(name: str, on: list[int]) -> None:
    frame = bytes.fromhex(ELETECHSUP[name])
    assert crc16(frame[:-2]) == frame[-2:]
    assert N4D.modbus is not None
    assert N4D.modbus.inputs is not None
    levels = bits_in(frame[1:-2], N4D.modbus.inputs, 16)
    assert [n + 1 for n, level in enumerate(levels) if level] == on


def test_eletechsup_pulse_is_seconds_in_the_low_byte_rounded_up() -> None:
    assert writes_for(pulse("io", 16, 4.2), N4D) == (RegisterWrite(address=16, value=0x0605),)
    with pytest.raises(OrderRefused, match="expected a pulse of up to 0:04:15"):
        writes_for(pulse("io", 1, 256), N4D)


@pytest.mark.parametrize("vector", ELETECHSUP.values())
def test_eletechsup_frames_have_their_crc(vector: str) -> None:
    frame = bytes.fromhex(vector)
    assert crc16(frame[:-2]) == frame[-2:]


def test_wirenboard_frames_are_those_of_its_map() -> None:
    maps = {name: code for (device_id, name), code in MAPS.items() if device_id == "wirenboard-mr6c-v3"}
    mode, length, coil = (rtu(write_one(1, write)) for write in writes_for(pulse("io", 1, 3), MR6C))
    assert mode == maps["set relay1 timer mode on-pulse"]
    assert length == maps["relay1 pulse 3.0 s"]
    assert coil == maps["relay 1 on"]
    facts = facts_of("wirenboard-mr6c-v3")
    settings = {setting.name: rtu(write_setting(1, setting)[0]) for setting in facts.required_settings}
    assert settings["safety behaviour (watchdog)"] == maps["safety: relay1 go to safe"]
    assert settings["safety time-out in s (watchdog)"] == maps["safety timeout 10 s"]
    assert settings["input mode"] == maps["inputs: control disabled ch1"]
    assert facts.readback is not None
    assert rtu(read_bits(1, facts.readback, 6)) == maps["read real relay state"]


def test_wirenboard_input_that_switches_its_relay_is_stopped() -> None:
    async def main() -> None:
        board = SimulatedController(MR6C, registers=dict.fromkeys(range(9, 15), 0))
        board.set_input(1, True)
        assert board.outputs[0] is True  # as it leaves the factory
        async with on_tcp(board) as (_, heard, _):
            await heard.wait(DeviceOnline)
            board.set_input(2, True)
            await heard.wait(InputSensed(device="io1", input=2, level=Sense.ON))
            assert board.outputs[1] is False

    asyncio.run(main())
