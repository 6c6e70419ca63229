"""NXP PN532 over its high speed UART (PN532 user manual 6.2.1; nfcpy/nfcpy@8a195262 src/nfc/clf/pn532.py)::

    00 00 FF | LEN | LCS | TFI | data … | DCS | 00          LEN + LCS = 0, TFI + data + DCS = 0 (mod 256)
    00 00 FF | FF FF | LEN:2 BE | LCS | TFI | data … | DCS | 00      LENhi + LENlo + LCS = 0
    00 00 FF 00 FF 00  ACK      00 00 FF FF 00 00  NAK      TFI: D4 from the host, D5 from the chip, 7F an error

Each command is acknowledged first and answered later.
"""

from __future__ import annotations

from collections.abc import Sequence

from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame, ReplyFrame

ACK, NAK = bytes.fromhex("0000FF00FF00"), bytes.fromhex("0000FFFF0000")
WAKE = bytes([0x55, 0x55]) + bytes(14)
"""Sent before the first command: the chip sleeps, and loses the first bytes."""
FIRMWARE, SAM, LIST = 0x02, 0x14, 0x4A
_NAMES = {FIRMWARE: "GetFirmwareVersion", SAM: "SAMConfiguration", LIST: "InListPassiveTarget"}
_HOST, _CHIP, _ERROR = 0xD4, 0xD5, 0x7F


class Pn532:
    """A :class:`drivers.serial_reader.binary.BinaryCodec`."""

    longest = 4 + 4 + 265 + 2
    filler = b"\x00\x55"  # preambles and postambles

    def size(self, head: bytes) -> int | str | None:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if not b"\x00\x00\xff".startswith(head[:3]):
            return None
        if len(head) < 5:
            return 0
        if head[:6] in {ACK, NAK} or (head[3:5] in {ACK[3:5], NAK[3:5]} and len(head) < 6):
            return 6
        if head[3:5] == b"\xff\xff":
            return self._extended(head)
        if (head[3] + head[4]) & 0xFF:
            return f"length {head[3]:02X} and its check {head[4]:02X} do not add up to 0"
        return head[3] + 7 if head[3] else None

    def _extended(self, head: bytes) -> int | str | None:
        if len(head) < 8:
            return 0
        length = int.from_bytes(head[5:7], "big")
        if sum(head[5:8]) & 0xFF:
            return f"length {length:04X} and its check {head[7]:02X} do not add up to 0"
        return length + 10 if 1 <= length <= 265 else None

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if frame in {ACK, NAK}:
            return [ReplyFrame(name="ack" if frame == ACK else "nak")]
        data = frame[8 if frame[3:5] == b"\xff\xff" else 5 : -1]
        if sum(data) & 0xFF:
            return [BadFrame(why=f"checksum {data[-1]:02X}, expected {-sum(data[:-1]) & 0xFF:02X}")]
        if frame[-1]:
            return [BadFrame(why=f"expected 00 at the end of the frame, came {frame[-1]:02X}")]
        return [_say(data[0], data[1:-1])]


def encode(data: bytes, tfi: int = _HOST) -> bytes:
    """The frame of a command, or with ``tfi`` D5 of a reply, of up to 254 bytes."""
    body = bytes([tfi]) + data
    return bytes([0, 0, 0xFF, len(body), -len(body) & 0xFF]) + body + bytes([-sum(body) & 0xFF, 0])


def reply(data: bytes) -> bytes:
    """The frame of what the chip says."""
    return encode(data, _CHIP)


def target(uid: bytes) -> bytes:
    """The reply to InListPassiveTarget with one ISO 14443A card: number, ATQA, SAK, length, UID."""
    return reply(bytes([LIST + 1, 1, 1, 0x00, 0x04, 0x08, len(uid)]) + uid)


def _say(tfi: int, data: bytes) -> Frame:
    if tfi == _ERROR or not data:
        return ReplyFrame(name="error", data=(("tfi", tfi),))
    code, rest = data[0], data[1:]
    if tfi == _CHIP and code == LIST + 1:
        return _targets(rest)
    if tfi == _CHIP and code == FIRMWARE + 1 and len(rest) == 4:
        chip, version, revision, support = rest
        more = (("ic", f"{chip:02X}"), ("version", f"{version}.{revision}"), ("support", f"{support:02X}"))
        return ReplyFrame(name=_NAMES[FIRMWARE], data=more)
    request = code if tfi == _HOST else code - 1
    name = _NAMES.get(request, f"{request:02X}")
    return ReplyFrame(name=name, data=(("data", rest.hex().upper()),), from_host=tfi == _HOST)


def _targets(rest: bytes) -> Frame:
    if not rest or not rest[0]:
        return ReplyFrame(name=_NAMES[LIST], data=(("targets", 0),))
    if len(rest) < 6 or rest[5] not in {4, 7, 10} or len(rest) < 6 + rest[5]:
        return BadFrame(why="expected a card with a UID of 4, 7 or 10 bytes, came another target")
    return NumberFrame(number=rest[6 : 6 + rest[5]].hex().upper())
