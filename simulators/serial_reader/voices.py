"""What a reader that talks by itself says, by the framing of its profile. Sans-IO."""

from __future__ import annotations

from drivers.serial_reader import codatex, s4a, stx_hex, text_line, twn3
from drivers.serial_reader.framing import hex_line
from drivers.wiegand import encode
from drivers.wiegand.keys import KEYS, burst
from firmware_profiles.schema import Profile
from firmware_profiles.serial_reader import SerialReaderFacts
from gate.domain.card import CardNumber

_KEYPADS = {"s4a", "key-burst"}


def say_card(profile: Profile, facts: SerialReaderFacts, card: CardNumber) -> bytes:
    """The frame of a card; raises ``ValueError`` for what the reader could not read or say."""
    number = card.number
    match facts.framing:
        case "stx-hex-xor":
            _expect_digits(number, 2 * facts.number_bytes)
            return stx_hex.encode(number, bytes.fromhex(facts.tail_hex))
        case "twn3-line" if card.format == "IndiTag":
            _expect_digits(number, 10)
            return twn3.encode_inditag(number)
        case "twn3-line":
            return twn3.encode_bits(encode(card.format, card.facility, number))
        case "hex-line":
            if (card.facility is None) == bool(facts.facility_bytes):
                raise ValueError(f"a {profile.model} cannot say {card}")
            return hex_line(facts).encode(number, card.facility)
        case "s4a":
            return s4a.encode_card(number)
        case "text-line":
            return text_line.encode(number)
        case "codatex":
            _expect_digits(number, 10)
            return codatex.encode(number)
    raise ValueError(f"a {profile.model} reads no cards")


def say_keys(profile: Profile, facts: SerialReaderFacts, keys: str) -> bytes:
    """The bytes of keys, one burst each; raises ``ValueError`` where there is no keypad or no such key."""
    if facts.framing not in _KEYPADS:
        raise ValueError(f"a {profile.model} has no keypad")
    if set(keys) - set(KEYS):
        raise ValueError(f"expected keys of {KEYS}")
    if facts.framing == "s4a":
        return keys.encode("ascii")
    return bytes(int(burst(key, 8), 2) for key in keys)


def _expect_digits(number: str, count: int) -> None:
    if len(number) != count:
        raise ValueError(f"expected {count} hex digits, came {number!r}")
    bytes.fromhex(number)
