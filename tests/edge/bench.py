"""One agent of the example site on a bench: a clock that is moved by hand, a bus and doors that only take notes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from gate.bus.codec import Received, decode, encode_signed
from gate.bus.messages import Ack, Fresh
from gate.bus.network import Reader
from gate.bus.proofs import Proof, proof_of
from gate.bus.sender import next_boot
from gate.bus.topics import ENGINE
from gate.domain.card import CardNumber, card_number
from gate.domain.envelope import Envelope
from gate.domain.person import Person
from gate.domain.signals import CardRead, Feedback, InputSensed, OutputOrder, OutputResult, Sense
from gate.domain.site import Site
from gate.edge.believe import Belief
from gate.edge.core import Core, Surroundings
from gate.edge.outbox import Outbox, Source
from gate.edge.pack import build_pack, pack_hash, seal_pack
from gate.edge.spool import Spool
from gate.keys.engine_keys import EngineKeys
from gate.keys.ring import KeyRing
from gate.policy import StateRow
from gate.site.load import load_people, load_pins, load_site

EXAMPLES = Path(__file__).parent.parent / "examples"
AGENT = "cabinet-1"
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai

CHEN = card_number("H10301", 4567, 123)  # p1001: staff, lab team, archivist; PIN 4821
STRANGER = card_number("H10301", 1, 1)

T = TypeVar("T")


class FakeClock:
    """Wall clock and monotonic clock, moved together unless told otherwise."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.wall = start
        self.ticks = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks

    def go(self, seconds: float) -> None:
        self.ticks += seconds
        self.wall += timedelta(seconds=seconds)


class FakeBus:
    """Takes notes of what is published."""

    def __init__(self) -> None:
        self.published: list[tuple[str, bytes]] = []
        self.up = True

    @property
    def connected(self) -> bool:
        return self.up

    def read_by(self, reader: Reader | None) -> None: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def subscribe(self, pattern: str, callback: Callable[[str, bytes], None]) -> None: ...

    def publish(self, topic: str, payload: bytes, retain: bool = False) -> bool:
        if self.up:
            self.published.append((topic, payload))
        return self.up

    def on_connected(self, callback: Callable[[], None]) -> None: ...

    def on_disconnected(self, callback: Callable[[], None]) -> None: ...


class FakeDoors:
    """Takes notes of orders and feedback; every order ends as ``result``."""

    def __init__(self) -> None:
        self.orders: list[OutputOrder] = []
        self.shown: list[tuple[str, Feedback]] = []
        self.result = OutputResult.DONE

    def order(self, order: OutputOrder, done: Callable[[OutputResult], None]) -> None:
        self.orders.append(order)
        done(self.result)

    def show(self, device: str, feedback: Feedback) -> None:
        self.shown.append((device, feedback))


def at_once(work: Callable[[], T], done: Callable[[T], None]) -> None:
    """Offloading without anywhere to go."""
    done(work())


@cache
def example_site() -> Site:
    """The example, read once: nobody changes it."""
    return load_site(EXAMPLES / "hq.site.toml")


def people_of(site: Site, keys: EngineKeys) -> dict[str, Person]:
    """The example's people with PIN verifiers, as the engine has them."""
    pins = load_pins(EXAMPLES / "people.json", site)
    verifiers = {person: keys.pin_verifier(person, pin.reveal()) for person, pin in pins.items()}
    people = load_people(EXAMPLES / "people.json", site)
    return {person.id: replace(person, pin=verifiers.get(person.id)) for person in people}


