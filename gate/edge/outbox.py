"""What the agent says: every event numbered, kept in the spool, then on the bus; and again until acknowledged.

Live events go out at once. What was not acknowledged when the engine or the broker came back is sent again in order,
marked ``resent``, in slices and no further ahead of the acknowledgements than a window, so that a long outage does
not choke the broker or hold up a badge. The first of each start that is kept is marked ``oldest``, so that the engine
need not wait for what was acknowledged to another one; it acknowledges nothing beyond a gap that it was not told of.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from gate.bus.codec import encode_signed, mark_resent
from gate.bus.proofs import Proof, proof_of
from gate.bus.topics import Topics
from gate.domain.envelope import Envelope
from gate.domain.events import EventsDropped, LockSensed, WireFaulted
from gate.edge.ports import Bus, Clock, Keys
from gate.edge.spool import Spool
from gate.edge.spool_rows import Entry, Place

TELEMETRY = (LockSensed, WireFaulted)
SLICE = 100
WINDOW = 1000

Body = TypeVar("Body")
SpoolOf = Callable[[Callable[[int, int, int], bytes]], Spool]
"""Opens the spool, given how to make stand-ins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who speaks: ``boot`` counts the agent's starts."""

    site: str
    agent: str
    boot: int


class Outbox:
    """Events of one agent since its start ``boot``."""

    def __init__(self, source: Source, bus: Bus, keys: Keys, clock: Clock, spool: SpoolOf) -> None:
        self.site, self.agent, self.boot = source.site, source.agent, source.boot
        self._bus = bus
        self._keys = keys
        self._clock = clock
        self._topic = Topics(source.site).events(source.agent)
        self._seq = 0
        self.spool = spool(self._stand_in)
        self._queue: deque[Place] = deque()  # of the row that is being sent again
        self._sent_again = 0  # entries of the row sent and not acknowledged
        self._mark: Place | None = None  # the row's last entry
        self._oldest: Place | None = None
        self.online = False

    # ── sending ──────────────────────────────────────────────────────────────

    def next_identity(self) -> str:
        """``src/boot/seq`` that the next event will have."""
        return f"{self.agent}/{self.boot}/{self._seq + 1}"

    def send(self, body: Body) -> Envelope[Body]:
        """Number, keep and publish an event."""
        self._seq += 1
        envelope = Envelope(
            site=self.site, src=self.agent, boot=self.boot, seq=self._seq, at=self._clock.now(), body=body
        )
        message = self._message(envelope)
        if self.online:  # on its way first: a person waits, and what has left needs no spool to be recorded
            self._bus.publish(self._topic, message)
        self.spool.append(Entry(self.boot, self._seq, message, isinstance(body, TELEMETRY)))
        return envelope

    # ── again ────────────────────────────────────────────────────────────────

    def resend(self) -> None:
        """Begin to send again all that is not acknowledged."""
        self._queue = deque(entry.place for entry in self.spool.after(None))
        self._mark = self._queue[-1] if self._queue else None
        self._sent_again = 0

    def pump(self) -> bool:
        """Send the next slice of the row; True if there is more that may go now."""
        for _ in range(SLICE):
            if not (self.online and self._queue and self._sent_again < WINDOW):
                return False
            if not self._send_again(self._queue[0], more=len(self._queue) > 1):
                return False
            self._queue.popleft()
        return bool(self._queue)

    def acknowledge(self, place: Place) -> None:
        """The engine has recorded everything of that start up to ``place``."""
        before = len(self.spool)
        self.spool.acknowledge(place)
        self._sent_again = max(0, self._sent_again - (before - len(self.spool)))
        first = self.spool.first
        if self._mark is not None and (first is None or first > self._mark):
            self._mark = None

    def stalled(self) -> bool:
        """True if the oldest event is the same as at the last call: the engine may have missed it."""
        oldest = self.spool.first
        before, self._oldest = self._oldest, oldest
        return self.online and oldest is not None and oldest == before

    @property
    def drained(self) -> bool:
        """True once the row that was sent again last is acknowledged to its end."""
        return self._mark is None

    # ── helpers ──────────────────────────────────────────────────────────────

    def _send_again(self, place: Place, *, more: bool) -> bool:
        """Send what is kept there now, if anything; False where the bus does not take it."""
        entry = self.spool.at(place)
        if entry is None:
            return True
        oldest = self.spool.oldest(entry.boot) == place
        if not self._bus.publish(self._topic, mark_resent(entry.message, oldest=oldest, more=more)):
            return False
        self._sent_again += 1
        return True

    def _message(self, envelope: Envelope[Any]) -> bytes:
        signed = proof_of(type(envelope.body), from_agent=True) is Proof.SIGNATURE
        return encode_signed(envelope, self._keys.sign if signed else self._keys.tag)

    def _stand_in(self, boot: int, seq: int, count: int) -> bytes:
        body = EventsDropped(count=count, why="the agent's spool was full")
        at = self._clock.now()
        return self._message(Envelope(site=self.site, src=self.agent, boot=boot, seq=seq, at=at, body=body))
