"""The MQTT client against both brokers: order, will, reconnect, and what it says when nobody is there."""

import logging
import queue
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from gate.bus.client import BusClient, Presence
from tests.bus.embedded import embedded_broker
from tests.support.children import free_port

WAIT = 10.0


@pytest.fixture(params=["amqtt", "mosquitto"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A broker of each kind."""
    if request.param == "mosquitto":
        yield request.getfixturevalue("mosquitto_url")
        return
    with embedded_broker(free_port()) as embedded:
        yield embedded


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    """Stops what was started."""
    with ExitStack() as stack:
        yield stack


def started(stack: ExitStack, client: BusClient) -> BusClient:
    client.start()
    stack.callback(client.stop)
    assert client.wait_connected(WAIT)
    return client


def test_messages_arrive_once_and_in_order(url: str, clients: ExitStack) -> None:
    came: queue.Queue[tuple[str, bytes]] = queue.Queue()
    receiver = BusClient(url, "order-receiver")
    receiver.subscribe("order/+/x", lambda topic, payload: came.put((topic, payload)))
    started(clients, receiver)
    sender = started(clients, BusClient(url, "order-sender"))
    sent = [(f"order/{number % 3}/x", str(number).encode()) for number in range(200)]
    assert all(sender.publish(topic, payload) for topic, payload in sent)
    assert [came.get(timeout=WAIT) for _ in sent] == sent
    assert came.empty()


def test_subscription_made_while_connected_counts(url: str, clients: ExitStack) -> None:
    came: queue.Queue[bytes] = queue.Queue()
    client = started(clients, BusClient(url, "late"))
    client.subscribe("late/x", lambda _topic, payload: came.put(payload))
    while came.empty():  # the broker may still be taking the subscription
        assert client.publish("late/x", b"here")
        time.sleep(0.01)
    assert came.get(timeout=WAIT) == b"here"


def test_a_failing_receiver_does_not_stop_the_others(
    url: str, clients: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    came: queue.Queue[bytes] = queue.Queue()

    def receive(_topic: str, payload: bytes) -> None:
        if payload == b"bad":
            raise RuntimeError("a bug")
        came.put(payload)

    client = BusClient(url, "faulty")
    client.subscribe("faulty/x", receive)
    started(clients, client)
    client.publish("faulty/x", b"bad")
    client.publish("faulty/x", b"good")
    assert came.get(timeout=WAIT) == b"good"
    assert "a receiver failed" in caplog.text


def test_presence_is_retained_online_then_offline(url: str, clients: ExitStack) -> None:
    came: queue.Queue[bytes] = queue.Queue()
    known = BusClient(url, "known", presence=Presence(topic="p/known", online=lambda: b"on", offline=b"off"))
    known.start()
    assert known.wait_connected(WAIT)
    watcher = BusClient(url, "watcher")
    watcher.subscribe("p/known", lambda _topic, payload: came.put(payload))
    started(clients, watcher)
    assert came.get(timeout=WAIT) == b"on"
    known.stop()
    assert came.get(timeout=WAIT) == b"off"


def test_last_will_when_the_connection_breaks(url: str, clients: ExitStack) -> None:
    came: queue.Queue[bytes] = queue.Queue()
    watcher = BusClient(url, "will-watcher")
    watcher.subscribe("p/broken", lambda _topic, payload: came.put(payload))
    started(clients, watcher)
    broken = BusClient(
        url, "broken", presence=Presence(topic="p/broken", online=lambda: b"on", offline=b"off")
    )
    started(clients, broken)
    assert came.get(timeout=WAIT) == b"on"
    sock = broken._paho.socket()
    assert isinstance(sock, socket.socket)
    sock.shutdown(socket.SHUT_RDWR)
    assert came.get(timeout=WAIT) == b"off"
    assert came.get(timeout=WAIT) == b"on"  # and it came back by itself


def test_round_trip_does_not_wait_for_delayed_acknowledgements(url: str, clients: ExitStack) -> None:
    """Without TCP_NODELAY on both sides it takes 42 to 86 ms; with it well under 10 even on a busy machine."""
    came = threading.Event()
    echo = BusClient(url, "echo")
    echo.subscribe("rt/ask", lambda _topic, payload: _ignore(echo.publish("rt/answer", payload)))
    started(clients, echo)
    asker = BusClient(url, "asker")
    asker.subscribe("rt/answer", lambda _topic, _payload: came.set())
    started(clients, asker)
    took = []
    for _ in range(30):
        begin = time.perf_counter()
        asker.publish("rt/ask", b"?")
        assert came.wait(WAIT)
        came.clear()
        took.append(time.perf_counter() - begin)
    assert sorted(took)[len(took) // 2] < 0.03


def _ignore(_sent: bool) -> None:
    return None


def test_broker_away_at_start_is_said_once_and_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    caplog.set_level(logging.INFO)
    came = threading.Event()
    client = BusClient(f"mqtt://127.0.0.1:{port}", "early")
    client.subscribe("early/x", lambda _topic, _payload: came.set())
    client.start()
    try:
        assert not client.wait_connected(1.3)  # at least two attempts
        assert not client.publish("early/x", b"lost")
        assert [record.levelname for record in caplog.records].count("WARNING") == 1
        with embedded_broker(port):
            assert client.wait_connected(WAIT)
            client.publish("early/x", b"there")
            assert came.wait(WAIT)
    finally:
        client.stop()


def test_broker_that_restarts_is_found_again() -> None:
    port = free_port()
    came: queue.Queue[bytes] = queue.Queue()
    lost = threading.Event()
    client = BusClient(f"mqtt://127.0.0.1:{port}", "stubborn")
    client.subscribe("stubborn/x", lambda _topic, payload: came.put(payload))
    client.on_disconnected(lost.set)
    with embedded_broker(port):
        client.start()
        assert client.wait_connected(WAIT)
    try:
        assert lost.wait(WAIT)
        assert not client.connected
        assert not client.publish("stubborn/x", b"nobody")
        with embedded_broker(port):
            assert client.wait_connected(WAIT)
            assert client.publish("stubborn/x", b"again")
            assert came.get(timeout=WAIT) == b"again"
    finally:
        client.stop()


def test_stop_ends_the_thread_even_where_no_broker_ever_was() -> None:
    client = BusClient(f"mqtt://127.0.0.1:{free_port()}", "hopeless")
    client.start()
    begin = time.monotonic()
    client.stop()
    assert time.monotonic() - begin < 3
    assert not any("paho" in thread.name for thread in threading.enumerate())
