"""What a polled reader answers, by the framing of its profile. Sans-IO: bytes of the host in, bytes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from drivers.serial_reader import chafon, m100, pn532, r2000, twn4
from drivers.serial_reader.binary import BinaryCodec
from drivers.serial_reader.frames import BadFrame
from firmware_profiles.serial_reader import SerialReaderFacts
from gate.domain.card import CardNumber


class Answerer(Protocol):
    """The reader's side of a dialogue. ``field`` holds the cards that are near."""

    field: list[CardNumber]

    def heard(self, data: bytes) -> bytes:
        """The answers to what the host sent."""

    def appeared(self) -> bytes:
        """A card came near: what is said at once, for readers that were asked before."""


def answerer_for(facts: SerialReaderFacts) -> Answerer | None:
    """The answerer of a polled framing; None for readers that talk by themselves."""
    match facts.framing:
        case "twn4-ascii":
            return Twn4Lines()
        case "twn4-binary" | "twn4-binary-crc":
            codec = twn4.Twn4Binary(crc=facts.framing.endswith("crc"))
            return Framed(codec, lambda frame, field: codec.encode(_twn4(_payload(codec, frame), field)))
        case "pn532":
            return Pn532Chip()
        case "m100":
            return Framed(m100.M100(), _m100)
        case "r2000":
            return Framed(r2000.R2000(), lambda frame, field: _r2000(frame, field, facts.address))
        case "chafon-18" | "chafon-288":
            reader = chafon.Chafon(antenna=facts.framing == "chafon-288")
            return Framed(reader, lambda frame, field: _chafon(reader, frame, field, facts.address))
        case _:
            return None


Respond = Callable[[bytes, list[CardNumber]], bytes]


class Framed:
    """An :class:`Answerer` for protocols with a length in their frames."""

    def __init__(self, codec: BinaryCodec, respond: Respond) -> None:
        self.field: list[CardNumber] = []
        self._codec, self._respond = codec, respond
        self._buffer = bytearray()

    def heard(self, data: bytes) -> bytes:
        """See :class:`Answerer`."""
        self._buffer += data
        out = b""
        while self._buffer:
            size = self._codec.size(bytes(self._buffer[: self._codec.longest]))
            if size is None or isinstance(size, str):
                del self._buffer[0]
                continue
            if size == 0 or len(self._buffer) < size:
                break
            frame = bytes(self._buffer[:size])
            if isinstance(self._codec.judge(frame)[0], BadFrame):
                del self._buffer[0]
                continue
            del self._buffer[:size]
            out += self._respond(frame, self.field)
        return out

    def appeared(self) -> bytes:
        """See :class:`Answerer`."""
        return b""


class Twn4Lines:
    """A TWN4 in its form with hex digits."""

    def __init__(self) -> None:
        self.field: list[CardNumber] = []
        self._line = bytearray()

    def heard(self, data: bytes) -> bytes:
        """See :class:`Answerer`."""
        out = b""
        for byte in data:
            if byte != 0x0D:
                self._line.append(byte)
                continue
            line, self._line = bytes(self._line), bytearray()
            out += twn4.encode_ascii(_twn4(bytes.fromhex(line.decode("ascii")), self.field))
        return out

    def appeared(self) -> bytes:
        """See :class:`Answerer`."""
        return b""


class Pn532Chip(Framed):
    """A PN532: acknowledges first, and keeps a question for cards until one comes or the host gives up."""

    def __init__(self) -> None:
        super().__init__(pn532.Pn532(), self._command)
        self._listing = False

    def appeared(self) -> bytes:
        """See :class:`Answerer`."""
        if not self._listing or not self.field:
            return b""
        self._listing = False
        return pn532.target(bytes.fromhex(self.field[0].number))

    def _command(self, frame: bytes, field: list[CardNumber]) -> bytes:
        self._listing = False
        if frame in {pn532.ACK, pn532.NAK}:
            return b""
        code = frame[6]
        if code == pn532.LIST:
            self._listing = True
            return pn532.ACK + self.appeared()
        version = bytes.fromhex("32010607") if code == pn532.FIRMWARE else b""
        return pn532.ACK + pn532.reply(bytes([code + 1]) + version)


def _payload(codec: twn4.Twn4Binary, frame: bytes) -> bytes:
    """The request inside of a binary frame."""
    body = frame[2:-2]
    return body if codec.encode(body) == frame else frame[2:]


def _twn4(request: bytes, field: list[CardNumber]) -> bytes:
    if request[:2] == b"\x05\x00":
        if not field:
            return b"\x00\x00"
        kind = 0x40 if field[0].format == "EM4100" else 0x80
        return twn4.tag_reply(kind, bytes.fromhex(field[0].number))
    if request[:2] == b"\x00\x04":
        version = b"TWN4/B1.03/CCF1.57/PRS1.03/PI"
        return bytes([0, len(version)]) + version
    return b"\x01"


def _m100(frame: bytes, field: list[CardNumber]) -> bytes:
    if frame[2] == m100.POLL:
        tags = b"".join(m100.tag(bytes.fromhex(card.number)) for card in field)
        return tags or m100.encode(m100.RESPONSE, m100.ERROR, bytes([m100.NO_TAG]))
    return m100.encode(
        m100.RESPONSE, frame[2], b"\x00M100 26dBm V1.0" if frame[2] == m100.VERSION else b"\x00"
    )


def _r2000(frame: bytes, field: list[CardNumber], address: int) -> bytes:
    if frame[2] not in {address, 0xFF}:
        return b""
    if frame[3] == r2000.INVENTORY:
        tags = b"".join(r2000.tag(address, bytes.fromhex(card.number)) for card in field)
        return tags + r2000.end(address, len(field))
    return r2000.encode(address, frame[3], b"\x01\x09" if frame[3] == r2000.FIRMWARE else b"\x10")


def _chafon(reader: chafon.Chafon, frame: bytes, field: list[CardNumber], address: int) -> bytes:
    if frame[1] not in {address, 0xFF}:
        return b""
    if frame[2] == chafon.INVENTORY:
        return reader.inventory(address, [bytes.fromhex(card.number) for card in field])
    return chafon.encode(address, frame[2], b"\x00" + bytes.fromhex("160C034E001E0A01000000"))
