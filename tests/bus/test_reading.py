"""A loop of the caller's that reads for the bus: messages come on its thread, over lost connections too."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from gate.bus.client import BusClient
from gate.bus.loop_reader import LoopReader
from gate.engine.intake import Intake

WAIT_S = 20.0


@pytest.fixture
def intake() -> Iterator[Intake]:
    made = Intake()
    yield made
    made.close()


@pytest.fixture
def client(mosquitto_url: str) -> Iterator[BusClient]:
    """Not started; hears what it says on ``own/x``."""
    made = BusClient(mosquitto_url, "reads-elsewhere")
    yield made
    made.stop()


def until(came: Callable[[], bool], step: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not came():
        assert time.monotonic() < deadline
        step()


def pull_out(client: BusClient) -> None:
    sock = client._paho.socket()
    assert isinstance(sock, socket.socket)
    sock.shutdown(socket.SHUT_RDWR)


def test_messages_come_on_the_thread_that_gets(client: BusClient, intake: Intake) -> None:
    came: list[tuple[int, bytes]] = []
    client.subscribe("own/x", lambda _, payload: came.append((threading.get_ident(), payload)))
    client.read_by(intake)
    client.start()
    until(lambda: client.connected, lambda: intake.get(0.05))
    for number in range(300):  # more than a broker sends before it is told that they came
        assert client.publish("own/x", str(number).encode())
    until(lambda: len(came) >= 300, lambda: intake.get(0.05))
    here = threading.get_ident()
    assert came == [(here, str(number).encode()) for number in range(300)]


def test_a_lost_connection_comes_back_on_the_same_thread(client: BusClient, intake: Intake) -> None:
    came: list[int] = []
    lost = threading.Event()
    client.subscribe("own/x", lambda _topic, _payload: came.append(threading.get_ident()))
    client.on_disconnected(lost.set)
    client.read_by(intake)
    client.start()
    for _ in range(2):
        until(lambda: client.connected, lambda: intake.get(0.05))
        seen = len(came)
        assert client.publish("own/x", b"here")
        until(lambda seen=seen: len(came) > seen, lambda: intake.get(0.05))  # type: ignore[misc]
        pull_out(client)
        until(lost.is_set, lambda: intake.get(0.05))
        lost.clear()
    assert set(came) == {threading.get_ident()}


def test_reading_goes_back_to_the_thread_of_the_bus(client: BusClient, intake: Intake) -> None:
    came: list[int] = []
    heard = threading.Event()

    def note(_topic: str, _payload: bytes) -> None:
        came.append(threading.get_ident())
        heard.set()

    client.subscribe("own/x", note)
    client.read_by(intake)
    client.start()
    until(lambda: client.connected, lambda: intake.get(0.05))
    client.read_by(None)
    assert client.publish("own/x", b"here")
    assert heard.wait(WAIT_S)  # though nobody gets any more
    assert threading.get_ident() not in came


def test_an_asyncio_loop_reads(client: BusClient) -> None:
    came: list[tuple[int, bytes]] = []

    async def hear() -> None:
        loop, enough = asyncio.get_running_loop(), asyncio.Event()

        def note(_topic: str, payload: bytes) -> None:
            came.append((threading.get_ident(), payload))
            if len(came) == 100:
                enough.set()

        client.subscribe("own/x", note)
        client.read_by(LoopReader(loop))
        client.start()
        await loop.run_in_executor(None, client.wait_connected, WAIT_S)
        assert all(client.publish("own/x", str(number).encode()) for number in range(100))
        async with asyncio.timeout(WAIT_S):
            await enough.wait()
        await loop.run_in_executor(None, client.stop)

    asyncio.run(hear())
    assert came == [(threading.get_ident(), str(number).encode()) for number in range(100)]
