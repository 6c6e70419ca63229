"""Byte streams on real ptys and sockets: bytes both ways, loss that is seen, memory that is bounded."""

import asyncio
import contextlib
import os
from pathlib import Path

import pytest

from drivers.transport.fd_stream import MOST_UNREAD, MOST_UNSENT
from drivers.transport.open import open_url
from simulators.pty import PtyPair


def test_a_pty_carries_bytes_both_ways_and_its_loss_is_seen(tmp_path: Path) -> None:
    async def main() -> None:
        pair = PtyPair(tmp_path / "deep" / "line")
        device, agent = pair.stream(), await open_url(f"serial://{pair.path}?baud=115200")()
        agent.write(b"\x00\xff\r\n\x03")
        assert await device.read() == b"\x00\xff\r\n\x03"
        device.write(b"back")
        assert await agent.read() == b"back"
        waiting = asyncio.create_task(agent.read())
        await asyncio.sleep(0)
        device.close()
        pair.close()
        with pytest.raises(ConnectionError, match="lost"):
            await waiting
        with pytest.raises(ConnectionError, match="lost"):
            agent.write(b"x")

    asyncio.run(main())


def test_the_path_stays_when_the_pty_behind_it_changes(tmp_path: Path) -> None:
    async def main() -> None:
        link = tmp_path / "line"
        first = PtyPair(link)
        second = PtyPair(link)
        agent, device = await open_url(f"serial://{link}")(), second.stream()
        agent.write(b"hello")
        assert await device.read() == b"hello"
        agent.close()
        device.close()
        first.close()
        second.close()
        second.close()
        assert not link.is_symlink()

    asyncio.run(main())


def test_a_line_is_taken_by_one_program_only() -> None:
    async def main() -> None:
        pair = PtyPair()
        agent = await open_url(f"serial://{pair.path}")()
        with pytest.raises(ConnectionError, match="in use by another program"):
            await open_url(f"serial://{pair.path}")()
        agent.close()
        (await open_url(f"serial://{pair.path}")()).close()
        pair.close()

    asyncio.run(main())


def test_settings_that_the_port_refuses_are_a_clear_error() -> None:
    async def main() -> None:
        pair = PtyPair()
        opener = open_url(f"serial://{pair.path}?parity=E")
        with pytest.raises(ConnectionError, match="8E1: the port refuses these settings"):
            for _ in range(2):  # a pty takes parity once: then its own state differs from what is asked
                (await opener()).close()
        pair.close()

    asyncio.run(main())


def test_a_port_that_does_not_drain_is_given_up_and_does_not_block() -> None:
    async def main() -> None:
        pair = PtyPair()
        agent = await open_url(f"serial://{pair.path}")()
        with pytest.raises(ConnectionError, match="nobody takes them"):
            for _ in range(2 * MOST_UNSENT // 1024 + 64):
                agent.write(b"x" * 1024)
        pair.close()

    asyncio.run(main())


def test_unread_bytes_are_bounded_and_none_is_lost() -> None:
    async def main() -> None:
        theirs, ours = os.pipe()
        os.set_blocking(theirs, False)
        from drivers.transport.fd_stream import FdStream

        stream = FdStream(theirs, "pipe")
        sent = os.urandom(4 * MOST_UNREAD)
        writer = asyncio.create_task(asyncio.to_thread(_write_all, ours, sent))
        await asyncio.sleep(0.1)
        assert len(stream._unread) <= MOST_UNREAD + 4096
        came = bytearray()
        with contextlib.suppress(ConnectionError):
            while True:
                came += await stream.read()
        await writer
        assert came == sent

    asyncio.run(main())


def _write_all(fd: int, data: bytes) -> None:
    with os.fdopen(fd, "wb") as pipe:
        pipe.write(data)


def test_closing_wakes_the_reader_and_is_safe_twice() -> None:
    async def main() -> None:
        pair = PtyPair()
        agent = await open_url(f"serial://{pair.path}")()
        waiting = asyncio.create_task(agent.read())
        await asyncio.sleep(0)
        agent.close()
        agent.close()
        with pytest.raises(ConnectionError, match="closed"):
            await waiting
        pair.close()

    asyncio.run(main())


def test_a_socket_carries_bytes_both_ways_and_its_loss_is_seen() -> None:
    async def main() -> None:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.read(100))
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        stream = await open_url(f"socket://127.0.0.1:{port}")()
        stream.write(b"ping")
        assert await stream.read() == b"ping"
        with pytest.raises(ConnectionError, match="closed by the other side"):
            await stream.read()
        with pytest.raises(ConnectionError):
            stream.write(b"x")
        stream.close()
        server.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("tcp://127.0.0.1:1", "127.0.0.1:1: "),
        ("serial:///dev/no-such-port", "no such port"),
        ("serial:///dev/null", "/dev/null"),
    ],
)
def test_what_cannot_be_opened_says_where_and_why(url: str, why: str) -> None:
    async def main() -> None:
        with pytest.raises(ConnectionError, match=why):
            await open_url(url)()

    asyncio.run(main())
