"""The whole agent on a loop: lines that speak, fail and come back; brokers that are away; an engine that is silent."""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gate.bus.client import BusClient
from gate.bus.codec import Received, decode, encode_signed
from gate.bus.messages import Ack, Fresh, Health
from gate.bus.proofs import Proof, proof_of
from gate.bus.sender import Sender
from gate.bus.topics import ENGINE, Topics
from gate.domain.door_commands import ReleaseLock, RevokeCredentials, ShowAnswer
from gate.domain.events import (
    AccessDecided,
    AgentStarted,
    CredentialPresented,
    DeviceHealthChanged,
    DoorCommandAnswered,
    ModeChanged,
    RevocationTaken,
)
from gate.domain.lines import Emit
from gate.domain.signals import CardRead, DeviceOnline, Feedback, OutputOrder, OutputResult
from gate.edge.agent import Agent
from gate.edge.pack import build_pack, pack_hash, seal_pack
from gate.keys.ring import KeyRing
from tests.bus.embedded import embedded_broker
from tests.bus.named import identified_client
from tests.edge.bench import AGENT, CHEN, MORNING, example_site, people_of
from tests.support.children import free_port

WAIT = 10.0
SITE = example_site()
TOPICS = Topics(SITE.id)


class MorningClock:
    """The machine's pace from a Monday morning on, whenever the tests run."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.monotonic() - self._start)

    def monotonic(self) -> float:
        return time.monotonic()


CLOCK = MorningClock()


class FakeLine:
    """A line whose wire is a method call."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.emit: Emit | None = None
        self.runs = 0
        self.fault: Exception | None = None
        self.orders: asyncio.Queue[OutputOrder] = asyncio.Queue()
        self.shown: asyncio.Queue[tuple[str, Feedback]] = asyncio.Queue()

    async def run(self, emit: Emit) -> None:
        self.runs += 1
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.emit = emit
        for device in SITE.devices.values():
            if device.line == self.id:
                emit(DeviceOnline(device=device.id))
        await asyncio.Event().wait()

    async def order(self, order: OutputOrder) -> OutputResult:
        await self.orders.put(order)
        return OutputResult.DONE

    async def show(self, device: str, feedback: Feedback) -> None:
        await self.shown.put((device, feedback))

    def read(self, reader: str) -> None:
        assert self.emit is not None
        self.emit(CardRead(device=reader, card=CHEN))


class FakeEngine:
    """Hears everything, answers what it is told to."""

    def __init__(self, url: str, ring: KeyRing, epoch: int) -> None:
        self.keys = ring.for_engine([AGENT])
        self.events: queue.Queue[Received[Any]] = queue.Queue()
        self.sender = Sender(SITE.id, ENGINE, epoch)
        self.epoch = epoch
        self.answers = True
        self.acknowledges = True
        self.bus: BusClient = identified_client(url, self.sender)
        self.bus.subscribe(TOPICS.events(AGENT), self._hear)

    def send(self, topic: str, body: Any) -> None:
        signed = proof_of(type(body)) is Proof.SIGNATURE
        sign = self.keys.sign if signed else lambda content: self.keys.tag(AGENT, content)
        assert self.bus.publish(topic, encode_signed(self.sender.wrap(body), sign))

    def take_over(self) -> None:
        self.bus.start()
        assert self.bus.wait_connected(WAIT)
        self.send(TOPICS.fresh, Fresh(epoch=self.epoch, at=CLOCK.now()))

    def give_pack(self) -> str:
        content = build_pack(
            SITE,
            people_of(SITE, self.keys).values(),
            agent=AGENT,
            revision=1,
            card_hash=lambda card: self.keys.card_hash(AGENT, card),
            pin_key=self.keys.person_pin_key,
        )
        self.send(
            TOPICS.pack(AGENT),
            seal_pack(
                content,
                agent=AGENT,
                revision=1,
                epoch=self.epoch,
                seal=lambda raw, context: self.keys.seal_pack(AGENT, raw, context),
            ),
        )
        name = pack_hash(content)
        self.send(TOPICS.fresh, Fresh(epoch=self.epoch, at=CLOCK.now(), packs={AGENT: name}))
        return name

    def _hear(self, _topic: str, message: bytes) -> None:
        received = decode(message)
        self.events.put(received)
        envelope = received.envelope
        if isinstance(envelope.body, CredentialPresented) and self.answers and not received.resent:
            reader, request = envelope.body.reader, envelope.identity
            portal = next(p for p in SITE.portals.values() if reader in (p.reader_in, p.reader_out))
            answer = ShowAnswer(reader=reader, feedback=Feedback.GRANTED, epoch=self.epoch, request=request)
            release = ReleaseLock(
                id=f"r{envelope.seq}",
                portal=portal.id,
                duration=portal.lock.release,
                epoch=self.epoch,
                valid_ms=2000,
                request=request,
            )
            self.send(TOPICS.commands(AGENT), release)
            self.send(TOPICS.commands(AGENT), answer)
        if self.acknowledges:
            self.send(TOPICS.ack(AGENT), Ack(boot=envelope.boot, seq=envelope.seq))

    async def hears(self, kind: type, check: Callable[[Any], bool] = lambda _: True) -> Received[Any]:
        """The next event of that kind that passes the check."""

        def look() -> Received[Any]:
            while True:
                received = self.events.get(timeout=WAIT)
                if isinstance(received.envelope.body, kind) and check(received.envelope.body):
                    return received

        return await asyncio.to_thread(look)


@contextmanager
def broker(request: pytest.FixtureRequest, kind: str) -> Iterator[str]:
    if kind == "mosquitto":
        yield request.getfixturevalue("mosquitto_url")
        return
    with embedded_broker(free_port()) as url:
        yield url


class Cabinet:
    """A running agent with its lines."""

    def __init__(self, folder: Path, url: str, *, patient: bool = False) -> None:
        """``patient``: a busy machine must not make the agent decide alone where the test is about the engine."""
        site = replace(SITE, decision_timeout=timedelta(seconds=WAIT)) if patient else SITE
        self.ring = KeyRing(folder / "keys")
        self.ring.ensure([AGENT], [])
        self.lines = {name: FakeLine(name) for name in SITE.lines}
        self.agent = Agent(
            site,
            AGENT,
            lines=list(self.lines.values()),
            bus=lambda boot: identified_client(url, Sender(SITE.id, AGENT, boot)),
            keys=self.ring.for_agent(AGENT),
            clock=CLOCK,
            folder=folder / "agent",
            version="test",
            trusted_time=True,
        )

    def read(self, reader: str = "rdr-front-in") -> None:
        self.lines["osdp-1"].read(reader)

    async def ordered(self) -> OutputOrder:
        return await asyncio.wait_for(self.lines["modbus-tcp"].orders.get(), WAIT)


@asynccontextmanager
async def running(cabinet: Cabinet) -> AsyncIterator[Cabinet]:
    task = asyncio.create_task(cabinet.agent.run())
    await until(lambda: cabinet.lines["osdp-1"].emit is not None or task.done())
    try:
        yield cabinet
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that has no event of its own."""
    while not true():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def engine_for(stack: AsyncExitStack, cabinet: Cabinet, url: str, epoch: int = 1) -> FakeEngine:
    engine = FakeEngine(url, cabinet.ring, epoch)
    stack.push_async_callback(asyncio.to_thread, engine.bus.stop)
    await asyncio.to_thread(engine.take_over)
    return engine


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
