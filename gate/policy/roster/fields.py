"""Fields of a record, appended and taken one after another. All integers are little-endian."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmap import mmap

    Block = bytes | bytearray | mmap
    """Bytes that slice into bytes: those of a mapped file too."""

WORD = struct.Struct("<I")
SPAN = struct.Struct("<qq")
_LENGTH = struct.Struct("<H")
_LONGEST = 0xFFFF

NOTHING = 0xFFFFFFFF
"""The number of no word: the text is absent."""


class Writer:
    """Appends to ``block``; a text that comes often is written as the number of a word."""

    def __init__(self, block: bytearray) -> None:
        self.block = block
        self._words: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """All words by number."""
        return list(self._words)

    def pack(self, form: struct.Struct, *values: int) -> None:
        """Numbers in a form; ValueError if one does not fit."""
        try:
            self.block += form.pack(*values)
        except struct.error as error:
            raise ValueError(
                f"expected numbers that fit into {form.format}, got {values}: {error}"
            ) from error

    def word(self, text: str | None) -> None:
        """A text that many records have."""
        self.block += WORD.pack(NOTHING if text is None else self.number(text))

    def number(self, text: str) -> int:
        """The number of a word, a new one if it never came."""
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = len(self._words)
        return found

    def text(self, text: str) -> None:
        """A text of this record's own, up to 65,535 bytes of UTF-8; ValueError for a longer one."""
        encoded = encode(text)
        self.block += _LENGTH.pack(len(encoded))
        self.block += encoded


def encode(text: str) -> bytes:
    """UTF-8 of at most 65,535 bytes; ValueError for more."""
    encoded = text.encode()
    if len(encoded) > _LONGEST:
        raise ValueError(f"expected a text of at most {_LONGEST} bytes, got {len(encoded)}")
    return encoded


class Fields:
    """Takes fields from ``at`` on, in the order in which they were written."""

    __slots__ = ("at", "block", "words")

    def __init__(self, block: Block, at: int, words: Sequence[str]) -> None:
        self.block = block
        self.at = at
        self.words = words

    def unpack(self, form: struct.Struct) -> tuple[int, ...]:
        """Numbers of a form."""
        values = form.unpack_from(self.block, self.at)
        self.at += form.size
        return values

    def word(self) -> str | None:
        """The text of a word."""
        (number,) = WORD.unpack_from(self.block, self.at)
        self.at += 4
        return None if number == NOTHING else self.words[number]

    def named(self) -> str:
        """The text of a word that must be there."""
        return self.words[self.unpack(WORD)[0]]

    def text(self) -> str:
        """A text of this record's own."""
        start = self.at + 2
        self.at = start + _LENGTH.unpack_from(self.block, self.at)[0]
        return self.block[start : self.at].decode()

    def sized(self, length: int) -> str:
        """A text whose length stood before."""
        start, self.at = self.at, self.at + length
        return self.block[start : self.at].decode()
