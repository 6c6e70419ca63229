"""Keys of a Wiegand keypad, sent one by one (Rosslare AYC-Q manual p26).

Four bits: the key's value, ``1010`` for ``*``, ``1011`` for ``#``. Eight bits: the complement of those four, then
the four themselves. Only the number of bits tells one from the other, so that the reader's line must wait for the
gap after the burst. Some keypads keep ``*`` and ``#`` to themselves.
"""

from __future__ import annotations

KEYS = "0123456789*#"


def key_of(bits: str) -> str | None:
    """The key that a burst of 4 or 8 bits means; None for any other bits."""
    if len(bits) == 8 and int(bits[:4], 2) ^ int(bits[4:], 2) != 0xF:
        return None
    if len(bits) not in {4, 8} or (value := int(bits[-4:], 2)) >= len(KEYS):
        return None
    return KEYS[value]


def burst(key: str, length: int) -> str:
    """The burst of a key in ``length`` (4 or 8) bits; raises ``ValueError`` for what is no key or length."""
    if length not in {4, 8} or len(key) != 1 or key not in KEYS:
        raise ValueError(f"expected one of {KEYS} and 4 or 8 bits, came {len(key)} characters and {length}")
    value = KEYS.index(key)
    return f"{value:04b}" if length == 4 else f"{value ^ 0xF:04b}{value:04b}"
