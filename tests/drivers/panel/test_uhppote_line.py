"""A UHPPOTE controller on its line: it is put under control, told of, and opens for nobody by itself."""

import asyncio
from datetime import datetime, timedelta

import pytest

from drivers.panel.errors import OrderRefused
from drivers.uhppote.codec import decode_reply, encode_reply, encode_request
from drivers.uhppote.journal import FRESH, MOST_FETCHED, Journal
from drivers.uhppote.orders import delay_of
from drivers.uhppote.status import Event
from firmware_profiles.load import load_profile
from gate.domain.card import CardNumber
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputOrder,
    OutputResult,
    OutputSensed,
    Sense,
    WireFault,
)
from simulators.device import SimulatedDevice
from simulators.panel.bodies import UhppoteBody
from simulators.panel.uhppote import SimulatedUhppote
from tests.drivers.panel.rig import SERIAL, Bench, devices_of, in_loop, line_to, uhppote

CARD = {"do": "present", "card": "H10301:100:58400"}
NOON = datetime(2026, 11, 22, 12, 0, 0)  # noqa: DTZ001 - a controller knows its wall clock only
OPEN = OutputOrder(device="panel", output=1, on=True, pulse=timedelta(seconds=2))


def controller_of(device: SimulatedDevice) -> SimulatedUhppote:
    body = device._body
    assert isinstance(body, UhppoteBody)
    return body.controller


async def up(bench: Bench) -> None:
    """It is online, and its first status was heard: what comes from now on is new."""
    await bench.heard.wait(DeviceOnline(device="panel", detail="firmware 8.92 of 2018-11-05"))
    await bench.heard.wait(InputSensed(device="panel", input=1, level=Sense.ON))


@in_loop
async def test_it_comes_up_under_control_and_a_card_opens_only_by_order() -> None:
    async with uhppote() as bench:
        await up(bench)
        panel = controller_of(bench.device)
        assert (panel.pc_control, panel.keypads, panel.tasks) == (True, False, 0)
        assert panel.passcodes == {1: (0, 0, 0, 0), 2: (0, 0, 0, 0)}
        assert panel.listener[1] > 0
        assert (await bench.device.act({**CARD, "reader": 3}))["outputs"] == [False, False]
        card = CardNumber(format="H10301", facility=100, number="58400")
        await bench.heard.wait(CardRead(device="r3", card=card))
        assert await bench.line.order(OPEN) is OutputResult.DONE
        assert panel.control[1] == (3, 2)
        await bench.heard.wait(OutputSensed(device="panel", output=1, level=Sense.ON))
        assert len(bench.heard.all(CardRead)) == 1


@in_loop
async def test_contacts_buttons_and_a_lock_that_is_shut_early() -> None:
    async with uhppote() as bench:
        await up(bench)
        panel = controller_of(bench.device)
        await bench.device.act({"do": "door", "door": 2, "open": True})
        await bench.heard.wait(InputSensed(device="panel", input=2, level=Sense.OFF))
        panel.boxes[0].pressed = True
        await bench.heard.wait(InputSensed(device="panel", input=3, level=Sense.ON))
        await bench.device.act({"do": "button", "door": 1})
        await bench.heard.wait(OutputSensed(device="panel", output=1, level=Sense.ON))
        lock = OutputOrder(device="panel", output=1, on=False)
        assert await bench.line.order(lock) is OutputResult.DONE
        assert panel.control[1] == (3, 3)
        await bench.heard.wait(OutputSensed(device="panel", output=1, level=Sense.OFF))
        assert bench.heard.all(CardRead) == []


@in_loop
async def test_a_controller_with_a_card_in_its_table_is_refused_until_it_is_erased() -> None:
    device = SimulatedDevice(load_profile("uhppote-controller-l02"), SERIAL)
    await device.act({"do": "store", "card": "H10301:1:2"})
    async with uhppote(device) as bench:
        offline = await bench.heard.wait(DeviceOffline)
        assert isinstance(offline, DeviceOffline)
        assert offline.why.startswith("1 cards are stored in the controller")
        assert await bench.line.order(OPEN) is OutputResult.OFFLINE
        assert controller_of(device).pc_control is False
        controller_of(device).cards.clear()
        await up(bench)


