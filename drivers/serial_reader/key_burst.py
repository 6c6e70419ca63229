"""A keypad whose Wiegand bursts come as one byte each: eight bits as they are, four bits with zeros before them.

The two cannot be mistaken for each other in a byte: a burst of eight bits has the complement of its low half in its
high half, which is never zero for a key.
"""

from __future__ import annotations

from drivers.serial_reader.frames import BadFrame, Frame, KeysFrame
from drivers.wiegand.keys import key_of


class KeyBurstFramer:
    """See :class:`drivers.serial_reader.frames.Framer`. Each byte is complete in itself."""

    pending = False

    def feed(self, data: bytes) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        frames: list[Frame] = []
        keys = ""
        for byte in data:
            bits = f"{byte:08b}"
            if key := key_of(bits) or (key_of(bits[4:]) if byte < 0x10 else None):
                keys += key
                continue
            frames += [*_keys(keys), BadFrame(why=f"expected a key's burst, came byte {byte:02X}")]
            keys = ""
        return frames + _keys(keys)

    def idle(self) -> list[Frame]:
        """See :class:`drivers.serial_reader.frames.Framer`."""
        return []


def _keys(keys: str) -> list[Frame]:
    return [KeysFrame(keys=keys)] if keys else []
