"""Cards as keyed hashes: what a pack holds instead of numbers.

A Wiegand number has few bits: the key is what protects it, and each agent has its own.
"""

from __future__ import annotations

from gate.domain.card import CardNumber
from gate.keys.tags import Tagger

HASH_BYTES = 16


def card_hash(key: Tagger, card: CardNumber) -> str:
    """32 hex digits of HMAC-SHA256; equal cards of one agent hash alike, the same card differs between agents."""
    parts = (card.format, "" if card.facility is None else str(card.facility), card.number)
    content = "".join(f"{len(part)}:{part}" for part in parts)
    return key.digest(content.encode())[:HASH_BYTES].hex()
