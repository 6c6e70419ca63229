"""A simulated device behind a TCP or UDP port, one client at a time, as serial servers do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from drivers.transport.datagram_stream import DatagramStream
from drivers.transport.socket_stream import SocketStream
from drivers.transport.stream import ByteStream

Serve = Callable[[ByteStream], Awaitable[None]]


async def listen_tcp(serve: Serve, port: int, host: str = "127.0.0.1") -> asyncio.Server:
    """Listen; port 0 takes a free one. A new client takes the place of the last, which is dropped."""
    serving: list[tuple[SocketStream, asyncio.Task[None]]] = []
    loop = asyncio.get_running_loop()

    async def talk(stream: SocketStream) -> None:
        try:
            await serve(stream)
        except ConnectionError:
            stream.close()  # the client went away: the next one is welcome

    class Client(SocketStream):
        """One connection."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            """asyncio: a client came."""
            super().connection_made(transport)
            for stream, task in serving:
                task.cancel()
                stream.close()
            serving[:] = [(self, loop.create_task(talk(self)))]

    return await loop.create_server(lambda: Client(f"client of port {port}"), host, port)


async def listen_udp(port: int, host: str = "127.0.0.1") -> tuple[DatagramStream, int]:
    """A stream to whoever was heard last, and its port; port 0 takes a free one."""
    loop = asyncio.get_running_loop()
    transport, stream = await loop.create_datagram_endpoint(
        lambda: DatagramStream(f"client of UDP port {port}", answers=True), local_addr=(host, port)
    )
    return stream, transport.get_extra_info("sockname")[1]
