"""The asyncio port: over a real pty, and over a wire that can be cut."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.display import Buz, Colour
from drivers.osdp.errors import SetupError
from drivers.osdp.line import OsdpLine
from drivers.transport.open import open_url
from drivers.transport.stream import ByteStream
from gate.domain.card import CardNumber
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    Feedback,
    KeysTyped,
    OutputOrder,
    OutputResult,
    Signal,
)
from simulators.osdp.bus import serve_fd
from simulators.osdp.peripheral import Peripheral
from simulators.pty import PtyPair
from tests.drivers.osdp.rig import BITS, KEY

CARD = CardNumber(format="T", number="7")
KEYS = {"in": KEY, "out": bytes(reversed(KEY))}


def configs() -> list[OsdpReaderConfig]:
    return [
        OsdpReaderConfig(device=device, address=address, key=KEYS[device], keypad=True)
        for address, device in enumerate(KEYS)
    ]


class Ears:
    """Collects signals and waits for one of a kind."""

    def __init__(self) -> None:
        self.heard: list[Signal] = []
        self._news = asyncio.Event()

    def emit(self, signal: Signal) -> None:
        self.heard.append(signal)
        self._news.set()

    async def until(self, true: Callable[[], bool], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not true():
                self._news.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), 0.01)

    async def count(self, kind: type[Signal], number: int) -> None:
        await self.until(lambda: sum(isinstance(signal, kind) for signal in self.heard) >= number)


Story = Callable[[OsdpLine, dict[str, Peripheral], Ears], Awaitable[None]]


async def on_a_pty(story: Story, *, baud: int | None = None) -> None:
    pair, ears = PtyPair(), Ears()
    readers = {device: Peripheral(n, key) for n, (device, key) in enumerate(KEYS.items())}
    line = OsdpLine("osdp-1", configs(), open_url(f"serial://{pair.path}?baud=115200"), _decode, baud=baud)
    tasks = [
        asyncio.create_task(serve_fd(pair.master, list(readers.values()), baud=baud)),
        asyncio.create_task(line.run(ears.emit)),
    ]
    try:
        await ears.count(DeviceOnline, 2)
        await ears.until(lambda: all(reader.polls for reader in readers.values()))
        await story(line, readers, ears)
    finally:
        for task in tasks:
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        pair.close()
    assert all(isinstance(result, asyncio.CancelledError) for result in done), done


def _decode(bits: str) -> tuple[CardNumber | None, str]:
    return CARD, ""


@pytest.mark.parametrize("baud", [None, 115_200])
def test_card_keys_feedback_and_outputs_over_a_pty(baud: int | None) -> None:
    async def story(line: OsdpLine, readers: dict[str, Peripheral], ears: Ears) -> None:
        readers["in"].present(BITS)
        readers["out"].type_keys("12#")
        await ears.count(CardRead, 1)
        await ears.count(KeysTyped, 1)
        assert CardRead(device="in", card=CARD, bits=BITS) in ears.heard
        assert KeysTyped(device="out", keys="12#") in ears.heard
        await line.show("in", Feedback.GRANTED)
        ware = readers["in"].ware
        await ears.until(lambda: len(ware.buzzes) == 1)
        assert ware.led(asyncio.get_running_loop().time()).on == Colour.GREEN
        pulse = OutputOrder(device="out", output=2, on=True, pulse=timedelta(seconds=3))
        assert await line.order(pulse) is OutputResult.DONE
        assert readers["out"].ware.levels(asyncio.get_running_loop().time()) == (0, 1)
        nothing_there = OutputOrder(device="out", output=7, on=True)
        assert await line.order(nothing_there) is OutputResult.FAILED

    asyncio.run(on_a_pty(story, baud=baud))


def test_a_look_that_lasts_is_shown_again_after_a_power_cycle() -> None:
    async def story(line: OsdpLine, readers: dict[str, Peripheral], ears: Ears) -> None:
        reader, clock = readers["in"], asyncio.get_running_loop()
        await line.show("in", Feedback.LOCKDOWN)
        await ears.until(lambda: reader.ware.led(clock.time()).off == Colour.BLUE)
        reader.power_cycle()
        assert reader.ware.led(clock.time()).off == Colour.RED
        await ears.until(lambda: reader.ware.led(clock.time()).off == Colour.BLUE)
        silence = Buz(tone=1, on_for=0, off_for=0, count=0)
        await ears.until(lambda: list(reader.ware.buzzes) == [silence])

    asyncio.run(on_a_pty(story))


def test_an_order_to_a_silent_reader_is_offline_within_a_second() -> None:
    async def story(line: OsdpLine, readers: dict[str, Peripheral], ears: Ears) -> None:
        readers["in"].faults.silent = True
        begun = asyncio.get_running_loop().time()
        order = OutputOrder(device="in", output=1, on=True)
        assert await line.order(order) is OutputResult.OFFLINE
        assert asyncio.get_running_loop().time() - begun < 1.1
        order = OutputOrder(device="out", output=1, on=True)
        assert await line.order(order) is OutputResult.DONE

    asyncio.run(on_a_pty(story))


class Cable:
    """A stream that can be cut; nobody is at its other end."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self._cut = asyncio.get_running_loop().create_future()

    def cut(self) -> None:
        if not self._cut.done():
            self._cut.set_exception(ConnectionError("the plug was pulled"))

    def write(self, data: bytes) -> None:
        if self._cut.done():
            raise ConnectionError("the plug was pulled")
        self.written.append(data)

    async def read(self) -> bytes:
        await asyncio.shield(self._cut)
        return b""

    def close(self) -> None:
        self.cut()
        self._cut.exception()


