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
_pack_word, _pack_length = WORD.pack, _LENGTH.pack

_NUMBERS = tuple(struct.Struct(f"<{count}I") for count in range(64))

NOTHING = 0xFFFFFFFF
"""The number of no word: the text is absent."""


class Words(dict[str, int]):
    """Numbers of words: a new word gets the next one."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Writer:
    """Appends to ``block``; a text that comes often is written as its number in ``words``.

    ``struct.error`` if a number does not fit into its field, or a text has more bytes than its length can say.
    """

    __slots__ = ("block", "words")

    def __init__(self) -> None:
        self.block = bytearray()
        self.words = Words()

    def word(self, text: str | None) -> None:
        """A text that many records have."""
        self.block += _pack_word(NOTHING if text is None else self.words[text])

    def text(self, text: str) -> None:
        """A text of this record's own, up to 65,535 bytes of UTF-8."""
        self.block += sized_text(text)


def numbers(count: int) -> struct.Struct:
    """The form of so many numbers of words."""
    return _NUMBERS[count] if count < len(_NUMBERS) else struct.Struct(f"<{count}I")


def sized_text(text: str) -> bytes:
    """Its length, and the text."""
    encoded = text.encode()
    return _pack_length(len(encoded)) + encoded


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
