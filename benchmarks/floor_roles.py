"""The two processes of the floor: as little as an agent and an engine can do, without any code of Gate's.

The agent reads 14 bytes from the pty, publishes them, and writes the coil when it is told to. The engine commits
one row for each read, then tells. Both as a competent minimal programme does it: paho with TCP_NODELAY, SQLite
in WAL mode with synchronous=FULL.
"""

import json
import os
import socket
import sqlite3
import threading
from multiprocessing.connection import Connection
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from pymodbus.client import ModbusTcpClient

from benchmarks.path_rig import CARD_BYTES

READ_TOPIC = "floor/ev"
OPEN_TOPIC = "floor/cmd"


def connected(port: int, topic: str, on_message: mqtt.CallbackOnMessage) -> mqtt.Client:
    """A client that is subscribed to ``topic``, with its own network thread."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    ready = threading.Event()
    client.on_socket_open = _without_delay
    client.on_connect = lambda *_: client.subscribe(topic, qos=1) and None
    client.on_subscribe = lambda *_: ready.set()
    client.on_message = on_message
    client.connect("127.0.0.1", port)
    client.loop_start()
    if not ready.wait(10):
        raise RuntimeError(f"expected a subscription to {topic} within 10 s")
    return client


def _without_delay(_client: mqtt.Client, _data: Any, sock: Any) -> None:
    """Nagle's algorithm and delayed acknowledgements together hold small packets back for 40 ms."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def agent(broker_port: int, pty_path: str, controller_port: int, ready: Connection) -> None:
    """Reads cards until the pty closes; each command writes coil 0 of device 1."""
    controller = ModbusTcpClient("127.0.0.1", port=controller_port)
    if not controller.connect():  # type: ignore[no-untyped-call]  # pymodbus has no annotation here
        raise RuntimeError(f"expected a Modbus controller on port {controller_port}")

    def release(_client: mqtt.Client, _data: Any, _message: mqtt.MQTTMessage) -> None:
        controller.write_coil(0, True, device_id=1)

    client = connected(broker_port, OPEN_TOPIC, release)
    wire = os.open(pty_path, os.O_RDWR | os.O_NOCTTY)
    ready.send(1)
    while frame := read_exactly(wire, CARD_BYTES):
        client.publish(READ_TOPIC, json.dumps({"reader": "r1", "card": frame[1:11].decode()}), qos=1)


def read_exactly(wire: int, count: int) -> bytes:
    """``count`` bytes of the file, or none at its end."""
    got = b""
    while len(got) < count:
        piece = os.read(wire, count - len(got))
        if not piece:
            return b""
        got += piece
    return got


def engine(broker_port: int, database: str, ready: Connection) -> None:
    """Commits each read, then publishes the command; runs until it is killed."""
    rows = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("PRAGMA synchronous=FULL")
    rows.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)")

    def decide(client: mqtt.Client, _data: Any, message: mqtt.MQTTMessage) -> None:
        event = json.loads(message.payload)
        rows.execute("INSERT INTO event (body) VALUES (?)", (json.dumps(event),))  # commits by itself
        client.publish(OPEN_TOPIC, json.dumps({"card": event["card"], "output": "lock"}), qos=1)

    connected(broker_port, READ_TOPIC, decide)
    ready.send(1)
    threading.Event().wait()
