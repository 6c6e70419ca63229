"""Handing bytes over as they come: every piece, in order, and an end that cannot be overlooked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable

import pytest

from drivers.transport.fd_stream import FdStream
from drivers.transport.stream import ByteStream, listen


class Slow(ByteStream):
    """A stream that can only be read."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def write(self, data: bytes) -> None:
        raise ConnectionError("nobody is there")

    async def read(self) -> bytes:
        if not self._pieces:
            raise ConnectionError("unplugged")
        return self._pieces.pop(0)

    def close(self) -> None:
        self._pieces.clear()


def on_a_pipe(story: Callable[[FdStream, int], Awaitable[None]]) -> None:
    async def run() -> None:
        near, far = os.pipe()
        os.set_blocking(near, False)
        stream = FdStream(near, "pipe")
        try:
            async with asyncio.timeout(10):
                await story(stream, far)
        finally:
            stream.close()
            os.close(far)

    asyncio.run(run())


def test_a_stream_that_can_only_be_read_is_listened_to_as_well() -> None:
    heard: list[bytes] = []
    with pytest.raises(ConnectionError, match="unplugged"):
        asyncio.run(listen(Slow([b"one", b"two"]), heard.append))
    assert heard == [b"one", b"two"]


def test_what_came_before_and_what_comes_later_is_heard_in_order() -> None:
    async def story(stream: FdStream, far: int) -> None:
        heard = bytearray()
        os.write(far, b"early")
        await asyncio.sleep(0)  # the loop reads it before anybody listens
        await asyncio.sleep(0)

        def hear(data: bytes) -> None:
            heard.extend(data)
            if heard.endswith(b"late"):
                stream.close()
            elif heard == b"early":
                os.write(far, b"late")

        with pytest.raises(ConnectionError, match="closed"):
            await listen(stream, hear)
        assert heard == b"earlylate"

    on_a_pipe(story)


def test_what_the_listener_raises_comes_out() -> None:
    async def story(stream: FdStream, far: int) -> None:
        os.write(far, b"x")

        def hear(data: bytes) -> None:
            raise KeyError(data)

        with pytest.raises(KeyError):
            await listen(stream, hear)
        os.write(far, b"y")
        assert await stream.read() == b"y", "the stream itself is none the worse"

    on_a_pipe(story)


def test_a_lost_stream_ends_the_listening_with_its_reason() -> None:
    async def story(stream: FdStream, far: int) -> None:
        listening = asyncio.ensure_future(listen(stream, lambda data: None))
        await asyncio.sleep(0)
        stream.close()
        with pytest.raises(ConnectionError, match="closed"):
            await listening
        with pytest.raises(ConnectionError, match="closed"):
            await listen(stream, lambda data: None)

    on_a_pipe(story)


def test_listening_can_be_given_up() -> None:
    async def story(stream: FdStream, far: int) -> None:
        heard: list[bytes] = []
        listening = asyncio.ensure_future(listen(stream, heard.append))
        await asyncio.sleep(0)
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        os.write(far, b"z")
        assert await stream.read() == b"z"
        assert heard == []

    on_a_pipe(story)
