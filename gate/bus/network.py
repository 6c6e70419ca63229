"""The thread that serves a paho client, so that whoever publishes sends by itself.

paho's own thread sends what others publish: it has to be woken, and to be given the interpreter, before a byte leaves.
Here a publisher writes to the socket in its own thread; this thread reads, connects again, and finishes what a full
socket did not take. Every use of the client after :meth:`Network.start` lies inside :meth:`Network.calling`.

A process with a loop of its own reads on that loop (:class:`Reader`): what a message leads to begins without another
thread being woken. This thread then connects, keeps alive, and finishes what is left unsent.

paho's callbacks run with the client taken: they note what came and return, and never wait for a lock that somebody
holds while publishing. ``deliver`` is called after them with the client given back.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import TracebackType
from typing import Any, Protocol

from paho.mqtt.enums import MQTTErrorCode

from gate.bus.wire import Wire

log = logging.getLogger(__name__)

LOOK_S = 0.5
"""How often keep-alive and a connection that another thread found lost are looked after."""
SILENT_S = 5.0
"""A broker that takes the connection and says nothing is left after so long."""
STOP_S = 5.0


class Reader(Protocol):
    """A loop that reads for others. ``watch`` and ``forget`` may be called on any thread."""

    def watch(self, descriptor: int, ready: Callable[[], None]) -> None:
        """From now on call ``ready`` on the loop's thread whenever there is something to read."""

    def forget(self, descriptor: int) -> None:
        """No more of it; the descriptor is closed once the loop has let go of it."""

    def soon(self, step: Callable[[], None]) -> None:
        """Call ``step`` behind what the loop has begun. On the loop's thread."""


class Network:
    """One client's connection: made, kept, made again. ``pauses``: seconds before the second try, and the longest."""

    def __init__(
        self,
        paho: Wire,
        address: tuple[str, int, int],
        pauses: tuple[float, float],
        deliver: Callable[[], None],
    ) -> None:
        """``address``: host, port, and seconds of keep-alive. ``deliver`` is called on whichever thread reads."""
        self._paho, self._pauses, self._deliver = paho, pauses, deliver
        self._reader: Reader | None = None
        self._elsewhere = 0  # the reader's thread
        self._address = address
        self._taken = threading.RLock()
        self._call = _Call(paho, self._taken, self._wake)
        self._stopping = threading.Event()
        self._wake_in, self._wake_out = socket.socketpair()
        self._closed = False
        self._silent_s = 0.0
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="bus", daemon=True)

    def calling(self) -> AbstractContextManager[Wire]:
        """The client for this thread alone; what is left unsent at the end is sent by the network's thread."""
        return self._call

    def read_by(self, reader: Reader | None) -> None:
        """Leave reading to a loop, from now on; None: this thread reads again."""
        self._reader = reader
        self._wake()

    def soon(self, step: Callable[[], None]) -> None:
        """Out of the way of what a message began, where a loop reads; else now. On the thread that delivers."""
        reader = self._reader
        if reader is None or threading.get_ident() != self._elsewhere:
            step()
        else:
            reader.soon(step)

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
            self._silent_s = 0.0
        except (OSError, ValueError) as error:  # ValueError: a certificate that names another host
            log.debug("bus: %s", error)
            told = self._paho.on_connect_fail
            if told is not None:
                told(self._paho, None)
            return False
        return True

    def _serve(self) -> bool:
        """Until the connection is gone; True if the broker had answered."""
        answered = False
        while (sock := self._paho.socket()) is not None:
            reader = self._reader
            with self._read_elsewhere(sock, reader):
                while self._paho.socket() is sock and self._reader is reader:
                    answered = self._keep(sock, answered, reads=reader is None)
                    if self._stopping.is_set() and not self._paho.want_write():
                        return answered
        return answered

    def _keep(self, sock: Any, answered: bool, *, reads: bool) -> bool:
        """One look at the connection; whether the broker has answered by now."""
        with self._taken:
            answered = answered or self._paho.is_connected()
        if not answered and self._silent_s >= SILENT_S:
            self._drop(sock)
        ready = self._wait(sock, reads=reads)
        self._silent_s += 0.0 if ready else LOOK_S
        self._step(reads=reads and ready)
        return answered

    @contextmanager
    def _read_elsewhere(self, sock: Any, reader: Reader | None) -> Iterator[None]:
        """While this lasts the reader, if there is one, reads; by a descriptor of its own, which outlives the socket:
        its number must not go to somebody else before the reader has let go of it."""
        try:
            descriptor = -1 if reader is None else os.dup(sock.fileno())
        except OSError:  # closed meanwhile
            reader = None
        if reader is not None:
            reader.watch(descriptor, self._read)
        try:
            yield
        finally:
            if reader is not None:
                reader.forget(descriptor)

    def _wait(self, sock: Any, *, reads: bool) -> bool:
        """True once there is something to read, where ``reads``, or to write; False after LOOK_S."""
        if reads and _pending(sock):
            return True
        wanted = (select.POLLIN if reads else 0) | (select.POLLOUT if self._paho.want_write() else 0)
        poll = select.poll()
        poll.register(self._wake_in, select.POLLIN)
        try:
            if wanted:  # a socket that nothing is wanted of would still wake us when it is lost
                poll.register(sock, wanted)
        except (OSError, ValueError):  # another thread has just found the connection lost and closed it
            return True
        ready = poll.poll(LOOK_S * 1000)
        if any(fd == self._wake_in.fileno() for fd, _ in ready):
            self._wake_in.recv(4096)
        return bool(ready)

    def _step(self, *, reads: bool) -> None:
        with self._taken:
            self._tend(reads=reads)
        if reads:
            self._deliver()

    def _tend(self, *, reads: bool) -> None:
        paho = self._paho
        if reads and paho.loop_read() is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            return
        if paho.want_write() and paho.loop_write() is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            return
        paho.loop_misc()

    def _read(self) -> None:
        """Called by the reader: take in what is there."""
        self._elsewhere = threading.get_ident()
        with self.calling() as paho:
            while paho.loop_read() is MQTTErrorCode.MQTT_ERR_SUCCESS and _pending(paho.socket()):
                continue
        self._deliver()

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


class _Call:
    """``with`` it the client is taken. One for all threads: it keeps nothing, and the lock counts."""

    def __init__(self, paho: Wire, taken: threading.RLock, wake: Callable[[], None]) -> None:
        self._paho, self._taken, self._wake = paho, taken, wake

    def __enter__(self) -> Wire:
        self._taken.acquire()
        return self._paho

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and (self._paho.want_write() or self._paho.socket() is None):
                self._wake()
        finally:
            self._taken.release()


def _pending(sock: Any) -> bool:
    """True for what waits inside TLS, where poll does not see it."""
    return bool(getattr(sock, "pending", int)())
