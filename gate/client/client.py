"""Commands to the engine, each answered with its receipt."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime

from gate.bus.client import BusClient
from gate.bus.codec import decode, encode
from gate.bus.errors import CodecError
from gate.bus.sender import Sender, utc_now
from gate.bus.topics import Topics
from gate.client.errors import EngineSilent
from gate.domain.commands import Actor, Command, CommandRequest, Receipt

log = logging.getLogger(__name__)

TIMEOUT_S = 3.0


def new_id() -> str:
    """A fresh idempotency key."""
    return uuid.uuid4().hex


class Client:
    """Sends commands under one name on the bus. Threads may share it; each waits for its own receipt."""

    def __init__(
        self,
        bus: BusClient,
        site: str,
        name: str,
        *,
        boot: int = 1,
        clock: Callable[[], datetime] = utc_now,
        timeout: float = TIMEOUT_S,
    ) -> None:
        """``name`` is one topic level and this client's alone; ``timeout`` in seconds."""
        topics = Topics(site)
        self.name = name
        self._bus = bus
        self._topic = topics.do(name)
        self._sender = Sender(site, name, boot, clock)
        self._timeout = timeout
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiter] = {}
        bus.subscribe(topics.receipt(name), self._received)

    def send(self, command: Command, actor: Actor, id: str | None = None) -> Receipt:
        """The engine's receipt. ``id`` makes a repeat harmless: the engine answers it without doing it twice.

        EngineSilent if there is no connection or no receipt within the time-out.
        """
        request = CommandRequest(id=id or new_id(), client=self.name, actor=actor, command=command)
        with self._lock:
            waiter = self._waiting.setdefault(request.id, _Waiter())
            waiter.waiting += 1
        try:
            if not self._bus.publish(self._topic, encode(self._sender.wrap(request))):
                raise EngineSilent(request.id, sent=False)
            if not waiter.came.wait(self._timeout) or waiter.receipt is None:
                raise EngineSilent(request.id, sent=True)
            return waiter.receipt
        finally:
            self._leave(request.id, waiter)

    def _leave(self, id: str, waiter: _Waiter) -> None:
        with self._lock:
            waiter.waiting -= 1
            if not waiter.waiting:
                self._waiting.pop(id, None)

    def _received(self, topic: str, payload: bytes) -> None:
        try:
            body = decode(payload).envelope.body
        except CodecError as fault:
            log.warning("%s: a receipt that cannot be read: %s", topic, fault)
            return
        if not isinstance(body, Receipt):
            log.warning("%s: expected a Receipt; got %s", topic, type(body).__name__)
            return
        with self._lock:
            waiter = self._waiting.get(body.id)
        if waiter is not None:  # none: it came after its time-out; the log has it
            waiter.receipt = body
            waiter.came.set()


class _Waiter:
    """One command on its way; a repeat of it under the same id waits for the same receipt."""

    __slots__ = ("came", "receipt", "waiting")

    def __init__(self) -> None:
        self.came = threading.Event()
        self.receipt: Receipt | None = None
        self.waiting = 0
