"""paho's client with two shorter ways: a badge crosses the bus twice, and each crossing is packed and read once.

paho keeps an account of every QoS 1 message until the broker has it, to send it again over another connection. What we
say is kept by whoever says it (gate.edge.spool; the engine's commands are void after seconds), so that account is of
use to nobody. And it makes several objects of each message that comes, where we want a topic and bytes.

Overrides and calls what paho (2.2) names with an underscore: tests/bus holds it to paho's own bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from paho.mqtt.client import PUBLISH, Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.exception import MalformedPacket

QOS_1 = 0x02
QOS = 0x06
LENGTHS = struct.Struct("!H")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came. ``number``: what to acknowledge it by, 0 for one at QoS 0."""

    topic: str
    payload: bytes
    number: int


class Wire(Client):
    """A clean session of MQTT 3.1.1. Nothing that came is acknowledged by itself: whoever took it does (``ack``)."""

    def __init__(self, client_id: str, arrived: Callable[[Arrival], None]) -> None:
        """``arrived`` is called for each message, within paho."""
        super().__init__(
            CallbackAPIVersion.VERSION2, client_id, clean_session=True, protocol=MQTTv311, manual_ack=True
        )
        self._arrived = arrived

    def send(self, topic: str, payload: bytes) -> bool:
        """Publish at QoS 1 on this connection alone; False, and nothing done, where paho itself has something to send:
        order is kept by having it do this, too."""
        if self._sock is None or self._out_packet or self._out_messages:
            return False
        number, name = self._mid_generate(), topic.encode()
        rest = b"".join((LENGTHS.pack(len(name)), name, LENGTHS.pack(number), payload))
        packet = bytes((PUBLISH | QOS_1,)) + length(len(rest)) + rest
        return self._packet_queue(PUBLISH, packet, number, 1) == MQTTErrorCode.MQTT_ERR_SUCCESS

    def _handle_publish(self) -> MQTTErrorCode:
        """paho's hook for a PUBLISH (MQTT 3.1.1, 3.3). MalformedPacket ends the connection."""
        header, packet = self._in_packet["command"], self._in_packet["packet"]
        at = LENGTHS.size + int.from_bytes(packet[: LENGTHS.size], "big")
        behind = at + (LENGTHS.size if header & QOS else 0)
        if header & QOS > QOS_1 or at == LENGTHS.size or behind > len(packet):
            raise MalformedPacket(f"expected a topic and QoS 0 or 1, got {len(packet)} bytes, {header:#04x}")
        topic = packet[LENGTHS.size : at].decode(errors="replace")  # such a topic is none of ours
        self._arrived(Arrival(topic, bytes(packet[behind:]), int.from_bytes(packet[at:behind], "big")))
        return MQTTErrorCode.MQTT_ERR_SUCCESS


def length(count: int) -> bytes:
    """A packet's remaining length: seven bits a byte, the least first, the eighth where more follow.

    MQTT 3.1.1, 2.2.3. ValueError for more than 268,435,455.
    """
    if not 0 <= count < 1 << 28:
        raise ValueError(f"expected a packet of less than 256 MiB, got {count} bytes")
    spelt = bytearray()
    while count > 0x7F:
        spelt.append(count & 0x7F | 0x80)
        count >>= 7
    spelt.append(count)
    return bytes(spelt)