@in_loop
async def test_a_controller_that_opens_by_itself_is_told_of() -> None:
    async with uhppote() as bench:
        await up(bench)
        panel = controller_of(bench.device)
        panel.pc_control = False
        await bench.device.act({"do": "store", "card": "H10301:1:2"})
        await bench.device.act({"do": "present", "card": "H10301:1:2", "reader": 1})
        fault = await bench.heard.wait(WireFault)
        assert fault == WireFault(device="panel", why="the controller opened door 1 by itself, by reason 01")
        await bench.heard.wait(CardRead)


@in_loop
async def test_another_serial_number_answers_for_nobody() -> None:
    async with uhppote(serial=SERIAL + 1) as bench:
        offline = await bench.heard.wait(DeviceOffline)
        assert isinstance(offline, DeviceOffline)
        assert offline.why == "no answer within 0.3 s, 2 times"
        assert bench.heard.all(DeviceOnline) == []


@in_loop
async def test_a_card_at_a_reader_that_no_site_names_is_a_fault() -> None:
    async with uhppote() as bench:
        await up(bench)
        await bench.device.act({**CARD, "reader": 4})
        fault = await bench.heard.wait(WireFault)
        assert fault == WireFault(device="panel", why="a card at reader 4, which no site file names")


@in_loop
async def test_a_silent_controller_goes_offline_and_comes_back_with_the_cards_of_now_only() -> None:
    async with uhppote() as bench:
        await up(bench)
        panel = controller_of(bench.device)
        bench.device.faults.silent = True
        await bench.heard.wait(DeviceOffline)
        await bench.heard.wait(InputSensed(device="panel", input=1, level=Sense.UNKNOWN))
        for reader in (1, 2):
            panel.swipe(reader, 10058400, 0.0)
        panel.events[0] = {**panel.events[0], "at": "2020-01-01T00:00:00"}
        bench.device.faults.silent = False
        fault = await bench.heard.wait(WireFault)
        assert isinstance(fault, WireFault)
        assert fault.why == "a card at door 1, at 2020-01-01 00:00:00: too long ago to act on"


def event(index: int, at: datetime | None = NOON) -> Event:
    return Event(index=index, type=1, granted=False, door=1, direction=1, card=5, at=at, reason=5)


def test_nothing_that_happened_before_the_first_status_is_new() -> None:
    journal = Journal()
    assert journal.missing(event(70)) == ([], 0)
    assert not journal.takes(event(70))
    assert journal.missing(event(73)) == ([71, 72], 0)
    assert [journal.takes(event(n)) for n in (71, 72, 73, 73)] == [True, True, True, False]


@pytest.mark.parametrize(("gap", "fetched", "let_go"), [(15, 15, 0), (16, 16, 0), (17, 16, 1)])
def test_a_gap_is_fetched_up_to_a_bound(gap: int, fetched: int, let_go: int) -> None:
    journal = Journal()
    journal.missing(event(1))
    indices, lost = journal.missing(event(2 + gap))
    assert (len(indices), lost, indices[-1]) == (fetched, let_go, 1 + gap)
    assert fetched <= MOST_FETCHED


def test_a_memory_that_was_cleared_starts_anew() -> None:
    journal = Journal()
    journal.missing(event(90))
    assert journal.missing(event(1)) == ([], 0)
    assert journal.takes(event(2))


@pytest.mark.parametrize(
    ("late", "fresh"),
    [
        (timedelta(0), True),
        (FRESH, True),
        (FRESH + timedelta(seconds=1), False),
        (-FRESH - timedelta(seconds=1), False),
    ],
)
def test_a_card_is_acted_on_within_five_seconds(late: timedelta, fresh: bool) -> None:
    assert Journal.fresh(event(1), NOON + late) is fresh


