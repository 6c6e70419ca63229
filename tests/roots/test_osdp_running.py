"""A reader's key while its line runs: the line is lent, the key changed and proved, and the line goes on with it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from drivers.osdp.config import OsdpReaderConfig
from drivers.osdp.errors import SetupError
from drivers.osdp.line import OsdpLine
from drivers.transport.open import open_url
from drivers.transport.stream import ByteStream
from drivers.wiegand import decode_card
from gate.clock import MachineClock
from gate.domain.signals import DeviceOffline, DeviceOnline
from gate.edge.agent import Agent
from gate.engine import Engine
from gate.keys.reader_keys import ReaderKeys
from gate.keys.ring import KeyRing
from gate.roots.agent import _connection as agent_connection
from gate.roots.engine import _connection as engine_connection
from gate.roots.osdp_giving import giver
from gate.roots.shape import UserError
from gate.site.load import load_site
from gate.store.read import EventRow, open_reader
from simulators.osdp.peripheral import Peripheral
from tests.bus.embedded import embedded_broker
from tests.roots.test_osdp import READER, SITE, gate, open_window
from tests.support.children import free_port
from tests.support.lines import Heard, running
from tests.support.osdp_line import served

HQ = load_site(SITE)
DEVICE = HQ.devices[READER]
ADDRESS = DEVICE.address or 0


def a_key(data: Path) -> bytes:
    keys = ReaderKeys(data / "keys")
    keys.prepare(READER)
    keys.commit(READER)
    key = keys.current(READER)
    assert key is not None
    return key


def line_at(path: str, key: bytes | None) -> OsdpLine:
    config = OsdpReaderConfig(device=READER, address=ADDRESS, key=key, secure=True)
    return OsdpLine(
        DEVICE.line, [config], open_url(f"serial://{path}"), partial(decode_card, formats=("H10301",))
    )


def run(path: str, key: bytes | None, act: Callable[[OsdpLine, Heard], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        line = line_at(path, key)
        async with running(line) as heard:
            await act(line, heard)

    asyncio.run(main())


def test_a_running_reader_gets_a_new_key_and_comes_back_with_it(tmp_path: Path) -> None:
    old = a_key(tmp_path)
    reader = Peripheral(ADDRESS, old)

    async def act(line: OsdpLine, heard: Heard) -> None:
        await heard.wait(DeviceOnline)
        assert await giver(HQ, [line], tmp_path / "keys")(READER, True) == ""
        await heard.wait(DeviceOffline)
        await heard.wait(DeviceOnline)

    with served([reader]) as path:
        run(path, old, act)
    assert reader.security.key == ReaderKeys(tmp_path / "keys").current(READER) != old


def test_without_rotate_a_reader_that_has_its_key_keeps_it(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    reader = Peripheral(ADDRESS, key)

    async def act(line: OsdpLine, heard: Heard) -> None:
        await heard.wait(DeviceOnline)
        assert await giver(HQ, [line], tmp_path / "keys")(READER, False) == ""
        await heard.wait(DeviceOnline)

    with served([reader]) as path:
        run(path, key, act)
    assert reader.security.key == key


def test_a_new_reader_needs_the_window_of_two_people_here_too(tmp_path: Path) -> None:
    fresh = Peripheral(ADDRESS)
    fresh.security.install = True

    async def act(line: OsdpLine, heard: Heard) -> None:
        await heard.wait(DeviceOffline)
        give = giver(HQ, [line], tmp_path / "keys")
        assert "two people" in await give(READER, False)
        assert fresh.security.install
        open_window(tmp_path)
        assert await give(READER, False) == ""
        await heard.wait(DeviceOnline)

    with served([fresh]) as path:
        run(path, None, act)
    assert fresh.security.key == ReaderKeys(tmp_path / "keys").current(READER) is not None


def test_a_line_is_lent_to_one_at_a_time_and_comes_back_after_a_failure(tmp_path: Path) -> None:
    key = a_key(tmp_path)

    async def act(line: OsdpLine, heard: Heard) -> None:
        await heard.wait(DeviceOnline)
        begun, go = asyncio.Event(), asyncio.Event()

        async def hold(_stream: ByteStream) -> None:
            begun.set()
            await go.wait()

        first = asyncio.create_task(line.borrow(hold))
        await begun.wait()
        with pytest.raises(SetupError, match="somebody else has the wire"):
            await line.borrow(hold)
        assert "somebody else" in await giver(HQ, [line], tmp_path / "keys")(READER, True)
        go.set()
        await first
        await heard.wait(DeviceOnline)

    with served([Peripheral(ADDRESS, key)]) as path:
        run(path, key, act)


def test_a_reader_of_another_agent_is_named(tmp_path: Path) -> None:
    async def main() -> None:
        said = await giver(HQ, [], tmp_path / "keys")(READER, True)
        assert said == "the reader is on no OSDP line of this agent"

    asyncio.run(main())


@pytest.mark.parametrize(
    "more", [(), ("--by", "Li"), ("--by", "Li", "--reason", " "), ("--line", "serial:///x")]
)
def test_who_and_why_are_owed(tmp_path: Path, more: tuple[str, ...]) -> None:
    words = (
        "keyset",
        READER,
        "--site",
        str(SITE),
        "--data",
        str(tmp_path),
        "--bus",
        "mqtt://127.0.0.1:1",
        *more,
    )
    result = gate(*words)
    assert isinstance(result.exception, UserError)
    assert "expected --by and --reason" in str(result.exception)


def test_by_the_engines_word_from_the_command_line(tmp_path: Path) -> None:
    """Broker, engine and agent as they run; the record has who asked, why, and what came of it."""
    agent = HQ.agent_of_device(READER)
    old, ring = a_key(tmp_path), KeyRing(tmp_path / "keys")
    ring.ensure(HQ.agents, ())
    store, reader = f"sqlite:///{tmp_path / 'gate.db'}", Peripheral(ADDRESS, old)
    with embedded_broker(free_port()) as url, served([reader]) as path, engine_of(ring, store, url):

        async def main() -> None:
            line = line_at(path, old)
            built = Agent(
                HQ,
                agent,
                lines=[line],
                bus=lambda boot: agent_connection(HQ, agent, boot, url),
                keys=ring.for_agent(agent),
                clock=MachineClock(),
                folder=tmp_path / "agent",
                trusted_time=True,
                give_key=giver(HQ, [line], tmp_path / "keys"),
            )
            task = asyncio.create_task(built.run())
            async with asyncio.timeout(30):
                while built.core.mode.word != "host":  # noqa: ASYNC110 - the mode has no event
                    await asyncio.sleep(0.02)
            words = ("keyset", READER, "--site", str(SITE), "--data", str(tmp_path), "--bus", url, "--rotate")
            result = await asyncio.to_thread(gate, *words, "--by", "zhao.lei", "--reason", "yearly")
            assert result.exit_code == 0, (result.output, result.exception)
            assert result.output == f"{READER}: it proved its own key; agent {agent} goes on with it\n"
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

        asyncio.run(main())
    assert reader.security.key == ReaderKeys(tmp_path / "keys").current(READER) != old
    rows = {row.type: row.body for row in recorded(store)}
    assert '"zhao.lei"' in rows["CommandRecorded"]
    assert '"yearly"' in rows["CommandRecorded"]
    assert '"done"' in rows["DoorCommandAnswered"]
    new = reader.security.key
    assert new is not None
    assert not any(new.hex() in body.lower() for body in rows.values())


@contextmanager
def engine_of(ring: KeyRing, store: str, url: str) -> Iterator[None]:
    keys = ring.for_engine(HQ.agents)
    engine = Engine(HQ, store, engine_connection(HQ, url), keys, MachineClock())
    thread = threading.Thread(target=engine.run)
    thread.start()
    try:
        assert engine.started.wait(30)
        yield
    finally:
        engine.stop()
        thread.join(30)
        assert not thread.is_alive()


def recorded(store: str) -> tuple[EventRow, ...]:
    reader = open_reader(store)
    try:
        return reader.events_after(0, 1000)
    finally:
        reader.close()
