"""A :class:`ByteStream` over TCP: serial servers and devices with a socket of their own."""

from __future__ import annotations

import asyncio
import socket

from drivers.transport.stream import Hear
from drivers.transport.url import SocketPlace

OPEN_TIMEOUT_S = 2.0
MOST_UNSENT = 65_536
MOST_UNREAD = 65_536


class SocketStream(asyncio.Protocol):
    """One TCP connection as a byte stream; asyncio calls the protocol half of it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._unread = bytearray()
        self._lost: str | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._hear: Hear | None = None

    def write(self, data: bytes) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        transport = self._transport
        if self._lost is not None or transport is None:
            raise ConnectionError(self._lost or f"{self._name}: not connected")
        transport.write(data)
        if transport.get_write_buffer_size() > MOST_UNSENT:
            self._lose(f"{self._name}: {MOST_UNSENT} bytes wait unsent; nobody takes them")
            transport.abort()
            raise ConnectionError(self._lost)

    async def read(self) -> bytes:
        """See :class:`drivers.transport.stream.ByteStream`."""
        while not self._unread:
            if self._lost is not None:
                raise ConnectionError(self._lost)
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        data = bytes(self._unread)
        self._unread.clear()
        if self._transport is not None and self._lost is None:
            self._transport.resume_reading()
        return data

    async def listen(self, hear: Hear) -> None:
        """See :class:`drivers.transport.stream.DirectStream`."""
        if self._unread:
            hear(await self.read())
        if self._lost is not None:
            raise ConnectionError(self._lost)
        self._waiter, self._hear = asyncio.get_running_loop().create_future(), hear
        try:
            await self._waiter
        finally:
            self._waiter = self._hear = None
        raise ConnectionError(self._lost)

    def close(self) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        self._lose(f"{self._name}: closed")
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: the connection is up."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(f"expected a stream transport, came {type(transport).__name__}")
        self._transport = transport
        _keep_alive(transport.get_extra_info("socket"))

    def data_received(self, data: bytes) -> None:
        """asyncio: bytes came."""
        if self._hear is not None:
            self._hand_over(self._hear, data)
            return
        self._unread += data
        if len(self._unread) >= MOST_UNREAD and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._lose(f"{self._name}: lost ({exc or 'closed by the other side'})")

    def _hand_over(self, hear: Hear, data: bytes) -> None:
        try:
            hear(data)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits ``listen``
            self._hear = None
            if self._waiter is not None and not self._waiter.done():
                self._waiter.set_exception(error)

    def _lose(self, why: str) -> None:
        if self._lost is None:
            self._lost = why
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


async def open_socket(place: SocketPlace) -> SocketStream:
    """Connect, within :data:`OPEN_TIMEOUT_S`. Raises ``ConnectionError`` with the place and the reason."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(OPEN_TIMEOUT_S):
            _, stream = await loop.create_connection(lambda: SocketStream(str(place)), place.host, place.port)
    except TimeoutError:
        raise ConnectionError(f"{place}: no connection within {OPEN_TIMEOUT_S:g} s") from None
    except OSError as error:
        raise ConnectionError(f"{place}: {error.strerror or error}") from error
    return stream


def _keep_alive(sock: socket.socket | None) -> None:
    # A reader that only talks when a card comes cannot be told from a dead one without keep-alives:
    # 5 s idle, then 3 probes 2 s apart, so that a pulled cable shows within 11 s.
    if sock is None:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for name, value in (("TCP_KEEPIDLE", 5), ("TCP_KEEPINTVL", 2), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
