"""ELATEC TWN4, Simple Protocol (DocRev17), with the PRS application in the reader.

Lines of hex digits, or binary ``length:2 LE | payload | CRC:2`` with or without the CRC, which the length counts.
A reply's payload is ``error | result …``; SearchTag's result is ``found | type | bits | bytes | id …``. Requests look
like replies: what a payload means is known to whoever asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from drivers.serial_reader.crc import crc_8408
from drivers.serial_reader.frames import BadFrame, BitsFrame, Frame, NumberFrame, ReplyFrame
from drivers.serial_reader.lines import LineFramer, hex_bytes

SEARCH_TAG = bytes.fromhex("050010")
GET_VERSION = bytes.fromhex("0004FF")
_ERRORS = {
    1: "unknown function", 2: "missing parameter", 3: "unused parameters", 4: "invalid function", 5: "parser error",
}  # fmt: skip
# ELATEC's twn4.sys.h: LFTAG_EM4102 and HFTAG_MIFARE (any ISO 14443A)
_FORMATS = {0x40: "EM4100", 0x80: "UID"}
_LONGEST_PAYLOAD = 128


def ascii_framer() -> LineFramer:
    """A framer of the form with hex digits."""
    return LineFramer(lambda line: judge_payload(hex_bytes(line)), 2 * _LONGEST_PAYLOAD)


def encode_ascii(payload: bytes) -> bytes:
    """A request or a reply as a line."""
    return payload.hex().upper().encode("ascii") + b"\r"


class Twn4Binary:
    """A :class:`drivers.serial_reader.binary.BinaryCodec`; without ``crc`` nothing shows a wrong byte."""

    longest = _LONGEST_PAYLOAD + 4
    filler = b""

    def __init__(self, *, crc: bool) -> None:
        self._crc = crc

    def size(self, head: bytes) -> int | str | None:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if len(head) < 2:
            return 0
        length = int.from_bytes(head[:2], "little")
        least = 3 if self._crc else 1
        return length + 2 if least <= length <= self.longest - 2 else None

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        payload = frame[2:]
        if self._crc:
            payload, check = payload[:-2], payload[-2:]
            if (expected := crc_8408(payload)) != check:
                return [BadFrame(why=f"CRC {check.hex(' ')}, expected {expected.hex(' ')}")]
        return [judge_payload(payload)]

    def encode(self, payload: bytes) -> bytes:
        """A request or a reply as a frame."""
        body = payload + (crc_8408(payload) if self._crc else b"")
        return len(body).to_bytes(2, "little") + body


def tag_reply(kind: int, number: bytes) -> bytes:
    """The payload that says that this tag is there."""
    return bytes([0, 1, kind, 8 * len(number), len(number)]) + number


def judge_payload(payload: bytes) -> Frame:
    """What a reply says. The shape of SearchTag's is told from its lengths."""
    error, result = payload[0], payload[1:]
    if error in _ERRORS:
        return ReplyFrame(name="error", data=(("error", _ERRORS[error]),))
    if len(result) > 4 and result[0] == 1:
        kind, bits, count, number = result[1], result[2], result[3], result[4:]
        if count == len(number) == -(-bits // 8):
            return _tag(kind, bits, number)
    return ReplyFrame(name="reply", data=(("status", error), ("data", result.hex().upper())))


def _tag(kind: int, bits: int, number: bytes) -> Frame:
    if (name := _FORMATS.get(kind)) is not None:
        return NumberFrame(number=number.hex().upper(), format=name)
    text = "".join(f"{byte:08b}" for byte in number)[:bits]
    return BitsFrame(
        bits=text, why=f"tags of type {kind:02X} are not read here: their number is not documented"
    )
