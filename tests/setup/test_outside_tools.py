"""The fixtures really give what they promise."""

import queue
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
import pytest
import sqlalchemy as sa
from paho.mqtt.enums import CallbackAPIVersion
from playwright.sync_api import sync_playwright

from tests.support.children import free_port as pick_port
from tests.support.children import listening


def test_mosquitto_carries_a_message(mosquitto_url: str) -> None:
    address = urlsplit(mosquitto_url)
    arrived: queue.Queue[bytes] = queue.Queue()
    subscribed = threading.Event()
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.on_subscribe = lambda *_: subscribed.set()
    client.on_message = lambda _client, _data, message: arrived.put(bytes(message.payload))
    client.connect(str(address.hostname), int(address.port or 0))
    client.loop_start()
    try:
        client.subscribe("fixture/check", qos=1)
        assert subscribed.wait(5)
        client.publish("fixture/check", b"hello", qos=1)
        assert arrived.get(timeout=5) == b"hello"
    finally:
        client.disconnect()
        client.loop_stop()


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_postgres_database_of_its_own(postgres_url: str, turn: int) -> None:
    engine = sa.create_engine(postgres_url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE mine (turn integer)"))
            connection.execute(sa.text("INSERT INTO mine VALUES (:turn)"), {"turn": turn})
            assert connection.execute(sa.text("SELECT turn FROM mine")).scalars().all() == [turn]
    finally:
        engine.dispose()


def test_chromium_draws_a_page(chromium: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<h1>Gate</h1>")
        assert page.inner_text("h1") == "Gate"
        browser.close()


def test_a_free_port_can_be_bound(free_port: int) -> None:
    assert not listening(free_port)
    with socket.socket() as server:
        server.bind(("127.0.0.1", free_port))
        server.listen()
        assert listening(free_port)


def test_free_ports_are_on_the_loopback_range() -> None:
    assert 1024 <= pick_port() <= 65535