def test_without_a_time_nothing_is_fresh() -> None:
    assert not Journal.fresh(event(1, None), NOON)
    assert not Journal.fresh(event(1), None)


@pytest.mark.parametrize(("ms", "seconds"), [(1, 1), (1000, 1), (1001, 2), (255_000, 255)])
def test_pulses_are_whole_seconds_rounded_up(ms: int, seconds: int) -> None:
    order = OutputOrder(device="p", output=1, on=True, pulse=timedelta(milliseconds=ms))
    assert delay_of(order, 1) == seconds


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (OutputOrder(device="p", output=3, on=True, pulse=timedelta(seconds=1)), "expected output 1 to 2"),
        (OutputOrder(device="p", output=1, on=True), "cannot end a hold"),
        (OutputOrder(device="p", output=1, on=False, pulse=timedelta(seconds=1)), "an off pulse"),
        (OutputOrder(device="p", output=1, on=True, pulse=timedelta(milliseconds=255_001)), "up to 255 s"),
        (OutputOrder(device="p", output=1, on=True, pulse=timedelta(0)), "up to 255 s"),
    ],
)
def test_what_the_controller_cannot_end_is_refused(order: OutputOrder, why: str) -> None:
    with pytest.raises(OrderRefused, match=why):
        delay_of(order, 2)


@in_loop
async def test_a_refused_order_is_told_and_nothing_is_sent() -> None:
    async with uhppote() as bench:
        await up(bench)
        assert await bench.line.order(OutputOrder(device="panel", output=1, on=True)) is OutputResult.FAILED
        fault = await bench.heard.wait(WireFault)
        assert isinstance(fault, WireFault)
        assert "cannot end a hold" in fault.why
        assert not controller_of(bench.device).boxes[0].relay(asyncio.get_running_loop().time())


@pytest.mark.parametrize(("silence", "opens"), [(29.9, False), (30.0, True)])
def test_the_simulated_controller_decides_by_itself_when_it_hears_nothing(
    silence: float, opens: bool
) -> None:
    panel = SimulatedUhppote(SERIAL, 2, lambda: NOON)
    panel.answer(encode_request("put-card", SERIAL, card=7, door1=1), 0.0)
    panel.answer(encode_request("set-pc-control", SERIAL, enable=True), 0.0)
    panel.swipe(1, 7, silence)
    assert panel.boxes[0].relay(silence) is opens


def test_the_simulated_controller_as_the_published_one() -> None:
    panel = SimulatedUhppote(SERIAL, 4, lambda: NOON)
    asked = encode_request("get-card", SERIAL, card=7)
    assert decode_reply(panel.answer(asked, 0)).number("card") == 0
    panel.answer(encode_request("put-card", SERIAL, card=7, pin=7531, door1=1), 0)
    assert decode_reply(panel.answer(asked, 0)).number("pin") == 7531
    assert panel.answer(encode_request("delete-card", SERIAL, card=7), 0) == encode_reply(
        "delete-card", SERIAL, ok=True
    )
    assert panel.answer(encode_request("get-status", SERIAL + 1), 0) == b""
    assert panel.answer(b"\x17" * 64, 0) == b""


@pytest.mark.parametrize(
    ("url", "devices", "why"),
    [
        (
            "tcp://h:1",
            devices_of("uhppote-controller-l02", 9, "uhppote-reader"),
            "expected a url with udp://",
        ),
        (
            "udp://h:1",
            devices_of("uhppote-controller-l01", 9, "uhppote-reader"),
            "expected readers 1 to 2, came 3",
        ),
        ("udp://h:1", [], "expected one panel and its readers, came 0 panels"),
    ],
)
def test_a_line_that_cannot_be_is_named(url: str, devices: list[object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        line_to(url, "uhppote", devices)  # type: ignore[arg-type]
