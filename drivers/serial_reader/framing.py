"""Which framing a profile asks for."""

from __future__ import annotations

from drivers.serial_reader import text_line, twn3, twn4
from drivers.serial_reader.binary import BinaryFramer
from drivers.serial_reader.chafon import Chafon
from drivers.serial_reader.codatex import Codatex
from drivers.serial_reader.frames import Framer
from drivers.serial_reader.hex_line import HexLine
from drivers.serial_reader.key_burst import KeyBurstFramer
from drivers.serial_reader.m100 import M100
from drivers.serial_reader.pn532 import Pn532
from drivers.serial_reader.r2000 import R2000
from drivers.serial_reader.s4a import S4aFramer
from drivers.serial_reader.stx_hex import StxHexFramer
from drivers.wiegand import FORMATS
from firmware_profiles.schema import Profile
from firmware_profiles.serial_reader import POLLED, SerialReaderFacts


def framer_for(facts: SerialReaderFacts) -> Framer:
    """A new framer in its starting state."""
    return _polled(facts) if facts.framing in POLLED else _talking(facts)


def bit_formats(profile: Profile) -> tuple[str, ...]:
    """The profile's card formats that are read from bits; the others come as numbers."""
    return tuple(name for name in profile.card_formats if name in FORMATS)


def hex_line(facts: SerialReaderFacts) -> HexLine:
    """The profile's kind of hex line."""
    return HexLine(facts.sizes, facts.facility_bytes, reverse=facts.reverse)


def _talking(facts: SerialReaderFacts) -> Framer:
    match facts.framing:
        case "stx-hex-xor":
            return StxHexFramer(facts.number_bytes, bytes.fromhex(facts.tail_hex))
        case "twn3-line":
            return twn3.framer()
        case "hex-line":
            return hex_line(facts).framer()
        case "s4a":
            return S4aFramer()
        case "text-line":
            return text_line.framer(facts.longest)
        case "key-burst":
            return KeyBurstFramer()
        case "codatex":
            return BinaryFramer(Codatex())
        case _:
            raise ValueError(f"framing {facts.framing!r} is a polled reader's")


def _polled(facts: SerialReaderFacts) -> Framer:
    match facts.framing:
        case "twn4-ascii":
            return twn4.ascii_framer()
        case "twn4-binary":
            return BinaryFramer(twn4.Twn4Binary(crc=False))
        case "twn4-binary-crc":
            return BinaryFramer(twn4.Twn4Binary(crc=True))
        case "pn532":
            return BinaryFramer(Pn532())
        case "m100":
            return BinaryFramer(M100())
        case "r2000":
            return BinaryFramer(R2000())
        case "chafon-18":
            return BinaryFramer(Chafon(antenna=False))
        case "chafon-288":
            return BinaryFramer(Chafon(antenna=True))
        case _:
            raise ValueError(f"framing {facts.framing!r} is no polled reader's")
