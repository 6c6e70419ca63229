"""Hints from the bus, fanned out to browsers: what changed, never the facts themselves.

Each signal has a number of this feed's own. A listener that comes back with the number it saw last gets what it
missed; where that is no longer known, or hints may have been lost on the bus, it gets :class:`Missed` and looks
at everything again. Queues are bounded: a listener that does not keep up gets Missed, not memory.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gate.bus.client import BusClient
from gate.bus.codec import decode
from gate.bus.errors import CodecError
from gate.bus.messages import Health, Hint
from gate.bus.topics import ANY, Topics, parse_topic

log = logging.getLogger(__name__)

KEPT = 512
QUEUED = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """Something of ``kind`` (an event's type, or ``Health``) about ``subject`` happened; ``event`` 0 is no log row."""

    number: int
    event: int
    kind: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Signals up to ``number`` may have been lost: look at everything again."""

    number: int


Signal = Hinted | Missed


class Listener:
    """One browser's end of the feed."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Signal] = queue.Queue(QUEUED)

    def next(self, timeout: float) -> Signal | None:
        """The next signal; None if none came for ``timeout`` seconds."""
        try:
            return self._queue.get(timeout=timeout) if timeout > 0 else self._queue.get_nowait()
        except queue.Empty:
            return None

    def put(self, signal: Signal) -> None:
        """For the feed: never blocks. A full queue is emptied and says so."""
        try:
            self._queue.put_nowait(signal)
        except queue.Full:
            self._empty()
            self._queue.put_nowait(Missed(number=signal.number))

    def _empty(self) -> None:
        try:
            while True:
                self._queue.get_nowait()
        except queue.Empty:
            return


class Feed:
    """Threads may share it: the bus's thread puts in, the browsers' threads listen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._kept: deque[Hinted] = deque(maxlen=KEPT)
        self._listeners: set[Listener] = set()
        self._connected = False
        self._identities: dict[str, bool] = {}
        self._troubles: dict[str, str] = {}

    def attach(self, bus: BusClient, site: str) -> None:
        """Take hints and health from this connection, from now on and after each reconnect."""
        topics = Topics(site)
        bus.subscribe(topics.hint, self._on_hint)
        bus.subscribe(topics.health(ANY), self._on_health)
        bus.on_connected(lambda: self._connection(up=True))
        bus.on_disconnected(lambda: self._connection(up=False))

    @property
    def connected(self) -> bool:
        """Whether there is a connection to the broker now."""
        return self._connected

    def online(self, identity: str) -> bool | None:
        """Whether an identity says that it is on the bus; None where nothing was heard of it."""
        return self._identities.get(identity) if self._connected else None

    def trouble(self, identity: str) -> str:
        """What an identity that is on the bus says is wrong with it; "" for nothing."""
        return self._troubles.get(identity, "") if self._connected else ""

    @property
    def number(self) -> int:
        """The number of the newest signal."""
        return self._number

    @contextmanager
    def listen(self, after: int | None = None) -> Iterator[Listener]:
        """A listener, with what came after number ``after`` (None: from now on) in its queue already."""
        listener = Listener()
        with self._lock:
            for signal in self._since(after):
                listener.put(signal)
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def tell(self, kind: str, subject: str = "", event: int = 0) -> None:
        """Pass a hint on to every listener."""
        with self._lock:
            self._number += 1
            signal = Hinted(number=self._number, event=event, kind=kind, subject=subject)
            self._kept.append(signal)
            for listener in self._listeners:
                listener.put(signal)

    def lose(self) -> None:
        """Say to every listener that hints may have been lost."""
        with self._lock:
            self._number += 1
            self._kept.clear()
            for listener in self._listeners:
                listener.put(Missed(number=self._number))

    def _since(self, after: int | None) -> list[Signal]:
        if after is None or after == self._number:
            return []
        oldest = self._kept[0].number if self._kept else self._number + 1
        if after > self._number or after < oldest - 1:
            return [Missed(number=self._number)]
        return [signal for signal in self._kept if signal.number > after]

    def _connection(self, *, up: bool) -> None:
        self._connected = up
        if not up:
            self._identities.clear()
            self._troubles.clear()
        self.lose()

    def _on_hint(self, topic: str, payload: bytes) -> None:
        body = _body(topic, payload)
        if isinstance(body, Hint):
            for row in body.rows:
                self.tell(row.kind, row.subject, row.event)

    def _on_health(self, topic: str, payload: bytes) -> None:
        body = _body(topic, payload)
        if isinstance(body, Health):
            identity = parse_topic(topic).name
            trouble = body.why if body.online else ""
            if (self._identities.get(identity), self._troubles.get(identity)) != (body.online, trouble):
                self._identities[identity], self._troubles[identity] = body.online, trouble
                self.tell("Health", identity)


def _body(topic: str, payload: bytes) -> object:
    try:
        return decode(payload).envelope.body
    except CodecError as fault:
        log.warning("%s: a message that cannot be read: %s", topic, fault)
        return None
