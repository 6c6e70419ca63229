"""Tables from a key to the places of the people who have it: open addressing in one array of 64-bit words.

A word is the key's CRC-32 above the place plus one; zero is free. A key's search begins at the slot of its CRC's low
bits and ends at the first free slot. Two keys may share a CRC: whoever looks up compares the record.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from zlib import crc32

from gate.domain.card import CardNumber

Words64 = Sequence[int]
PLACE = 0xFFFFFFFF
"""The bits of a word that hold the place plus one."""


def key_of(text: str) -> int:
    """The key of an id."""
    return crc32(text.encode())


def key_of_card(card: CardNumber) -> int:
    """The key of what a reader reads; cards of two formats may share it."""
    return crc32(card.number.encode(), (card.facility or 0) & 0xFFFFFFFF)


def build_table(keys: Sequence[int], places: Sequence[int]) -> array[int]:
    """The table of as many keys as places; at most half full. Equal keys are found in the order given."""
    size = 1 << max(2 * len(keys), 2).bit_length()
    mask, table = size - 1, array("Q", bytes(8 * size))
    for key, place in zip(keys, places, strict=True):
        slot = key & mask
        while table[slot]:
            slot = (slot + 1) & mask
        table[slot] = key << 32 | (place + 1)
    return table


def places_in(table: Words64, key: int) -> Iterator[int]:
    """Places of a key, and of those that share its CRC."""
    mask = len(table) - 1
    slot = key & mask
    while entry := table[slot]:
        if entry >> 32 == key:
            yield (entry & PLACE) - 1
        slot = (slot + 1) & mask
