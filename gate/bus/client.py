"""The MQTT client of every process: paho on a network thread of ours.

Promises QoS 1 over one connection with TCP_NODELAY (a round trip takes 42 ms or more without), subscriptions that
come back after a reconnect, a last will, and a plain False where nothing was sent. A broker that is away is waited
for, and said once. What must not be lost is kept by the caller until somebody acknowledges it: nothing is here.
Callbacks run on the network thread, or on the loop that reads in its place (:meth:`BusClient.read_by`). A message is
acknowledged to the broker once its callback has returned.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, topic_matches_sub
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from gate.bus.network import Network, Reader
from gate.bus.url import BusUrl, parse_bus_url
from gate.bus.wire import Arrival, Wire

log = logging.getLogger(__name__)

OnMessage = Callable[[str, bytes], None]
OnChange = Callable[[], None]

KEEPALIVE_S = 10
CONNECT_TIMEOUT_S = 3.0
RETRY_FIRST_S, RETRY_LAST_S = 1, 4
MAX_QUEUED = 10_000
MOST_TOPICS = 1000
STOP_TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Retained notes on ``topic``: ``online`` is asked for at each connect, ``offline`` is also the last will."""

    topic: str
    online: Callable[[], bytes]
    offline: bytes


class BusClient:
    """One connection to the broker. ``client_id`` is unique on it: a second one with the same id is thrown out."""

    def __init__(self, url: str | BusUrl, client_id: str, *, presence: Presence | None = None) -> None:
        self._url = parse_bus_url(url) if isinstance(url, str) else url
        self._presence = presence
        self._subscriptions: dict[str, OnMessage] = {}
        self._connected: list[OnChange] = []
        self._disconnected: list[OnChange] = []
        self._lock = threading.Lock()
        self._up = False
        self._said_away = False
        self._awaited: int | None = None  # the SUBSCRIBE whose answer makes us ready
        self._paho = self._make(client_id)
        self._came: deque[tuple[int, Arrival]] = deque()  # each with its connection's number
        self._receivers: dict[str, tuple[OnMessage, ...]] = {}  # by topic
        self._connection = 0  # counts: what came by an earlier one must not be acknowledged on this
        address = self._url.host, self._url.port, KEEPALIVE_S
        self._network = Network(self._paho, address, (RETRY_FIRST_S, RETRY_LAST_S), self._deliver)

    # ── for the caller ───────────────────────────────────────────────────────

    @property
    def connected(self) -> bool:
        """True from when all subscriptions stand until the connection is lost."""
        return self._up

    def on_connected(self, callback: OnChange) -> None:
        """Call on the thread that reads each time the connection and its subscriptions stand."""
        self._connected.append(callback)

    def on_disconnected(self, callback: OnChange) -> None:
        """Call each time a connection that stood is lost, on whichever thread finds out."""
        self._disconnected.append(callback)

    def subscribe(self, pattern: str, callback: OnMessage) -> None:
        """Have ``callback(topic, payload)`` called for what matches, now and after each reconnect."""
        with self._lock:
            self._subscriptions[pattern] = callback
            self._receivers = {}
        if self._paho.is_connected():
            with self._network.calling() as paho:
                paho.subscribe(pattern, qos=1)

    def publish(self, topic: str, payload: bytes, retain: bool = False, sure: bool = True) -> bool:
        """Send a message, from any thread. False: no connection, or a full queue; it will not be sent.

        ``sure``: QoS 1; else QoS 0, for what is said again anyway and costs half.
        """
        if not self._up:
            return False
        with self._network.calling() as paho:
            if sure and not retain and paho.send(topic, payload):
                return True
            sent = paho.publish(topic, payload, qos=int(sure), retain=retain)
            return sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS

    def read_by(self, reader: Reader | None) -> None:
        """Soon a loop of the caller's reads, and messages come on its thread; None: the network thread again."""
        self._network.read_by(reader)

    def start(self) -> None:
        """Begin connecting, and go on until stopped. Returns at once."""
        self._network.start()

    def wait_connected(self, timeout: float) -> bool:
        """Block until connected, at most ``timeout`` seconds: for command line tools and tests."""
        ready = threading.Event()
        self.on_connected(ready.set)
        try:
            return self._up or ready.wait(timeout)
        finally:
            self._connected.remove(ready.set)

    def stop(self) -> None:
        """Say good-bye with the offline note, close, and end the thread."""
        if self._up and self._presence:
            with self._network.calling() as paho:
                note = paho.publish(self._presence.topic, self._presence.offline, qos=1, retain=True)
            try:
                note.wait_for_publish(STOP_TIMEOUT_S)
            except (RuntimeError, ValueError):
                log.info("bus %s: the connection was lost while saying good-bye", self._url)
        self._up = False
        self._network.stop()

    # ── paho ─────────────────────────────────────────────────────────────────

    def _make(self, client_id: str) -> Wire:
        paho = Wire(client_id, self._note)
        paho.connect_timeout = CONNECT_TIMEOUT_S
        paho.max_inflight_messages = 1000
        paho.max_queued_messages = MAX_QUEUED
        _secure(paho, self._url)
        if self._presence:
            paho.will_set(self._presence.topic, self._presence.offline, qos=1, retain=True)
        paho.on_socket_open = _no_delay
        paho.on_connect = self._on_connect
        paho.on_connect_fail = self._on_connect_fail
        paho.on_disconnect = self._on_disconnect
        paho.on_subscribe = self._on_subscribe
        return paho

    def _on_connect(
        self,
        paho: Client,
        _data: Any,
        _flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._connection += 1
        if reason.is_failure:
            self._say_away(f"refused: {reason}")
            return
        with self._lock:
            patterns = list(self._subscriptions)
        if not patterns:
            self._ready()
            return
        _, self._awaited = paho.subscribe([(pattern, 1) for pattern in patterns])

    def _on_subscribe(
        self, _paho: Client, _data: Any, mid: int, reasons: list[ReasonCode], _properties: Properties | None
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            log.error("bus %s: the broker refused a subscription; check its access list", self._url)
        if mid == self._awaited:
            self._awaited = None
            self._ready()

    def _ready(self) -> None:
        self._said_away = False
        self._up = True
        log.info("bus %s: connected", self._url)
        if self._presence:
            self.publish(self._presence.topic, self._presence.online(), retain=True)
        for callback in list(self._connected):
            _guarded(callback)

    def _on_connect_fail(self, _paho: Client, _data: Any) -> None:
        self._say_away("no answer")

    def _on_disconnect(
        self,
        _paho: Client,
        _data: Any,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        was_up, self._up = self._up, False
        if was_up:
            self._say_away(f"connection lost: {reason}")
            for callback in list(self._disconnected):
                _guarded(callback)

    def _say_away(self, why: str) -> None:
        if not self._said_away:
            self._said_away = True
            log.warning("bus %s: %s; trying again until it is there", self._url, why)

    def _note(self, arrival: Arrival) -> None:
        self._came.append((self._connection, arrival))

    def _deliver(self) -> None:
        """Hand on what came, outside of paho, and tell the broker so."""
        while self._came:
            connection, arrival = self._came.popleft()
            for receiver in self._receivers.get(arrival.topic) or self._find(arrival.topic):
                _guarded(partial(receiver, arrival.topic, arrival.payload))
            if arrival.number:
                self._network.soon(partial(self._acknowledge, connection, arrival.number))

    def _find(self, topic: str) -> tuple[OnMessage, ...]:
        """Who subscribed to it; kept for the next message."""
        with self._lock:
            if len(self._receivers) >= MOST_TOPICS:
                self._receivers = {}
            matching = (
                each for pattern, each in self._subscriptions.items() if topic_matches_sub(pattern, topic)
            )
            self._receivers[topic] = found = tuple(matching)
        return found

    def _acknowledge(self, connection: int, number: int) -> None:
        if not self._paho.is_connected():  # or this thread would wait while another connects
            return
        with self._network.calling() as paho:
            if connection == self._connection:
                paho.ack(number, 1)


def _guarded(callback: OnChange) -> None:
    """A fault in one receiver must not end the thread that serves all: it is logged as the bug it is."""
    try:
        callback()
    except Exception:
        log.exception("bus: a receiver failed")


def _no_delay(_paho: Client, _data: Any, sock: Any) -> None:
    if isinstance(sock, socket.socket):  # a TLS socket is one too
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _secure(paho: Client, url: BusUrl) -> None:
    if url.tls:
        paho.tls_set(
            ca_certs=str(url.ca) if url.ca else None,
            certfile=str(url.cert) if url.cert else None,
            keyfile=str(url.key) if url.key else None,
        )
    if url.user:
        password = url.password_file.read_text().rstrip("\n") if url.password_file else None
        paho.username_pw_set(url.user, password)
