"""The whole agent on a loop, with lines and an engine that say what a test wants, and a broker that comes and goes."""

import asyncio
import queue
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
from gate.bus.messages import Ack, Fresh
from gate.bus.proofs import Proof, proof_of
from gate.bus.sender import Sender
from gate.bus.topics import ENGINE, Topics
from gate.domain.door_commands import ReleaseLock, ShowAnswer
from gate.domain.events import (
    CredentialPresented,
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
