"""Which framing a profile asks for."""

from __future__ import annotations

from drivers.serial_reader.frames import Framer
from drivers.serial_reader.stx_hex import StxHexFramer
from firmware_profiles.serial_reader import SerialReaderFacts


def framer_for(facts: SerialReaderFacts) -> Framer:
    """A new framer in its starting state."""
    match facts.framing:
        case "stx-hex-xor":
            return StxHexFramer(facts.number_bytes, bytes.fromhex(facts.tail_hex))
