"""A :class:`ByteStream` over a non-blocking file descriptor: serial ports and both ends of a pty."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

from drivers.transport.stream import Hear

MOST_UNSENT = 65_536
"""Bytes that may wait to be sent: more means that the wire does not drain, and the stream is given up."""
MOST_UNREAD = 65_536
"""Bytes kept for a reader that is slow; beyond it the descriptor is left unread until it catches up."""
_CHUNK = 4096


class FdStream:
    """Owns ``fd`` (non-blocking) from now on and calls ``release`` once when it closes it."""

    def __init__(self, fd: int, name: str, release: Callable[[], None] | None = None) -> None:
        self._fd, self._name = fd, name
        self._release = release if release is not None else lambda: os.close(fd)
        self._loop = asyncio.get_running_loop()
        self._unread, self._unsent = bytearray(), bytearray()
        self._lost: str | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._reading = False
        self._hear: Hear | None = None
        self._writing = False
        self._listen()

    def write(self, data: bytes) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        self._raise_if_lost()
        if len(self._unsent) + len(data) > MOST_UNSENT:
            self._lose(f"{self._name}: {len(self._unsent)} bytes wait unsent; nobody takes them")
            self._raise_if_lost()
        idle = not self._unsent
        self._unsent += data
        if idle:
            self._send()
            self._raise_if_lost()

    async def read(self) -> bytes:
        """See :class:`drivers.transport.stream.ByteStream`."""
        while not self._unread:
            self._raise_if_lost()
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        data = bytes(self._unread)
        self._unread.clear()
        self._listen()
        return data

    async def listen(self, hear: Hear) -> None:
        """See :class:`drivers.transport.stream.DirectStream`."""
        if self._unread:
            hear(await self.read())
        self._raise_if_lost()
        self._waiter, self._hear = self._loop.create_future(), hear
        try:
            await self._waiter
        finally:
            self._waiter = self._hear = None
        self._raise_if_lost()

    def close(self) -> None:
        """See :class:`drivers.transport.stream.ByteStream`."""
        self._lose(f"{self._name}: closed")

    def _raise_if_lost(self) -> None:
        if self._lost is not None:
            raise ConnectionError(self._lost)

    def _listen(self) -> None:
        if not self._reading and self._lost is None:
            self._loop.add_reader(self._fd, self._receive)
            self._reading = True

    def _receive(self) -> None:
        try:
            data = os.read(self._fd, _CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._lose(f"{self._name}: lost ({error.strerror})")
            return
        if not data:  # a pulled USB plug or a pty whose other end is gone is readable with nothing in it
            self._lose(f"{self._name}: lost (end of file)")
            return
        if self._hear is not None:
            self._hand_over(self._hear, data)
            return
        self._unread += data
        if len(self._unread) >= MOST_UNREAD:
            self._loop.remove_reader(self._fd)
            self._reading = False
        self._wake()

    def _hand_over(self, hear: Hear, data: bytes) -> None:
        try:
            hear(data)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits ``listen``
            self._hear = None
            if self._waiter is not None and not self._waiter.done():
                self._waiter.set_exception(error)

    def _send(self) -> None:
        try:
            sent = os.write(self._fd, self._unsent)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError as error:
            self._lose(f"{self._name}: lost ({error.strerror})")
            return
        del self._unsent[:sent]
        if self._unsent and not self._writing:
            self._loop.add_writer(self._fd, self._send)
        elif self._writing and not self._unsent:
            self._loop.remove_writer(self._fd)
        self._writing = bool(self._unsent)

    def _lose(self, why: str) -> None:
        if self._lost is not None:
            return
        self._lost = why
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)
        self._release()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
