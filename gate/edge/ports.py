"""What the agent gets as arguments: time, bus, keys. Simulated ones serve the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from gate.bus.network import Reader
from gate.domain.card import CardNumber
from gate.domain.decision import PinVerdict
from gate.domain.signals import Feedback, OutputOrder, OutputResult


class Clock(Protocol):
    """Two clocks: what time it is, and how long something took."""

    def now(self) -> datetime:
        """The wall clock, aware UTC. May be set, also backwards."""

    def monotonic(self) -> float:
        """Seconds that only go forward; timers run by these."""


class Bus(Protocol):
    """The connection to the broker (gate.bus.client). Callbacks come on the thread that reads."""

    @property
    def connected(self) -> bool:
        """True while messages can go out."""

    def read_by(self, reader: Reader | None) -> None:
        """Leave reading to a loop, before the start."""

    def start(self) -> None:
        """Begin connecting; returns at once."""

    def stop(self) -> None:
        """Close; blocks for a moment."""

    def subscribe(self, pattern: str, callback: Callable[[str, bytes], None]) -> None:
        """Have ``callback(topic, payload)`` called for what matches."""

    def publish(self, topic: str, payload: bytes, retain: bool = False) -> bool:
        """False: not sent, and it will not be."""

    def on_connected(self, callback: Callable[[], None]) -> None:
        """Call whenever the connection and its subscriptions stand."""

    def on_disconnected(self, callback: Callable[[], None]) -> None:
        """Call whenever a connection that stood is lost, on whichever thread finds out."""


class Keys(Protocol):
    """What the agent can do with keys (gate.keys.agent_keys). Opening what is not for it raises a ValueError."""

    def sign(self, content: bytes) -> str:
        """The agent's signature."""

    @property
    def public(self) -> bytes:
        """The agent's public key, 32 bytes."""

    def tag(self, content: bytes) -> str:
        """The agent's tag, for the engine."""

    def engine_signed(self, content: bytes, signature: str) -> bool:
        """True if the engine signed exactly this."""

    def holds(self, public: bytes, content: bytes, signature: bytes) -> bool:
        """True if the signature (Ed25519) is that key's over exactly this."""

    def engine_tagged(self, content: bytes, tag: str) -> bool:
        """True if the engine tagged exactly this for this agent."""

    def seal_pin(self, digits: str, context: str) -> str:
        """Digits for the engine alone."""

    def judge_pin(self, own_key: bytes, kept: str | None, typed: str | None) -> PinVerdict:
        """The verdict on a PIN by the key and verifier of its person."""

    def open_pack(self, sealed: str, context: str) -> bytes:
        """A pack's content."""

    def card_hash(self, card: CardNumber) -> str:
        """How packs for this agent name a card."""


class Doors(Protocol):
    """The outputs and readers of the agent's lines. Nothing here blocks."""

    def order(self, order: OutputOrder, done: Callable[[OutputResult], None]) -> None:
        """Write an output; ``done`` is called later, once, on the agent's loop."""

    def show(self, device: str, feedback: Feedback) -> None:
        """Feedback at a reader, as far as it can."""


T = TypeVar("T")


class Offload(Protocol):
    """Work that may take its time or wait for a disk, done one piece after the other, away from the loop."""

    def __call__(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do ``work`` elsewhere, then call ``done`` with its result on the loop; an exception of it is logged."""


Soon = Callable[[Callable[[], None]], None]
"""Do this on the loop, behind what has begun there: nobody at a door waits for it."""
