"""The thread that serves a paho client, so that whoever publishes sends by itself.

paho's own thread sends what others publish: it has to be woken, and to be given the interpreter, before a byte leaves.
Here a publisher writes to the socket in its own thread; this thread reads, connects again, and finishes what a full
socket did not take. Every use of the client after :meth:`Network.start` lies inside :meth:`Network.calling`.

Callbacks run on this thread with the client taken: they hand over and return, and never wait for a lock that
somebody holds while publishing.
"""

from __future__ import annotations

import logging
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import MQTTErrorCode

log = logging.getLogger(__name__)

LOOK_S = 0.5
"""How often keep-alive and a connection that another thread found lost are looked after."""
SILENT_S = 5.0
"""A broker that takes the connection and says nothing is left after so long."""
STOP_S = 5.0


class Network:
    """One client's connection: made, kept, made again. ``pauses``: seconds before the second try, and the longest."""

    def __init__(
        self, paho: Client, host: str, port: int, keepalive: int, pauses: tuple[float, float]
    ) -> None:
        self._paho, self._pauses = paho, pauses
        self._address = host, port, keepalive
        self._taken = threading.RLock()
        self._stopping = threading.Event()
        self._wake_in, self._wake_out = socket.socketpair()
        self._closed = False
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)

    @contextmanager
    def calling(self) -> Iterator[Client]:
        """The client for this thread alone; what is left unsent at the end is sent by the network's thread."""
        with self._taken:
            yield self._paho
            if self._paho.want_write() or self._paho.socket() is None:
                self._wake()

    def start(self) -> None:
        """Begin connecting. Returns at once."""
        host, port, keepalive = self._address
        self._paho.connect_async(host, port, keepalive=keepalive)
        self._thread.start()

    def stop(self) -> None:
        """Close the connection in good order and end the thread."""
        with self.calling() as paho:
            paho.disconnect()
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        with self._taken:
            self._wake_in.close()
            self._wake_out.close()
            self._closed = True

    # ── the thread ───────────────────────────────────────────────────────────

    def _run(self) -> None:
        pause, longest = self._pauses
        while not self._stopping.is_set():
            if self._connect() and self._serve():
                pause = self._pauses[0]
            self._stopping.wait(pause)
            pause = min(2 * pause, longest)

    def _connect(self) -> bool:
        """One try; False: nobody is there, and ``on_connect_fail`` has been told."""
        try:
            with self._taken:  # nobody sends before there is a connection: the wait is this thread's alone
                self._paho.reconnect()
        except (OSError, ValueError) as error:  # ValueError: a certificate that names another host
            log.debug("bus: %s", error)
            told = self._paho.on_connect_fail
            if told is not None:
                told(self._paho, None)
            return False
        return True

    def _serve(self) -> bool:
        """Until the connection is gone; True if the broker had answered."""
        answered, waited = False, 0.0
        while (sock := self._paho.socket()) is not None:
            with self._taken:
                answered = answered or self._paho.is_connected()
            if not answered and waited >= SILENT_S:
                self._drop(sock)
            ready = self._wait(sock)
            waited += 0.0 if ready else LOOK_S
            self._step(ready)
            if self._stopping.is_set() and not self._paho.want_write():
                break
        return answered

    def _wait(self, sock: Any) -> bool:
        """True once there is something to read, or to write; False after LOOK_S."""
        if getattr(sock, "pending", int)():  # inside TLS, where poll does not see it
            return True
        poll = select.poll()
        try:
            poll.register(sock, select.POLLIN | (select.POLLOUT if self._paho.want_write() else 0))
        except (OSError, ValueError):  # another thread has just found the connection lost and closed it
            return True
        poll.register(self._wake_in, select.POLLIN)
        ready = poll.poll(LOOK_S * 1000)
        if any(fd == self._wake_in.fileno() for fd, _ in ready):
            self._wake_in.recv(4096)
        return bool(ready)

    def _step(self, ready: bool) -> None:
        with self._taken:
            paho = self._paho
            if ready and paho.loop_read() is not MQTTErrorCode.MQTT_ERR_SUCCESS:
                return
            if paho.want_write() and paho.loop_write() is not MQTTErrorCode.MQTT_ERR_SUCCESS:
                return
            paho.loop_misc()

    def _drop(self, sock: Any) -> None:
        with self._taken, suppress(OSError):  # it may be gone by itself
            sock.shutdown(socket.SHUT_RDWR)  # the next read finds it gone, and says so to all

    def _wake(self) -> None:
        with self._taken:
            if self._closed:
                return
            try:
                self._wake_out.send(b"\0")
            except BlockingIOError:
                return  # it has been woken often enough
