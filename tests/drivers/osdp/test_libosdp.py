"""libosdp, an implementation that is not ours, on both sides of the wire: clear, secured, power cycles included."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.discovery import FoundReader, Overheard, discover
from drivers.osdp.display import Colour
from drivers.osdp.field_link import FieldLink
from drivers.osdp.line import OsdpLine
from drivers.osdp.rekey import holds, identify, set_key
from drivers.transport.open import open_url
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
    WireRefused,
)
from simulators.osdp.bus import serve
from simulators.osdp.peripheral import Peripheral
from simulators.pty import PtyPair
from tests.drivers.osdp.rig import BITS, KEY
from tests.support.libosdp import LibOsdp, find_libosdp, libosdp

PYTHON = find_libosdp() or ""
OTHER = bytes(reversed(KEY))
pytestmark = pytest.mark.skipif(
    not PYTHON, reason="no libosdp here: tools/libosdp tells why it cannot be had"
)


class Heard(list[Signal]):
    """Signals of our line."""

    def of(self, kind: type[Signal]) -> list[Signal]:
        return [signal for signal in self if isinstance(signal, kind)]


def _decode(bits: str) -> tuple[CardNumber | None, str]:
    return None, "no format here"


@asynccontextmanager
async def our_panel(pair: PtyPair, key: bytes | None) -> AsyncIterator[tuple[OsdpLine, Heard]]:
    heard = Heard()
    reader = OsdpReaderConfig(device="in", address=0, key=key, secure=key is not None, keypad=True)
    line = OsdpLine("osdp-1", [reader], open_url(f"serial://{pair.path}?baud=115200"), _decode)
    task = asyncio.create_task(line.run(heard.append))
    try:
        yield line, heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def our_reader(pair: PtyPair, key: bytes | None) -> AsyncIterator[Peripheral]:
    reader = Peripheral(0, key)
    stream = await open_url(f"serial://{pair.path}?baud=115200")()
    task = asyncio.create_task(serve(stream, [reader]))
    try:
        yield reader
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        stream.close()


def on_a_line(story: Callable[[PtyPair], Awaitable[None]]) -> None:
    pair = PtyPair()
    try:
        asyncio.run(_within(story(pair)))
    finally:
        pair.close()


async def _within(story: Awaitable[None]) -> None:
    async with asyncio.timeout(30):
        await story


async def _usable(peer: LibOsdp, heard: Heard, bits: str) -> float:
    """Hold the card to the reader until it counts; seconds that took."""
    begun = asyncio.get_running_loop().time()
    wanted = CardRead(device="in", card=None, bits=bits, why="no format here")
    while wanted not in heard:
        peer.order(card=bits)
        await asyncio.sleep(0.05)
    return asyncio.get_running_loop().time() - begun


@pytest.mark.parametrize("key", [KEY, None], ids=["secured", "clear"])
def test_libosdp_as_reader_at_our_panel(key: bytes | None) -> None:
    async def story(pair: PtyPair) -> None:
        async with our_panel(pair, key) as (line, heard), libosdp(PYTHON, "reader", pair.master, key) as peer:
            await peer.until(lambda: bool(heard.of(DeviceOnline)))
            assert ("secure channel" in str(heard.of(DeviceOnline)[0])) is (key is not None)
            await _usable(peer, heard, BITS)
            peer.order(keys="12#")
            await peer.until(lambda: bool(heard.of(KeysTyped)))
            assert heard.of(KeysTyped)[0] == KeysTyped(device="in", keys="12#")
            await line.show("in", Feedback.GRANTED)
            await peer.until(lambda: peer.any(on_color=Colour.GREEN, temporary=True))
            await peer.until(lambda: peer.any(rep_count=1))
            pulse = OutputOrder(device="in", output=2, on=True, pulse=timedelta(seconds=3))
            assert await line.order(pulse) is OutputResult.DONE
            await peer.until(lambda: peer.any(output_no=1, timer_count=30))
            assert not heard.of(DeviceOffline)
            assert not heard.of(WireRefused)

    on_a_line(story)


@pytest.mark.parametrize("key", [KEY, None], ids=["secured", "clear"])
def test_libosdp_as_reader_loses_power_and_is_usable_again_at_once(key: bytes | None) -> None:
    async def story(pair: PtyPair) -> None:
        async with our_panel(pair, key) as (_, heard), libosdp(PYTHON, "reader", pair.master, key) as peer:
            await _usable(peer, heard, BITS)
            before_it_was_there = heard.of(DeviceOffline)  # its process may start later than the line
            for bits in ("1" * 26, "01" * 13):
                peer.order(power_cycle=True)
                assert await _usable(peer, heard, bits) < 1.0
            assert heard.of(DeviceOffline) == before_it_was_there

    on_a_line(story)


def test_libosdp_as_reader_with_another_key_is_refused_and_told_of() -> None:
    async def story(pair: PtyPair) -> None:
        async with our_panel(pair, KEY) as (_, heard), libosdp(PYTHON, "reader", pair.master, OTHER) as peer:
            await peer.until(lambda: bool(heard.of(WireRefused)))
            peer.order(card=BITS)
            await asyncio.sleep(0.3)
            assert heard.of(DeviceOffline)
            assert not heard.of(DeviceOnline)
            assert not heard.of(CardRead)

    on_a_line(story)


def test_libosdp_as_reader_in_install_mode_takes_its_key_and_keeps_it() -> None:
    async def story(pair: PtyPair) -> None:
        async with libosdp(PYTHON, "reader", pair.master, None) as peer:
            stream = await open_url(f"serial://{pair.path}?baud=115200")()
            link = FieldLink(stream, 0)
            assert not await holds(link, KEY, os.urandom)
            assert await holds(link, None, os.urandom)
            assert await identify(link) is not None
            await set_key(link, KEY, os.urandom, lambda text: None)
            assert not await holds(link, None, os.urandom), "the default key is over"
            assert await holds(link, KEY, os.urandom)
            stream.close()
            async with our_panel(pair, KEY) as (_, heard):
                await _usable(peer, heard, BITS)

    on_a_line(story)


def test_libosdp_as_reader_is_found() -> None:
    async def story(pair: PtyPair) -> None:
        async with libosdp(PYTHON, "reader", pair.master, None, address=5):
            opener = open_url(f"serial://{pair.path}?baud=115200")
            steps = [step async for step in discover(lambda _: opener(), (9600,), (4, 5, 6), Overheard())]
            (found,) = [step for step in steps if isinstance(step, FoundReader)]
            assert (found.address, found.can_secure) == (5, True)
            assert found.identity is not None

    on_a_line(story)


@pytest.mark.parametrize("key", [KEY, None], ids=["secured", "clear"])
def test_libosdp_as_panel_at_our_reader(key: bytes | None) -> None:
    async def story(pair: PtyPair) -> None:
        async with our_reader(pair, key) as reader, libosdp(PYTHON, "panel", pair.master, key) as peer:
            await peer.until(lambda: peer.any(online=True, secure=key is not None))
            reader.present(BITS)
            await peer.until(lambda: peer.any(length=len(BITS)))
            clock = asyncio.get_running_loop()
            await peer.until(lambda: reader.ware.led(clock.time()).on == Colour.GREEN)
            reader.type_keys("34")
            await peer.until(lambda: peer.any(keys="34"))
            assert reader.secure is (key is not None)

    on_a_line(story)


@pytest.mark.parametrize("key", [KEY, None], ids=["secured", "clear"])
def test_our_reader_loses_power_at_libosdps_panel(key: bytes | None) -> None:
    async def story(pair: PtyPair) -> None:
        async with our_reader(pair, key) as reader, libosdp(PYTHON, "panel", pair.master, key) as peer:
            await peer.until(lambda: peer.any(online=True, secure=key is not None))
            reader.power_cycle()
            peer.order(enable=False)  # by itself it stays away from a lost reader for 300 s
            await peer.until(lambda: not peer.told[-1].get("online", True))
            peer.order(enable=True)
            await peer.until(
                lambda: bool(peer.told[-1].get("online")) and peer.told[-1]["secure"] == (key is not None)
            )
            reader.present(BITS)
            await peer.until(lambda: peer.any(length=len(BITS)))

    on_a_line(story)


def test_libosdps_panel_without_the_key_gets_neither_card_nor_light() -> None:
    async def story(pair: PtyPair) -> None:
        async with our_reader(pair, KEY) as reader, libosdp(PYTHON, "panel", pair.master, OTHER) as peer:
            reader.present(BITS)
            await asyncio.sleep(1.0)
            assert not peer.any(secure=True)
            assert not peer.any(length=len(BITS))
            assert reader.polls == 0
            assert not reader.secure

    on_a_line(story)
