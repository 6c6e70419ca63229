"""UHF modules of the Impinj R2000 family, "A0" frames (R2000 UHF protocol documents)::

    A0 | length of what follows | address | command | data … | two's complement of the sum of all before

An inventory (89, or 8B over several antennas) gives one frame a tag, ``frequency and antenna | PC:2 | EPC … | RSSI``,
and one of length 0A at its end; a frame of length 4 holds an error code, or is the host's own command.
"""

from __future__ import annotations

from collections.abc import Sequence

from drivers.serial_reader.frames import BadFrame, Frame, NumberFrame, ReplyFrame

FIRMWARE, INVENTORY, FAST = 0x72, 0x89, 0x8B
_NAMES = {FIRMWARE: "firmware", 0x74: "antenna"}
END = "end of inventory"


class R2000:
    """A :class:`drivers.serial_reader.binary.BinaryCodec`."""

    longest = 2 + 255
    filler = b""

    def size(self, head: bytes) -> int | str | None:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if head[0] != 0xA0:
            return None
        if len(head) < 2:
            return 0
        return head[1] + 2 if head[1] >= 3 else None

    def judge(self, frame: bytes) -> Sequence[Frame]:
        """See :class:`drivers.serial_reader.binary.BinaryCodec`."""
        if sum(frame) & 0xFF:
            return [BadFrame(why=f"checksum {frame[-1]:02X}, expected {-sum(frame[:-1]) & 0xFF:02X}")]
        address, command, data = frame[2], frame[3], frame[4:-1]
        if command in {INVENTORY, FAST}:
            return [_inventory(address, data)]
        if command == FIRMWARE and len(data) == 2:
            return [
                ReplyFrame(name="firmware", data=(("address", address), ("version", f"{data[0]}.{data[1]}")))
            ]
        name = _NAMES.get(command, f"{command:02X}")
        return [ReplyFrame(name=name, data=(("address", address), ("data", data.hex().upper())))]


def encode(address: int, command: int, data: bytes = b"") -> bytes:
    """The frame of a command or of a reply."""
    head = bytes([0xA0, len(data) + 3, address, command]) + data
    return head + bytes([-sum(head) & 0xFF])


def tag(address: int, epc: bytes, rssi: int = 0x36) -> bytes:
    """The frame of one tag."""
    words = (len(epc) // 2 << 11).to_bytes(2, "big")
    return encode(address, INVENTORY, b"\x74" + words + epc + bytes([rssi]))


def end(address: int, reads: int) -> bytes:
    """The frame at the end of an inventory."""
    return encode(address, INVENTORY, bytes([0, 0, 0x11]) + reads.to_bytes(4, "big"))


def _inventory(address: int, data: bytes) -> Frame:
    if len(data) == 7:
        more = (("address", address), ("antenna", data[0] & 3), ("rate", int.from_bytes(data[1:3], "big")))
        return ReplyFrame(name=END, data=(*more, ("reads", int.from_bytes(data[3:], "big"))))
    if len(data) > 4:
        epc = data[3:-1]
        if len(epc) != 2 * (data[1] >> 3):
            return BadFrame(why=f"a tag of {len(data)} bytes: its EPC's length is not what its PC says")
        return NumberFrame(number=epc.hex().upper())
    return ReplyFrame(name="inventory", data=(("address", address), ("data", data.hex().upper())))
