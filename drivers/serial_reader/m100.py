"""UHF modules with a Magicrf M100 / QM100 (m5stack/M5Unit-UHF-RFID@a4750369 src/CMD.h; M100 firmware protocol 2.2)::

    BB | type | command | length:2 BE | parameters … | sum of type to parameters | 7E

Type 00 is the host's, 01 a response, 02 a notification. A tag is a notification of command 22:
``RSSI | PC:2 | EPC … | CRC:2``. 7E may stand inside: the length counts, not the end byte.
"""

from __future__ import annotations

from collections.abc import Sequence

from drivers.serial_reader.crc import epc_crc
from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame, ReplyFrame

COMMAND, RESPONSE, NOTIFICATION = 0, 1, 2
VERSION, POLL, ERROR, NO_TAG = 0x03, 0x22, 0xFF, 0x15
_NAMES = {
    VERSION: "version", POLL: "poll", 0x27: "poll many", 0x28: "stop", 0x0C: "select", 0x11: "baud rate", 0xB6: "power",
}  # fmt: skip
_MOST = 256


class M100:
    """A :class:`drivers.serial_reader.binary.BinaryCodec`."""

    longest = 7 + _MOST
    filler = b""

    def size(self, head: bytes) -> int | str | None:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if head[0] != 0xBB or (len(head) > 1 and head[1] > NOTIFICATION):
            return None
        if len(head) < 5:
            return 0
        length = int.from_bytes(head[3:5], "big")
        return length + 7 if length <= _MOST else None

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if (expected := sum(frame[1:-2]) & 0xFF) != frame[-2]:
            return [BadFrame(why=f"checksum {frame[-2]:02X}, expected {expected:02X}")]
        if frame[-1] != 0x7E:
            return [BadFrame(why=f"expected 7E at the end of the frame, came {frame[-1]:02X}")]
        return [_say(frame[1], frame[2], frame[5:-2])]


def encode(kind: int, command: int, parameters: bytes = b"") -> bytes:
    """The frame of a command, a response or a notification."""
    body = bytes([kind, command]) + len(parameters).to_bytes(2, "big") + parameters
    return b"\xbb" + body + bytes([sum(body) & 0xFF, 0x7E])


def tag(epc: bytes, rssi: int = 0xC9) -> bytes:
    """The notification of a tag."""
    words = (len(epc) // 2 << 11).to_bytes(2, "big")
    return encode(NOTIFICATION, POLL, bytes([rssi]) + words + epc + epc_crc(words + epc))


def _say(kind: int, command: int, data: bytes) -> Frame:
    if kind == RESPONSE and command == ERROR:
        code = data[0] if data else 0
        return ReplyFrame(name="no tag" if code == NO_TAG else "error", data=(("error", code),))
    if kind == NOTIFICATION and command == POLL:
        return _tag(data)
    name = _NAMES.get(command, f"{command:02X}")
    return ReplyFrame(name=name, data=(("data", data.hex().upper()),), from_host=kind == COMMAND)


def _tag(data: bytes) -> Frame:
    inside, epc, check = data[1:-2], data[3:-2], data[-2:]
    if len(data) < 7 or len(epc) != 2 * (data[1] >> 3):
        return BadFrame(why=f"a tag of {len(data)} bytes: its EPC's length is not what its PC says")
    if (expected := epc_crc(inside)) != check:
        return BadFrame(why=f"the tag's CRC is {check.hex(' ')}, expected {expected.hex(' ')}")
    return NumberFrame(number=epc.hex().upper())
