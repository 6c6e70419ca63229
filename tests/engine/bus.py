"""A bus in memory, and an agent that speaks on it: what leaves the engine can be waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from gate.bus.codec import Received, decode, encode, encode_signed, mark_resent
from gate.bus.network import Reader
from gate.bus.proofs import Proof, proof_of
from gate.bus.sender import Sender
from gate.bus.topics import Topics
from gate.domain.commands import Actor, Command, CommandRequest
from gate.keys.agent_keys import AgentKeys

B = TypeVar("B")
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that the engine published."""

    topic: str
    received: Received[Any]
    retained: bool

    @property
    def body(self) -> Any:
        """What it says."""
        return self.received.envelope.body


class MemoryBus:
    """Delivers by hand. ``tap`` is called on the publishing thread before a message counts as sent."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.tap: Callable[[Sent], None] = lambda _: None
        self._grown = threading.Condition()
        self._subscribers: list[tuple[str, Callable[[str, bytes], None]]] = []
        self._connected: list[Callable[[], None]] = []

    def start(self) -> None:
        self.reconnect()

    def read_by(self, reader: Reader | None) -> None: ...

    def stop(self) -> None:
        with self._grown:
            self._subscribers.clear()

    def reconnect(self) -> None:
        """The connection stands, again."""
        for callback in self._connected:
            callback()

    def subscribe(self, pattern: str, callback: Callable[[str, bytes], None]) -> None:
        self._subscribers.append((pattern.removesuffix("+"), callback))

    def on_connected(self, callback: Callable[[], None]) -> None:
        self._connected.append(callback)

    def publish(self, topic: str, payload: bytes, retain: bool = False, sure: bool = True) -> bool:
        sent = Sent(topic, decode(payload), retain)
        self.tap(sent)
        with self._grown:
            self.sent.append(sent)
            self._grown.notify_all()
        return True

    def deliver(self, topic: str, payload: bytes) -> None:
        """As if the broker brought it."""
        for start, callback in list(self._subscribers):
            if topic.startswith(start):
                callback(topic, payload)

    def of(self, kind: type[B]) -> list[B]:
        """Bodies of a kind that were sent so far."""
        with self._grown:
            return [sent.body for sent in self.sent if isinstance(sent.body, kind)]

    def wait(self, kind: type[B], fits: Callable[[B], bool] = lambda _: True) -> B:
        """The first fitting body of a kind, waiting for it; AssertionError when it does not come."""
        return self.wait_sent(lambda sent: isinstance(sent.body, kind) and fits(sent.body)).body  # type: ignore[no-any-return]

    def wait_sent(self, fits: Callable[[Sent], bool]) -> Sent:
        """The first fitting message."""
        deadline = time.monotonic() + PATIENCE_S
        with self._grown:
            while True:
                for sent in self.sent:
                    if fits(sent):
                        return sent
                if not self._grown.wait(deadline - time.monotonic()):
                    kinds = [type(sent.body).__name__ for sent in self.sent]
                    raise AssertionError(f"it did not come; what came: {kinds}")

    def forget(self) -> None:
        """Look only at what comes from now on."""
        with self._grown:
            self.sent.clear()


class SpeakingAgent:
    """An agent's side of the bus."""

    def __init__(self, bus: MemoryBus, site: str, keys: AgentKeys, sender: Sender) -> None:
        self.bus, self.keys, self.sender = bus, keys, sender
        self.topics = Topics(site)

    def say(self, body: Any, *, resent: bool = False, oldest: bool = False, seq: int | None = None) -> str:
        """Send an event with its proof; its identity."""
        envelope = self.sender.wrap(body)
        if seq is not None:
            envelope = replace(envelope, seq=seq)
        signed = proof_of(type(body), from_agent=True) is Proof.SIGNATURE
        message = encode_signed(envelope, self.keys.sign if signed else self.keys.tag)
        if resent:
            message = mark_resent(message, oldest=oldest)
        self.bus.deliver(self.topics.events(self.keys.agent), message)
        return envelope.identity


def ask(
    bus: MemoryBus, site: str, command: Command, actor: Actor, id: str = "k1", client: str = "desk"
) -> None:
    """Send an operator's command."""
    request = CommandRequest(id=id, client=client, actor=actor, command=command)
    bus.deliver(Topics(site).do(client), encode(Sender(site, client, 1).wrap(request)))