class Bench:
    """The core of cabinet-1 and an engine played by hand."""

    def __init__(self, folder: Path, site: Site | None = None, *, trusted: bool = True) -> None:
        self.site = site or example_site()
        self.folder = folder
        ring = KeyRing(folder / "keys")
        ring.ensure([AGENT], [])
        self.keys = ring.for_agent(AGENT)
        self.engine_keys = ring.for_engine([AGENT])
        self.people = people_of(self.site, self.engine_keys)
        self.clock = FakeClock()
        self.trusted = trusted
        self.epoch = 7
        self._engine_seq = 0
        self.boot()

    def boot(self) -> None:
        """Start the agent's core anew on the same folder."""
        self.bus, self.doors = FakeBus(), FakeDoors()
        source = Source(site=self.site.id, agent=AGENT, boot=next_boot(self.folder / "boot"))
        self.outbox = Outbox(
            source, self.bus, self.keys, self.clock, lambda stand_in: Spool(self.folder / "spool", stand_in)
        )
        around = Surroundings(
            folder=self.folder,
            clock=self.clock,
            keys=self.keys,
            outbox=self.outbox,
            doors=self.doors,
            offload=at_once,
            soon=lambda step: step(),
            trusted_time=self.trusted,
        )
        self.core = Core(self.site, AGENT, around, "test")
        self.belief = Belief(self.site.id, self.keys)
        self.core.start()

    def online(self) -> "Bench":
        """Broker and engine are there, the pack is taken, the mode is host."""
        self.core.connected()
        self.fresh()
        self.deliver_pack()
        self.ack_all()
        assert self.core.mode.word == "host"
        self.ack_all()  # of the change of mode
        self.bus.published.clear()
        return self

    # ── the engine's side ────────────────────────────────────────────────────

    def message(self, body: Any, *, src: str = ENGINE, at: datetime | None = None) -> bytes:
        """A message of the engine with its proof."""
        self._engine_seq += 1
        envelope = Envelope(
            site=self.site.id, src=src, boot=1, seq=self._engine_seq, at=at or self.clock.now(), body=body
        )
        signed = proof_of(type(body)) is Proof.SIGNATURE
        sign = self.engine_keys.sign if signed else lambda content: self.engine_keys.tag(AGENT, content)
        return encode_signed(envelope, sign)

    def send(self, body: Any, *, at: datetime | None = None) -> None:
        """The engine sends; the agent takes it."""
        self.take(self.message(body, at=at))

    def take(self, message: bytes) -> None:
        """A message comes from the bus, whoever sent it."""
        received = self.belief.admit("test", message)
        if received is not None:
            self.core.message(received, message)
            self.pump()

    def pump(self) -> None:
        while self.core.pump():
            continue

    def ack_all(self) -> None:
        """The engine has recorded everything."""
        last = self.outbox.spool.last
        if last is not None:
            self.send(Ack(boot=last[0], seq=last[1]))

    def pack(self, revision: int = 1, rows: Iterable[StateRow] = (), site: Site | None = None) -> bytes:
        return build_pack(
            site or self.site,
            self.people.values(),
            agent=AGENT,
            revision=revision,
            card_hash=lambda card: self.engine_keys.card_hash(AGENT, card),
            pin_key=self.engine_keys.person_pin_key,
            rows=rows,
        )

    def deliver_pack(self, revision: int = 1, rows: Iterable[StateRow] = (), *, fresh: bool = True) -> str:
        """A new pack and a token that names it; gives the hash."""
        content = self.pack(revision, rows)
        self.send(
            seal_pack(
                content,
                agent=AGENT,
                revision=revision,
                epoch=self.epoch,
                seal=lambda raw, context: self.engine_keys.seal_pack(AGENT, raw, context),
            )
        )
        if fresh:
            self.fresh(pack_hash(content))
        return pack_hash(content)

    def fresh(self, pack: str | None = None) -> None:
        """A token of now."""
        name = pack or self.core.alone.pack or ""
        self.send(Fresh(epoch=self.epoch, at=self.clock.now(), packs={AGENT: name}))

    # ── the wires' side ──────────────────────────────────────────────────────

    def read(self, reader: str, card: CardNumber | None) -> str:
        """A card at a reader; gives the identity that its event has if it is sent at once."""
        identity = self.outbox.next_identity()
        self.core.signal(CardRead(device=reader, card=card))
        return identity

    def sense(self, device: str, input: int, level: Sense) -> None:
        self.core.signal(InputSensed(device=device, input=input, level=level))

    def go(self, seconds: float) -> None:
        """Time passes; what is due is done when it is due, not later."""
        end = self.clock.ticks + seconds
        while self.core.next_deadline() <= end:
            self.clock.go(max(0.0, self.core.next_deadline() - self.clock.ticks))
            self.core.due()
        self.clock.go(end - self.clock.ticks)

    # ── what came of it ──────────────────────────────────────────────────────

    def received(self) -> list[Received[Any]]:
        return [decode(payload) for _, payload in self.bus.published]

    def bodies(self, *kinds: type) -> list[Any]:
        """Bodies published since the last look, of these kinds or all."""
        bodies = [received.envelope.body for received in self.received()]
        return [body for body in bodies if not kinds or isinstance(body, kinds)]

    def look(self, *kinds: type) -> list[Any]:
        """The same, and forgotten."""
        bodies = self.bodies(*kinds)
        self.bus.published.clear()
        return bodies
