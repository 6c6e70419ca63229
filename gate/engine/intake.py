"""How the deciding thread gets what reaches it: items from whichever thread, and the bus, which it reads itself."""

from __future__ import annotations

import math
import os
import select
import socket
import threading
from collections import deque
from collections.abc import Callable

from gate.engine.inbox import Item

MOST_AT_ONCE = 50
"""So often the bus is read before an item is given."""


class Intake:
    """Items for whoever calls :meth:`get`, one thread at a time. It also reads for the bus, so that a message needs
    no other thread to reach it (:class:`gate.bus.network.Reader`). Close it when nobody will put or watch any more.
    """

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._wake_in, self._wake_out = socket.socketpair()
        self._wake_in.setblocking(False)
        self._wake_out.setblocking(False)
        self._poll = select.poll()
        self._poll.register(self._wake_in, select.POLLIN)
        self._ready: dict[int, Callable[[], None]] = {}
        self._asked: deque[tuple[int, Callable[[], None] | None]] = deque()  # None: to be forgotten
        self._later: deque[Callable[[], None]] = deque()
        self._reading = 0  # the thread that is reading: what it puts needs no waking

    def put(self, item: Item) -> None:
        """Behind the others. Any thread, signal handlers too; never blocks."""
        self._items.append(item)
        if self._reading != threading.get_ident():
            self._wake()

    def get(self, timeout_s: float) -> Item | None:
        """The next item; None where there is none within ``timeout_s``, or a little earlier.

        What has come by the bus is taken in before an item is given: a broker holds back only so much for the slow.
        """
        while self._later:
            self._later.popleft()()
        for _ in range(MOST_AT_ONCE):
            ready = self._poll.poll(0 if self._items else math.ceil(timeout_s * 1000))
            if not ready:
                break
            for descriptor, _ in ready:
                self._take_in(descriptor)
            timeout_s = 0.0
        return self._items.popleft() if self._items else None

    def more(self) -> bool:
        """True if there is something to take in or to give at this moment."""
        return bool(self._items) or bool(self._poll.poll(0))

    def nudge(self) -> None:
        """End the wait of whoever gets, with nothing. Any thread."""
        self._wake()

    def watch(self, descriptor: int, ready: Callable[[], None]) -> None:
        """See :class:`gate.bus.network.Reader`."""
        self._asked.append((descriptor, ready))
        self._wake()

    def forget(self, descriptor: int) -> None:
        """See :class:`gate.bus.network.Reader`."""
        self._asked.append((descriptor, None))
        self._wake()

    def soon(self, step: Callable[[], None]) -> None:
        """See :class:`gate.bus.network.Reader`: when the item is decided that is given next."""
        self._later.append(step)

    def close(self) -> None:
        """Let go of everything. On the thread that gets, or behind its end."""
        self._do_as_asked()
        self._wake_in.close()
        self._wake_out.close()

    def _take_in(self, descriptor: int) -> None:
        if descriptor == self._wake_in.fileno():
            self._wake_in.recv(4096)
            self._do_as_asked()
        elif descriptor in self._ready:
            self._reading = threading.get_ident()
            try:
                self._ready[descriptor]()
            finally:
                self._reading = 0

    def _wake(self) -> None:
        try:
            self._wake_out.send(b"\0")
        except OSError:  # it has been woken often enough, or is closed and nobody is there to be woken
            return

    def _do_as_asked(self) -> None:
        while self._asked:
            descriptor, ready = self._asked.popleft()
            if ready is not None:
                self._ready[descriptor] = ready
                self._poll.register(descriptor, select.POLLIN)
            else:
                del self._ready[descriptor]
                self._poll.unregister(descriptor)
                os.close(descriptor)