def test_a_line_that_is_lost_is_said_and_opened_again() -> None:
    async def story() -> None:
        ears, cables, refusals = Ears(), list[Cable](), iter(["no such port"])

        async def opener() -> ByteStream:
            if (why := next(refusals, None)) is not None:
                raise ConnectionError(why)
            cables.append(Cable())
            return cables[-1]

        line = OsdpLine("osdp-1", configs(), opener, _decode)
        task = asyncio.create_task(line.run(ears.emit))
        await ears.until(lambda: bool(cables and cables[0].written))
        assert ears.heard == [
            DeviceOffline(device=device, why="line osdp-1: no such port") for device in ("in", "out")
        ]
        cables[0].cut()
        await ears.until(lambda: len(cables) == 2 and bool(cables[1].written))
        order = OutputOrder(device="in", output=1, on=True)
        assert await line.order(order) is OutputResult.OFFLINE
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert await line.order(order) is OutputResult.OFFLINE
        await line.show("in", Feedback.DENIED)

    asyncio.run(story())


def test_a_reader_that_must_be_secure_and_has_no_key_is_never_spoken_to() -> None:
    async def story() -> None:
        ears, cable = Ears(), Cable()

        async def opener() -> ByteStream:
            return cable

        line = OsdpLine("osdp-1", [OsdpReaderConfig(device="in", address=0)], opener, _decode)
        task = asyncio.create_task(line.run(ears.emit))
        await ears.count(DeviceOffline, 1)
        await asyncio.sleep(0.05)
        assert "no key" in str(ears.heard[0])
        assert cable.written == []
        await line.show("in", Feedback.GRANTED)
        order = OutputOrder(device="in", output=1, on=True)
        assert await line.order(order) is OutputResult.OFFLINE
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(story())


@pytest.mark.parametrize("pulse", [timedelta(0), timedelta(seconds=-1), timedelta(hours=3)])
def test_a_pulse_that_the_reader_cannot_time_is_refused(pulse: timedelta) -> None:
    async def story() -> None:
        async def opener() -> ByteStream:
            return Cable()

        line = OsdpLine("osdp-1", configs(), opener, _decode)
        assert (
            await line.order(OutputOrder(device="in", output=1, on=True, pulse=pulse)) is OutputResult.FAILED
        )
        assert await line.order(OutputOrder(device="in", output=0, on=True)) is OutputResult.FAILED
        with pytest.raises(SetupError, match="expected one of"):
            await line.order(OutputOrder(device="nobody", output=1, on=True))

    asyncio.run(story())


def test_wrong_readers_are_found_when_the_line_is_made() -> None:
    async def opener() -> ByteStream:
        raise ConnectionError("not reached")

    for readers in (
        [OsdpReaderConfig(device="in", address=0, key=KEY)] * 2,
        [OsdpReaderConfig(device=name, address=0, key=KEY) for name in ("in", "out")],
        [OsdpReaderConfig(device="in", address=200, key=KEY)],
        [OsdpReaderConfig(device="in", address=0, key=b"short")],
    ):
        with pytest.raises(SetupError):
            OsdpLine("osdp-1", readers, opener, _decode)
