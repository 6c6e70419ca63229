"""Chafon UHFReader18 and UHFReader288 (wabson/chafon-rfid@05b55f35 tests)::

    length of what follows | address | command | status | data … | CRC:2 LE

The host's frames have no status. An inventory's data: ``count | (length | EPC …) …`` from the 18; the 288 puts its
antenna (a bit mask) before the count and one RSSI byte after each EPC. Nothing in a frame tells one from the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from drivers.serial_reader.crc import crc_8408
from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame, ReplyFrame

INVENTORY, INFO = 0x01, 0x21
_TAGS = {0x01, 0x03}


class Chafon:
    """A :class:`drivers.serial_reader.binary.BinaryCodec`; ``antenna`` for the layout of the 288."""

    longest = 256
    filler = b""

    def __init__(self, *, antenna: bool) -> None:
        self._antenna = antenna

    def size(self, head: bytes) -> int | str | None:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        return head[0] + 1 if head[0] >= 4 else None

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if (expected := crc_8408(frame[:-2])) != frame[-2:]:
            return [BadFrame(why=f"CRC {frame[-2:].hex(' ')}, expected {expected.hex(' ')}")]
        address, command, rest = frame[1], frame[2], frame[3:-2]
        if not rest:
            return [ReplyFrame(name=_name(command), data=(("address", address),), from_host=True)]
        status, data = rest[0], rest[1:]
        if command == INVENTORY and status in _TAGS and data:
            return self._tags(address, status, data)
        more = (("address", address), ("status", status), ("data", data.hex().upper()))
        return [ReplyFrame(name=_name(command), data=more)]

    def _tags(self, address: int, status: int, data: bytes) -> Sequence[Frame]:
        at = 2 if self._antenna else 1
        count, found = data[at - 1] if len(data) >= at else 0, list[Frame]()
        while at < len(data):
            end = at + 1 + data[at]
            found.append(NumberFrame(number=data[at + 1 : end].hex().upper()))
            at = end + (1 if self._antenna else 0)
        if at != len(data) or len(found) != count:
            other = "UHFReader18" if self._antenna else "UHFReader288"
            return [BadFrame(why=f"the tags do not fill their frame: is this a {other}?")]
        more = (("address", address), ("status", status), ("tags", count))
        return found or [ReplyFrame(name=_name(INVENTORY), data=more)]

    def inventory(self, address: int, tags: Sequence[bytes]) -> bytes:
        """The answer to an inventory."""
        rssi = b"\x6b" if self._antenna else b""
        body = b"".join(bytes([len(epc)]) + epc + rssi for epc in tags)
        antenna = b"\x01" if self._antenna else b""
        return encode(
            address, INVENTORY, bytes([0x03 if tags else 0x01]) + antenna + bytes([len(tags)]) + body
        )


def encode(address: int, command: int, rest: bytes = b"") -> bytes:
    """The frame of a command, or with status and data of an answer."""
    head = bytes([len(rest) + 4, address, command]) + rest
    return head + crc_8408(head)


def _name(command: int) -> str:
    return {INVENTORY: "inventory", INFO: "reader info"}.get(command, f"{command:02X}")
