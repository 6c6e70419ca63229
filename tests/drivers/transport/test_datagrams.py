"""Streams over UDP: to a serial server, from a simulated one, and what shows when nobody is there."""

import asyncio

import pytest

from drivers.transport.datagram_stream import DatagramStream, open_datagrams
from drivers.transport.open import open_url
from drivers.transport.socket_stream import MOST_UNREAD
from drivers.transport.stream import listen
from drivers.transport.url import SocketPlace
from simulators.listen import listen_udp

PATIENCE_S = 5.0


def test_bytes_go_both_ways_and_the_answer_goes_to_whoever_spoke_last() -> None:
    async def main() -> None:
        server, port = await listen_udp(0)
        server.write(b"nobody is there yet")
        first, second = [await open_url(f"udp://127.0.0.1:{port}")() for _ in range(2)]
        for client, said in ((first, b"one"), (second, b"two")):
            client.write(said)
            assert await asyncio.wait_for(server.read(), PATIENCE_S) == said
            server.write(said.upper())
            assert await asyncio.wait_for(client.read(), PATIENCE_S) == said.upper()
        for stream in (server, first, second):
            stream.close()
            stream.close()

    asyncio.run(main())


def test_a_client_is_heard_of_before_it_says_anything() -> None:
    async def main() -> None:
        server, port = await listen_udp(0)
        client = await open_datagrams(SocketPlace(scheme="udp", host="127.0.0.1", port=port))
        for _ in range(100):
            server.write(b"card")
            await asyncio.sleep(0.01)
            if client._unread:
                break
        assert (await asyncio.wait_for(client.read(), PATIENCE_S)).startswith(b"card")
        client.close()
        server.close()

    asyncio.run(main())


def test_a_place_where_nobody_listens_is_a_lost_wire() -> None:
    async def main() -> None:
        server, port = await listen_udp(0)
        server.close()
        await asyncio.sleep(0)
        client = await open_datagrams(SocketPlace(scheme="udp", host="127.0.0.1", port=port))
        with pytest.raises(ConnectionError, match=f"127.0.0.1:{port}"):
            await asyncio.wait_for(client.read(), PATIENCE_S)
        with pytest.raises(ConnectionError):
            client.write(b"x")
        client.close()

    asyncio.run(main())


def test_a_closed_stream_says_so_to_whoever_waits() -> None:
    async def main() -> None:
        stream, _ = await listen_udp(0)
        waiting = asyncio.ensure_future(listen(stream, lambda _: None))
        await asyncio.sleep(0)
        stream.close()
        with pytest.raises(ConnectionError, match="closed"):
            await asyncio.wait_for(waiting, PATIENCE_S)

    asyncio.run(main())


def test_what_nobody_reads_is_bounded() -> None:
    stream = DatagramStream("bench", answers=True)
    for _ in range(100):
        stream.datagram_received(bytes(1000), ("127.0.0.1", 1))
    assert MOST_UNREAD - 1000 < len(stream._unread) <= MOST_UNREAD


def test_a_name_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(ConnectionError, match="nowhere.invalid:9"):
        asyncio.run(open_datagrams(SocketPlace(scheme="udp", host="nowhere.invalid", port=9)))
