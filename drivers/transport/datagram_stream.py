"""A :class:`ByteStream` over UDP: serial servers in their UDP mode. What is lost on the way is lost, as on a wire."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, cast

from drivers.transport.socket_stream import MOST_UNREAD, OPEN_TIMEOUT_S, SocketStream
from drivers.transport.url import SocketPlace

Address = tuple[str, int]
HELLO = b""
"""An empty datagram: some serial servers answer only to whom they have heard."""


class DatagramStream(SocketStream, asyncio.DatagramProtocol):
    """One socket. ``answers``: sends to whoever was heard last, and to nobody before; else to the one it is
    connected to."""

    def __init__(self, name: str, *, answers: bool = False) -> None:
        super().__init__(name)
        self._answers = answers
        self._peer: Address | None = None
        self._endpoint: asyncio.DatagramTransport | None = None

    @property
    def local(self) -> Address:
        """The address and port of this end: where a device that is told of them can send to. ``ConnectionError``
        where there is none."""
        if self._endpoint is None:
            raise ConnectionError(self._lost or f"{self._name}: not connected")
        host, port = self._endpoint.get_extra_info("sockname")[:2]
        return str(host), int(port)

    def write(self, data: bytes) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        if self._lost is not None or self._endpoint is None:
            raise ConnectionError(self._lost or f"{self._name}: not connected")
        if not self._answers:
            self._endpoint.sendto(data)
        elif self._peer is not None:
            self._endpoint.sendto(data, self._peer)

    def close(self) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        super().close()
        if self._endpoint is not None:
            self._endpoint.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: the socket is there."""
        self._endpoint = cast("asyncio.DatagramTransport", transport)  # it is none by name before Python 3.13

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """asyncio: a datagram came. Bounded: where nobody reads, it is lost."""
        self._peer = addr
        if data and len(self._unread) + len(data) <= MOST_UNREAD:
            self.data_received(data)

    def error_received(self, exc: Exception) -> None:
        """asyncio: the other side has no such port, or the network says that there is no way."""
        if not self._answers:
            self._lose(f"{self._name}: {exc}")


async def open_datagrams(place: SocketPlace) -> DatagramStream:
    """A socket connected to a place, which has heard of us. Raises ``ConnectionError`` with place and reason.

    That nobody is there shows soon after, where the network says so, or never.
    """
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(OPEN_TIMEOUT_S):
            found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_DGRAM)
        family, kind, _, _, address = found[0]
        sock = _connected(family, kind, address)
        _, stream = await loop.create_datagram_endpoint(lambda: DatagramStream(str(place)), sock=sock)
    except TimeoutError:
        raise ConnectionError(f"{place}: no address within {OPEN_TIMEOUT_S:g} s") from None
    except OSError as error:
        raise ConnectionError(f"{place}: {error.strerror or error}") from error
    return stream


def _connected(family: int, kind: int, address: Any) -> socket.socket:
    """A socket that has said hello: asyncio itself sends no empty datagrams."""
    sock = socket.socket(family, kind)
    try:
        sock.setblocking(False)
        sock.connect(address)
        sock.send(HELLO)
    except OSError:
        sock.close()
        raise
    return sock
