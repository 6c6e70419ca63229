"""A byte stream slowed to what a serial line of some baud rate carries."""

from __future__ import annotations

import asyncio
from collections import deque

from drivers.transport.stream import ByteStream

PIECE = 8
"""Bytes that arrive together: a UART's FIFO hands over a few at a time."""


class PacedStream:
    """Wraps ``inner``; each byte takes ``byte_seconds`` in either direction (10 bits at 9600 baud: 1.04 ms)."""

    def __init__(self, inner: ByteStream, byte_seconds: float) -> None:
        self._inner, self._byte_seconds = inner, byte_seconds
        self._loop = asyncio.get_running_loop()
        self._queue: deque[bytes] = deque()
        self._pump: asyncio.Task[None] | None = None
        self._sent_until = self._read_until = 0.0

    def write(self, data: bytes) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        self._queue.extend(data[i : i + PIECE] for i in range(0, len(data), PIECE))
        if self._pump is None or self._pump.done():
            self._pump = self._loop.create_task(self._send())

    async def read(self) -> bytes:
        """See :class:`drivers.transport.stream.ByteStream`."""
        data = await self._inner.read()
        self._read_until = max(self._read_until, self._loop.time()) + len(data) * self._byte_seconds
        await asyncio.sleep(self._read_until - self._loop.time())
        return data

    def close(self) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        if self._pump is not None:
            self._pump.cancel()
        self._inner.close()

    async def _send(self) -> None:
        while self._queue:
            piece = self._queue.popleft()
            self._sent_until = max(self._sent_until, self._loop.time()) + len(piece) * self._byte_seconds
            await asyncio.sleep(self._sent_until - self._loop.time())
            try:
                self._inner.write(piece)
            except ConnectionError:
                self._queue.clear()  # nobody is at the other end; the next read says so
