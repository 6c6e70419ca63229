"""The two shorter ways through paho: what leaves is what paho would send, and nothing is lost on the way in."""

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt._packet import decode_publish
from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from gate.bus.client import BusClient
from gate.bus.wire import Arrival, Wire, length

WAIT_S = 20.0


class Far:
    """A client whose other end is in the test's hands."""

    def __init__(self, *, buffer: int | None = None) -> None:
        self.near, self.far = socket.socketpair()
        if buffer is not None:
            self.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
        self.near.setblocking(False)
        self.arrived: list[Arrival] = []
        self.wire = Wire("w", self.arrived.append)
        self.wire._sock = self.near

    def close(self) -> None:
        self.wire._sock = None
        self.near.close()
        self.far.close()


@pytest.fixture
def far() -> Iterator[Far]:
    made = Far()
    yield made
    made.close()


def by_paho(topic: str, payload: bytes) -> bytes:
    """The bytes that paho itself sends, as the first message of a connection."""
    near, end = socket.socketpair()
    paho = Client(CallbackAPIVersion.VERSION2, "p", protocol=MQTTv311)
    paho._sock = near
    paho.publish(topic, payload, qos=1)
    sent = end.recv(1 << 20)
    paho._sock = None
    near.close()
    end.close()
    return sent


@pytest.mark.parametrize("size", [0, 1, 100, 127 - 9, 128 - 9, 16_383 - 9, 16_384 - 9, 60_000])
@pytest.mark.parametrize("topic", ["a", "gate/1/hq/ev/门"])
def test_a_message_is_what_paho_makes_of_it(far: Far, topic: str, size: int) -> None:
    payload = b"x" * size
    assert far.wire.send(topic, payload)
    assert far.far.recv(1 << 20) == by_paho(topic, payload)


@given(st.integers(0, (1 << 28) - 1))
def test_a_length_is_read_back(count: int) -> None:
    """By the algorithm of MQTT 3.1.1, 2.2.3."""
    value, multiplier = 0, 1
    for byte in length(count):
        value += (byte & 127) * multiplier
        multiplier *= 128
    assert value == count
    assert len(length(count)) <= 4
    assert all(byte & 128 for byte in length(count)[:-1])


@pytest.mark.parametrize(
    ("count", "spelt"), [(0, "00"), (127, "7f"), (128, "8001"), (16_383, "ff7f"), (268_435_455, "ffffff7f")]
)
def test_lengths_of_the_standard(count: int, spelt: str) -> None:
    """MQTT 3.1.1, table 2.4."""
    assert length(count).hex() == spelt


@pytest.mark.parametrize("count", [-1, 1 << 28])
def test_a_length_that_no_packet_has_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="expected a packet of less than 256 MiB"):
        length(count)


def test_nothing_overtakes_what_paho_has_to_send(far: Far) -> None:
    far.wire.publish("first", b"1", qos=1)
    assert not far.wire.send("second", b"2"), "paho waits for the broker's word for the first"
    assert far.far.recv(1 << 16) == by_paho("first", b"1")


def test_without_a_connection_nothing_is_sent() -> None:
    assert not Wire("w", lambda _: None).send("a", b"1")


def test_a_full_socket_takes_the_rest_later_and_in_order() -> None:
    made = Far(buffer=4096)
    large = b"x" * 400_000
    assert made.wire.send("large", large)
    assert made.wire.want_write()
    assert not made.wire.send("next", b"2"), "behind the rest, by paho"
    came = b""
    while made.wire.want_write():
        came += made.far.recv(1 << 16)
        made.wire.loop_write()
    made.far.setblocking(False)
    try:
        while piece := made.far.recv(1 << 16):
            came += piece
    except BlockingIOError:
        pass
    assert came == b"\x32" + length(2 + 5 + 2 + len(large)) + b"\x00\x05large\x00\x01" + large
    made.close()


@given(
    topic=st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()),
    payload=st.binary(max_size=300),
    number=st.integers(0, 65_535),
)
def test_what_comes_is_what_paho_reads(topic: str, payload: bytes, number: int) -> None:
    name = topic.encode()
    packet = len(name).to_bytes(2, "big") + name + (number.to_bytes(2, "big") if number else b"") + payload
    header = 0x32 if number else 0x30
    made = Far()
    made.wire._in_packet["command"], made.wire._in_packet["packet"] = header, bytearray(packet)
    made.wire._handle_publish()
    theirs = decode_publish(header, packet, MQTTv311)
    made.close()
    assert made.arrived == [Arrival(theirs.topic.decode(), bytes(theirs.payload), theirs.mid)]


@pytest.mark.parametrize(
    "packet",
    [
        (0x30, b""),
        (0x30, b"\x00"),
        (0x30, b"\x00\x00payload"),
        (0x30, b"\x00\x05abcd"),
        (0x32, b"\x00\x01a"),
        (0x32, b"\x00\x01a\x00"),
        (0x34, b"\x00\x01a\x00\x01"),
        (0x36, b"\x00\x01a\x00\x01"),
    ],
)
def test_a_broker_that_sends_rubbish_is_left(far: Far, packet: tuple[int, bytes]) -> None:
    header, rest = packet
    far.far.send(bytes((header,)) + length(len(rest)) + rest)
    assert far.wire.loop_read() is MQTTErrorCode.MQTT_ERR_PROTOCOL
    assert far.wire.socket() is None
    assert far.arrived == []


def test_packets_that_come_in_pieces_are_whole(far: Far) -> None:
    packets = b"".join(
        b"\x30" + length(3 + len(each)) + b"\x00\x01t" + each for each in (b"1", b"", b"x" * 300)
    )
    for at in range(0, len(packets), 7):
        far.far.send(packets[at : at + 7])
        for _ in range(4):
            far.wire.loop_read()
    assert far.arrived == [Arrival("t", each, 0) for each in (b"1", b"", b"x" * 300)]


def test_a_topic_that_is_no_text_is_nobodys(far: Far) -> None:
    far.far.send(b"\x30\x05\x00\x02\xff\xfeX")
    far.wire.loop_read()
    assert far.arrived == [Arrival("\ufffd\ufffd", b"X", 0)]


def test_many_messages_come_in_order_over_a_broker(mosquitto_url: str) -> None:
    client, came, enough = BusClient(mosquitto_url, "wire"), [], threading.Event()
    sizes = [
        (number * 7919) % 5000 for number in range(600)
    ]  # a broker holds back a thousand for a slow reader

    def note(_topic: str, payload: bytes) -> None:
        came.append(len(payload))
        if len(came) == len(sizes):
            enough.set()

    client.subscribe("own/x", note)
    client.start()
    assert client.wait_connected(WAIT_S)
    for number, size in enumerate(sizes):
        assert client.publish("own/x", b"x" * size, retain=number % 97 == 0)
    assert enough.wait(WAIT_S)
    client.stop()
    assert came == sizes
