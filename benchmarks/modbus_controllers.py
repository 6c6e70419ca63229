"""The controllers' side of the Modbus benchmark: a process of its own that answers reads and notes when each came.

Plain sockets and one thread: answering must cost as little as it can, for both sides share the machine.
"""

import resource
import selectors
import socket
import time
from multiprocessing.connection import Connection

MOST_FILES = 4096
_POLL_S = 0.2
_READ = 12  # bytes of a request to read


def serve(count: int, orders: Connection) -> None:
    """Listen on so many ports, which are sent first. Each order is how many seconds to note the polls for; its answer
    is the instants of each controller's polls.
    """
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    chosen = selectors.DefaultSelector()
    ports = []
    for number in range(count):
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setblocking(False)
        ports.append(listening.getsockname()[1])
        chosen.register(listening, selectors.EVENT_READ, number)
    chosen.register(orders, selectors.EVENT_READ, None)
    orders.send(ports)
    Controllers(chosen, count, orders).run()


class Controllers:
    """Answers every read of bits with zeros."""

    def __init__(self, chosen: selectors.BaseSelector, count: int, orders: Connection) -> None:
        self._chosen, self._count, self._orders = chosen, count, orders
        self._polled: list[list[float]] = [[] for _ in range(count)]
        self._until = 0.0

    def run(self) -> None:
        """For ever."""
        while True:
            for key, _ in self._chosen.select(_POLL_S):
                if key.data is None:
                    self._begin(self._orders.recv())
                elif isinstance(key.fileobj, socket.socket):
                    self._serve(key.fileobj, key.data)
            if self._until and time.monotonic() >= self._until:
                self._until = 0.0
                self._orders.send(self._polled)

    def _begin(self, seconds: float) -> None:
        self._polled = [[] for _ in range(self._count)]
        self._until = time.monotonic() + seconds

    def _serve(self, sock: socket.socket, number: int) -> None:
        if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            client, _ = sock.accept()
            client.setblocking(False)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._chosen.register(client, selectors.EVENT_READ, number)
            return
        try:
            request = sock.recv(256)
        except ConnectionError:
            request = b""
        if not request:
            self._chosen.unregister(sock)
            sock.close()
            return
        for at in range(0, len(request), _READ):  # a host that was late asks twice before it listens
            sock.send(self._answer(request[at : at + _READ], number))

    def _answer(self, request: bytes, number: int) -> bytes:
        if request[7] == 2:  # function 02 is the poll; outputs are looked at besides
            self._polled[number].append(time.monotonic())
        size = (int.from_bytes(request[10:12], "big") + 7) // 8
        return request[:4] + bytes((0, 3 + size)) + request[6:8] + bytes((size,)) + bytes(size)
