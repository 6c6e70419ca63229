"""The whole agent on a loop: lines that speak, fail and come back; brokers that are away; an engine that is silent."""

import asyncio
import queue
import threading
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from gate.bus.client import BusClient
from gate.bus.codec import decode
from gate.bus.messages import Health
from gate.domain.door_commands import RevokeCredentials
from gate.domain.events import (
    AccessDecided,
    AgentStarted,
    CredentialPresented,
    DeviceHealthChanged,
    DoorCommandAnswered,
    ModeChanged,
    RevocationTaken,
)
from gate.domain.signals import Feedback
from tests.bus.embedded import embedded_broker
from tests.edge.bench import AGENT
from tests.edge.cabinet import SITE, TOPICS, WAIT, Cabinet, broker, engine_for, running, until
from tests.support.children import free_port


@pytest.mark.parametrize("kind", ["amqtt", "mosquitto"])
def test_a_read_is_answered_over_the_bus(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    async def story(url: str) -> None:
        async with AsyncExitStack() as stack:
            cabinet = Cabinet(tmp_path, url, patient=True)
            engine = await engine_for(stack, cabinet, url)
            await stack.enter_async_context(running(cabinet))
            await engine.hears(AgentStarted)
            await engine.hears(ModeChanged, lambda mode: mode.mode == "host")
            engine.give_pack()
            cabinet.read()
            read = await engine.hears(CredentialPresented)
            assert read.proved(lambda content, tag: engine.keys.agent_tagged(AGENT, content, tag))
            order = await cabinet.ordered()
            assert (order.device, order.output, order.on) == ("io-lobby", 1, True)
            shown = await asyncio.wait_for(cabinet.lines["osdp-1"].shown.get(), WAIT)
            assert shown == ("rdr-front-in", Feedback.GRANTED)
            answered = await engine.hears(DoorCommandAnswered)
            assert answered.envelope.body.outcome == "done"
            engine.send(
                TOPICS.commands(AGENT), RevokeCredentials(revision=2, credentials=("c1",), epoch=engine.epoch)
            )
            sworn = await engine.hears(RevocationTaken)
            assert sworn.proved(lambda content, sig: engine.keys.agent_signed(AGENT, content, sig))

    with broker(request, kind) as url:
        asyncio.run(asyncio.wait_for(story(url), 30))


def test_engine_silent_then_back(mosquitto_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with AsyncExitStack() as stack:
            cabinet = await stack.enter_async_context(running(Cabinet(tmp_path, mosquitto_url)))
            engine = await engine_for(stack, cabinet, mosquitto_url)
            await engine.hears(ModeChanged)
            engine.give_pack()
            await until(lambda: cabinet.agent.core.alone.pack is not None)
            engine.answers = engine.acknowledges = False
            before = asyncio.get_running_loop().time()
            cabinet.read()
            await cabinet.ordered()
            waited = asyncio.get_running_loop().time() - before
            assert waited >= SITE.decision_timeout.total_seconds()
            await engine.hears(AccessDecided, lambda body: body.by_agent)
            before = asyncio.get_running_loop().time()
            cabinet.read()
            await cabinet.ordered()
            assert asyncio.get_running_loop().time() - before < SITE.decision_timeout.total_seconds()
            await asyncio.to_thread(engine.bus.stop)
            successor = await engine_for(stack, cabinet, mosquitto_url, epoch=2)
            again = await successor.hears(CredentialPresented)
            assert again.resent
            await successor.hears(ModeChanged, lambda mode: mode.mode == "host")
            cabinet.read()
            assert not (await successor.hears(CredentialPresented)).resent

    asyncio.run(asyncio.wait_for(story(), 30))


def test_broker_away_at_start_and_later(tmp_path: Path) -> None:
    port = free_port()
    url = f"mqtt://127.0.0.1:{port}"

    async def story() -> None:
        async with running(Cabinet(tmp_path, url)) as cabinet:
            cabinet.read()  # no broker, no pack: refused, and kept
            shown = await asyncio.wait_for(cabinet.lines["osdp-1"].shown.get(), WAIT)
            assert shown == ("rdr-front-in", Feedback.DENIED)
            for epoch in (1, 2):
                async with AsyncExitStack() as stack:
                    await asyncio.to_thread(stack.enter_context, embedded_broker(port))
                    engine = await engine_for(stack, cabinet, url, epoch)
                    read = await engine.hears(CredentialPresented)
                    assert read.resent
                    await engine.hears(ModeChanged, lambda mode: mode.mode == "host")
                    await until(lambda: cabinet.agent._outbox.spool.first is None)
                await until(lambda: not cabinet.agent._outbox.online)
                cabinet.read()

    asyncio.run(asyncio.wait_for(story(), 50))


def test_a_line_that_cannot_be_opened_is_said_and_tried_again(mosquitto_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with AsyncExitStack() as stack:
            cabinet = Cabinet(tmp_path, mosquitto_url)
            cabinet.lines["uart-1"].fault = OSError(2, "No such file or directory", "/dev/ttyUSB1")
            engine = await engine_for(stack, cabinet, mosquitto_url)  # there before the line is tried again
            await stack.enter_async_context(running(cabinet))
            gone = await engine.hears(DeviceHealthChanged, lambda body: body.device == "uart-1")
            assert not gone.envelope.body.online
            assert "/dev/ttyUSB1" in gone.envelope.body.why
            reader = await engine.hears(DeviceHealthChanged, lambda body: body.device == "rdr-bike-in")
            assert not reader.envelope.body.online
            back = await engine.hears(
                DeviceHealthChanged, lambda body: body.device == "rdr-bike-in" and body.online
            )
            assert back
            assert cabinet.lines["uart-1"].runs == 2

    asyncio.run(asyncio.wait_for(story(), 30))


def test_everybody_sees_that_an_agent_came_and_went(mosquitto_url: str, tmp_path: Path) -> None:
    notes: queue.Queue[bool] = queue.Queue()
    gone = threading.Event()

    def note(_topic: str, message: bytes) -> None:
        body = decode(message).envelope.body
        assert isinstance(body, Health)
        notes.put(body.online)
        if not body.online:
            gone.set()

    watcher = BusClient(mosquitto_url, "watcher-of-health")
    watcher.subscribe(TOPICS.health(AGENT), note)
    watcher.start()
    assert watcher.wait_connected(WAIT)

    async def story() -> None:
        async with running(Cabinet(tmp_path, mosquitto_url)):
            while not await asyncio.to_thread(notes.get, True, WAIT):
                gone.clear()  # that was retained of an earlier test

    try:
        asyncio.run(asyncio.wait_for(story(), 30))
        assert gone.wait(WAIT)
    finally:
        watcher.stop()


def test_events_survive_the_end_of_the_process(mosquitto_url: str, tmp_path: Path) -> None:
    async def first() -> None:
        async with running(Cabinet(tmp_path, "mqtt://127.0.0.1:1")) as cabinet:
            cabinet.read()

    async def second() -> None:
        async with AsyncExitStack() as stack:
            cabinet = await stack.enter_async_context(running(Cabinet(tmp_path, mosquitto_url)))
            engine = await engine_for(stack, cabinet, mosquitto_url)
            read = await engine.hears(CredentialPresented)
            assert (read.envelope.boot, read.resent) == (1, True)

    asyncio.run(asyncio.wait_for(first(), 20))
    asyncio.run(asyncio.wait_for(second(), 20))
