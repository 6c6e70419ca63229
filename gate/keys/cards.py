"""Cards as keyed hashes: what a pack holds instead of numbers.

A Wiegand number has few bits: the key is what protects it, and each agent has its own.
"""

from __future__ import annotations

import hmac

from gate.domain.card import CardNumber

HASH_BYTES = 16


def card_hash(key: bytes, card: CardNumber) -> str:
    """32 hex digits; equal cards of one agent hash alike, and the same card differs between agents."""
    parts = (card.format, "" if card.facility is None else str(card.facility), card.number)
    content = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.digest(key, content.encode(), "sha256")[:HASH_BYTES].hex()
