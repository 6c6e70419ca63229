"""ZKTeco C3: published frames and records, and a panel on its line."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.panel.bad import Bad
from drivers.panel.errors import OrderRefused
from drivers.zkteco.commands import parameters, release
from drivers.zkteco.frame import Framer, Packet, crc16, encode
from drivers.zkteco.log import DoorStatus, LogEvent, encode_event, encode_status, records
from firmware_profiles.load import load_profile
from gate.domain.card import CardNumber
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputOrder,
    OutputResult,
    Sense,
    WireFault,
)
from simulators.device import SimulatedDevice
from simulators.panel.bodies import C3Body
from simulators.panel.zkteco import SimulatedC3
from tests.drivers.panel.rig import Bench, in_loop, zkteco

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/panel/zkteco_c3_inbio.json").read_text())[
    "vectors"
]
FRAMES = [bytes.fromhex(vector["hex"]) for vector in VECTORS if "hex" in vector]
ONLINE = DeviceOnline(device="panel", detail="SIM0001, firmware 1.0")
OPEN = OutputOrder(device="panel", output=2, on=True, pulse=timedelta(milliseconds=2500))


@pytest.mark.parametrize("frame", FRAMES, ids=bytes.hex)
def test_a_published_reply_is_read_and_written_again(frame: bytes) -> None:
    (packet,) = Framer().feed(frame)
    assert isinstance(packet, Packet)
    assert packet.command == 0xC8
    assert packet.data[:2] == bytes.fromhex("D18A")
    assert encode(packet.command, packet.data) == frame


def test_the_documented_check_value() -> None:
    (vector,) = [vector for vector in VECTORS if "expected" in vector]
    assert crc16(b"123456789")[::-1].hex().upper() == vector["expected"]


@pytest.mark.parametrize("at", [-3, -2])
def test_both_bytes_of_the_check_count(at: int) -> None:
    frame = bytearray(FRAMES[0])
    frame[at] ^= 1
    came = list(Framer().feed(bytes(frame) + FRAMES[1]))
    assert isinstance(came[0], Bad)
    assert "expected CRC" in came[0].why
    assert came[-1] == Packet(command=0xC8, data=bytes.fromhex("D18A0003"))


@settings(max_examples=30)
@given(st.binary(max_size=60).filter(lambda noise: 0xAA not in noise), st.integers(1, 10))
def test_the_next_good_frame_is_found_after_noise_and_in_pieces(noise: bytes, size: int) -> None:
    framer, data = Framer(), noise + FRAMES[0]
    came = [frame for at in range(0, len(data), size) for frame in framer.feed(data[at : at + size])]
    assert [frame for frame in came if isinstance(frame, Packet)] == [
        Packet(command=0xC8, data=bytes.fromhex("D18A0000"))
    ]


@settings(max_examples=30)
@given(st.binary(max_size=400))
def test_any_bytes_are_frames_or_bad_ones(data: bytes) -> None:
    framer = Framer()
    list(framer.feed(data))
    assert len(framer._buffer) <= 4096 + 8


def test_published_records() -> None:
    """vwout/zkaccess-c3-py@0d199428 tests/test_rtlog.py."""
    said = records(
        bytes.fromhex("0000000000000000c8016602328fae21")
        + bytes.fromhex("17306412e2b1040004010000742caf21")
        + bytes.fromhex("0300000011000000000 1ff00f231b321".replace(" ", ""))
        + bytes.fromhex("030000000200000001 01ff00fc31b321".replace(" ", ""))
    )
    closed, opened, none = Sense.ON, Sense.OFF, Sense.UNKNOWN
    assert said == [
        LogEvent(type=0x66, door=1, card=0, direction=2),
        LogEvent(type=0, door=1, card=308555799, direction=0),
        DoorStatus(contacts=(closed, none, none, none)),
        DoorStatus(contacts=(opened, none, none, none)),
    ]


def test_a_log_that_is_no_records_is_named() -> None:
    with pytest.raises(ValueError, match="a log written as text"):
        records(b"time=2023-12-06 22:33:15")


@settings(max_examples=30)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 4),
    st.sampled_from([0, 27, 29, 202]),
    st.sampled_from([0, 2, 3]),
)
def test_the_simulators_records_are_read_back(card: int, door: int, kind: int, direction: int) -> None:
    event = LogEvent(type=kind, door=door, card=card, direction=direction)
    assert records(encode_event(event) + encode_status([True, False])) == [
        event,
        DoorStatus(contacts=(Sense.ON, Sense.OFF, Sense.UNKNOWN, Sense.UNKNOWN)),
    ]


def test_the_output_command_of_the_fact_file() -> None:
    order = OutputOrder(device="p", output=1, on=True, pulse=timedelta(seconds=200))
    assert release(order, 4) == bytes.fromhex("010101C800")
    assert release(OutputOrder(device="p", output=4, on=False), 4) == bytes.fromhex("0104010000")


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (OutputOrder(device="p", output=3, on=True, pulse=timedelta(seconds=1)), "expected output 1 to 2"),
        (OutputOrder(device="p", output=1, on=True), "cannot end a hold"),
        (OutputOrder(device="p", output=1, on=False, pulse=timedelta(seconds=1)), "an off pulse"),
        (OutputOrder(device="p", output=1, on=True, pulse=timedelta(seconds=255)), "up to 254 s"),
    ],
)
def test_a_pulse_that_would_stand_for_ever_is_refused(order: OutputOrder, why: str) -> None:
    with pytest.raises(OrderRefused, match=why):
        release(order, 2)


def test_parameters_are_pairs() -> None:
    assert parameters(b"~SerialNumber=ABC,LockCount=4\r\n") == {"~SerialNumber": "ABC", "LockCount": "4"}


async def up(bench: Bench) -> None:
    await bench.heard.wait(ONLINE)
    await bench.heard.wait(InputSensed(device="panel", input=1, level=Sense.ON))


def panel_of(device: SimulatedDevice) -> SimulatedC3:
    assert isinstance(device._body, C3Body)
    return device._body.panel


@in_loop
async def test_a_card_an_order_a_contact_and_a_button() -> None:
    async with zkteco() as bench:
        await up(bench)
        await bench.device.act({"do": "present", "card": "decimal10:0308555799", "reader": 2})
        card = CardNumber(format="decimal10", number="0308555799")
        await bench.heard.wait(CardRead(device="r2", card=card))
        assert await bench.line.order(OPEN) is OutputResult.DONE
        until = panel_of(bench.device).boxes[1].until
        assert 2 < until - asyncio.get_running_loop().time() <= 3
        assert await bench.line.order(OutputOrder(device="panel", output=2, on=False)) is OutputResult.DONE
        assert panel_of(bench.device).boxes[1].until < 0
        await bench.device.act({"do": "door", "door": 2, "open": True})
        await bench.heard.wait(InputSensed(device="panel", input=2, level=Sense.OFF))
        await bench.device.act({"do": "button", "door": 2})
        await bench.heard.wait(InputSensed(device="panel", input=4, level=Sense.ON))
        await bench.heard.wait(InputSensed(device="panel", input=4, level=Sense.OFF))


@in_loop
async def test_what_waited_in_the_log_is_told_and_not_acted_on() -> None:
    device = SimulatedDevice(load_profile("zkteco-c3-200"), 0)
    for number in (1, 2):
        await device.act({"do": "present", "card": f"decimal10:{number:010d}", "reader": 1})
    async with zkteco(device) as bench:
        fault = await bench.heard.wait(WireFault)
        assert isinstance(fault, WireFault)
        assert fault.why.startswith("2 events while the panel was not heard")
        await device.act({"do": "present", "card": "decimal10:0000000003", "reader": 1})
        read = await bench.heard.wait(CardRead)
        assert read == CardRead(device="r1", card=CardNumber(format="decimal10", number="0000000003"))


@in_loop
async def test_a_board_without_sessions_and_one_that_opens_by_itself() -> None:
    device = SimulatedDevice(load_profile("zkteco-c3-200"), 0)
    panel_of(device).sessions = False
    await device.act({"do": "store", "card": "decimal10:0000000009"})
    async with zkteco(device) as bench:
        await up(bench)
        await device.act({"do": "present", "card": "decimal10:0000000009", "reader": 1})
        fault = await bench.heard.wait(WireFault)
        assert isinstance(fault, WireFault)
        assert fault.why.startswith("the panel opened door 1 by itself (event 0)")


@in_loop
async def test_a_panel_with_too_few_doors_is_refused() -> None:
    async with zkteco(SimulatedDevice(load_profile("zkteco-c3-100"), 0)) as bench:
        offline = await bench.heard.wait(DeviceOffline)
        assert offline == DeviceOffline(device="panel", why="expected a panel with 2 locks, came one with 1")


@in_loop
async def test_bent_answers_take_the_panel_offline_and_it_comes_back() -> None:
    async with zkteco() as bench:
        await up(bench)
        bench.device.faults.flip = 1
        await bench.heard.wait(DeviceOffline)
        assert await bench.line.order(OPEN) is OutputResult.OFFLINE
        bench.device.faults.flip = 0
        await bench.heard.wait(ONLINE)
