"""Events of a process without a spool of its own: kept in memory until the engine has recorded them.

Cameras use it. What they saw while the engine was away is sent when it is back; what they saw before a crash of
their own is lost, and the engine says that they were gone. Bounded: the oldest go first, and that is said.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable

from gate.bus.client import BusClient
from gate.bus.codec import decode, encode, mark_resent
from gate.bus.messages import Ack
from gate.bus.sender import Sender
from gate.bus.topics import ENGINE, Topics
from gate.domain.events import Event

log = logging.getLogger(__name__)
MOST = 10_000
STARTED_MARK = b'"type":"EngineStarted"'


class Outbox:
    """Sends events in order, and again when broker or engine come back, until they are acknowledged."""

    def __init__(self, bus: BusClient, sender: Sender) -> None:
        """Subscribes for acknowledgements; call before the client is started."""
        topics = Topics(sender.site)
        self._bus, self._sender = bus, sender
        self._topic = topics.events(sender.src)
        self._waiting: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[bytes], None]] = []
        bus.subscribe(topics.ack(sender.src), self._acknowledged)
        bus.subscribe(topics.events(ENGINE), self._engine_said)
        bus.on_connected(self._send_again)

    def on_engine(self, listener: Callable[[bytes], None]) -> None:
        """Have each event of the engine given to ``listener``, as it came; before the client is started."""
        self._listeners.append(listener)

    def send(self, event: Event) -> None:
        """Any thread."""
        with self._lock:
            envelope = self._sender.wrap(event)
            message = encode(envelope)
            self._waiting[envelope.seq] = message
            if len(self._waiting) > MOST:
                self._waiting.popitem(last=False)
                log.error("more than %d events wait for the engine: the oldest is lost", MOST)
            self._bus.publish(self._topic, message)

    def _send_again(self) -> None:
        with self._lock:
            for message in self._waiting.values():
                self._bus.publish(self._topic, mark_resent(message))

    def _engine_said(self, _topic: str, payload: bytes) -> None:
        if STARTED_MARK in payload:  # it knows nothing of what came while it was away
            self._send_again()
        for listener in self._listeners:
            listener(payload)

    def _acknowledged(self, _topic: str, payload: bytes) -> None:
        ack = decode(payload).envelope.body
        if not isinstance(ack, Ack) or ack.boot != self._sender.boot:
            return
        with self._lock:
            for seq in [seq for seq in self._waiting if seq <= ack.seq]:
                del self._waiting[seq]
