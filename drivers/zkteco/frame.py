"""Messages of the pull protocol (vwout/zkaccess-c3-py@48c9b292, tests)::

    AA | version | command | length:2 LE | data … | CRC:2 LE | 55

The CRC is CRC-16/ARC over version to data; both of its bytes count. In a session, data begins with the session's
number and a running number, two bytes each, low byte first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from drivers.panel.bad import Bad

START, END, VERSION = 0xAA, 0x55, 0x01
OK, ERROR = 0xC8, 0xC9
MOST_DATA = 4096
"""Bytes of data that are waited for; the log comes in pieces far below that."""
_VERSIONS = range(3)
_AROUND = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A command (of the host) or a reply (``OK`` or ``ERROR``), with its data."""

    command: int
    data: bytes = b""


def encode(command: int, data: bytes = b"") -> bytes:
    """The bytes of a message."""
    body = bytes([VERSION, command]) + len(data).to_bytes(2, "little") + data
    return bytes([START]) + body + crc16(body) + bytes([END])


def crc16(data: bytes) -> bytes:
    """CRC-16/ARC: polynomial 8005 reflected, start 0; low byte first."""
    crc = 0
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc.to_bytes(2, "little")


def _entry(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0xA001 if byte & 1 else 0)
    return byte


_TABLE = tuple(_entry(byte) for byte in range(256))


@dataclass(slots=True)
class Framer:
    """Bytes in, packets out, in bounded memory; after a bad frame it looks on from that frame's second byte."""

    _buffer: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterable[Packet | Bad]:
        """The messages that ``data`` completes. Never raises for what comes."""
        self._buffer += data
        while self._buffer:
            start = self._buffer.find(START)
            if start:
                loose = bytes(self._buffer[: start if start > 0 else None])
                del self._buffer[: len(loose)]
                yield Bad(why=f"{len(loose)} bytes outside of a frame: {loose[:_AROUND].hex(' ')}")
                continue
            came = self._first()
            if came is None:
                return
            yield came

    def _first(self) -> Packet | Bad | None:
        """The frame at the start of the buffer, taken from it; None while bytes are missing."""
        buffer = self._buffer
        if len(buffer) < 5:
            return None
        length = int.from_bytes(buffer[3:5], "little")
        if buffer[1] not in _VERSIONS or length > MOST_DATA:
            return self._bad(f"no frame begins with {buffer[:5].hex(' ')}")
        if len(buffer) < length + _AROUND:
            return None
        frame = bytes(buffer[: length + _AROUND])
        if (expected := crc16(frame[1:-3])) != frame[-3:-1]:
            return self._bad(f"expected CRC {expected.hex()}, came {frame[-3:-1].hex()}")
        if frame[-1] != END:
            return self._bad(f"expected 55 at the end, came {frame[-1]:02x}")
        del buffer[: len(frame)]
        return Packet(command=frame[2], data=frame[5:-3])

    def _bad(self, why: str) -> Bad:
        del self._buffer[0]
        return Bad(why=why)
