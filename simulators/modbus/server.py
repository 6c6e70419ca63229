"""Puts simulated controllers on a wire: a TCP port or a serial line that several of them share."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from drivers.transport.stream import ByteStream
from simulators.modbus.controller import SimulatedController
from simulators.modbus.framing import Request, RtuServer, TcpServer


class SimulatedLine:
    """Controllers by address. Several TCP clients may be connected at once, as on real devices."""

    def __init__(self, controllers: Sequence[SimulatedController]) -> None:
        self._by_address = {c.address: c for c in controllers}
        self._alarm: asyncio.TimerHandle | None = None
        self._clients: set[asyncio.StreamWriter] = set()
        self._talks: set[asyncio.Task[object]] = set()
        self._servers: list[asyncio.Server] = []

    async def serve_tcp(self, host: str = "127.0.0.1", port: int = 0, *, rtu: bool = False) -> asyncio.Server:
        """Listen; port 0 takes a free one. ``rtu``: RTU frames over the socket, as serial servers send them."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            framer = RtuServer() if rtu else TcpServer()
            self._clients.add(writer)
            if (task := asyncio.current_task()) is not None:
                self._talks.add(task)
                task.add_done_callback(self._talks.discard)
            try:
                while data := await reader.read(512):
                    for request in framer.feed(data):
                        writer.write(await self._answer(framer, request))
            except ConnectionError:
                return  # the client went away in the middle: what it wanted is moot
            finally:
                self._clients.discard(writer)
                writer.close()

        server = await asyncio.start_server(talk, host, port)
        self._servers.append(server)
        return server

    async def serve_rtu(self, stream: ByteStream) -> None:
        """Answer on a serial line until cancelled or until the line is lost (``ConnectionError``)."""
        framer = RtuServer()
        while True:
            for request in framer.feed(await stream.read()):
                if answer := await self._answer(framer, request):
                    stream.write(answer)

    async def close(self) -> None:
        """Stop listening, break all connections and wait until nobody serves them any more."""
        for server in self._servers:
            server.close()
        self.drop_clients()
        await asyncio.gather(*self._talks, return_exceptions=True)
        if self._alarm is not None:
            self._alarm.cancel()

    def drop_clients(self) -> None:
        """Break all TCP connections, as a device that restarts does."""
        for writer in tuple(self._clients):
            writer.transport.abort()

    async def _answer(self, framer: RtuServer | TcpServer, request: Request) -> bytes:
        controller = self._by_address.get(request.unit)
        if controller is None or controller.faults.silent:
            return b""
        faults = controller.faults
        if faults.slow:
            await asyncio.sleep(faults.slow)
        loop = asyncio.get_running_loop()
        pdu = controller.answer(request.pdu, loop.time())
        self._wake_at_next_expiry(loop)
        if faults.rubbish is not None:
            return faults.rubbish
        unit = request.unit if faults.answer_as is None else faults.answer_as
        frame = framer.answer(request, unit, pdu)
        return frame[:-1] + bytes([frame[-1] ^ 0xFF]) if faults.bad_crc else frame

    def _wake_at_next_expiry(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        times = [t for c in self._by_address.values() if (t := c.next_expiry) is not None]
        if times:
            self._alarm = loop.call_at(min(times), self._expire, loop)

    def _expire(self, loop: asyncio.AbstractEventLoop) -> None:
        for controller in self._by_address.values():
            controller.expire(loop.time())
        self._wake_at_next_expiry(loop)
