"""A name as it is compared: characters, folded words, and every way in which its sounds may be put together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from gate.screening.chinese import is_han, readings, split_name

LONGEST = 200
"""Characters of a name that are looked at."""
MOST_WORDS = 8

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_WORD = re.compile(r"[^\W_]+")
_CLASSES = (
    ("sch", "s"), ("sh", "s"), ("zh", "s"), ("ch", "k"), ("ph", "f"), ("th", "t"), ("kh", "k"), ("ck", "k"),
    ("ce", "s"), ("ci", "s"), ("cy", "s"), ("c", "k"), ("q", "k"), ("x", "s"), ("z", "s"), ("w", "v"), ("y", "j"),
    ("b", "p"), ("d", "t"), ("g", "k"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to say a name: ``words`` as written (surname and given name of a Chinese one), ``own`` False where a
    surname is read as it is not usually read. ``joined``: the words in order of the alphabet, without spaces."""

    words: tuple[str, ...]
    joined: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Forms:
    """``han``: the Chinese characters, "" without. ``turns``: the sounds in a row, begun at each word."""

    han: str
    readings: tuple[Reading, ...]
    turns: frozenset[str]
    codes: frozenset[str]


def forms_of(name: str) -> Forms:
    """The forms of a name in any script; empty ones for a text without letters."""
    text = unicodedata.normalize("NFKC", name[:LONGEST])
    han = "".join(character for character in text if is_han(character))
    if len(han) >= 2:
        return _of_characters(han)
    words = folded(text)[:MOST_WORDS]
    reading = Reading(words, "".join(sorted(words)))
    codes = frozenset(code(word) for word in words if len(word) > 1)
    return Forms("", (reading,) if words else (), turns_of(words), codes)


def folded(text: str) -> tuple[str, ...]:
    """Words in small letters without accents: ``Łódź`` is ``lodz``. O'Brien and Al-Sayed are one word each."""
    bare = text.casefold().replace("'", "").replace("’", "").replace("-", "").translate(_LETTERS)
    apart = unicodedata.normalize("NFD", bare)
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return tuple(_WORD.findall(plain))


def turns_of(words: tuple[str, ...]) -> frozenset[str]:
    """``wei jie li`` → weijieli, jieliwei, liweijie: whoever puts the surname first or last says the same."""
    return frozenset("".join(words[place:] + words[:place]) for place in range(len(words)))


@lru_cache(maxsize=65_536)
def code(word: str) -> str:
    """The sounds that a word begins with, alike for letters that are often confused: at most three consonants."""
    text = word
    for letters, sound in _CLASSES:
        text = text.replace(letters, sound)
    first = "a" if text[:1] in "aeiou" else text[:1]
    rest = "".join(each for each in text[1:] if each not in "aeiouhj")
    kept = first
    for each in rest:
        if each != kept[-1]:
            kept += each
    return kept[:3]


def _of_characters(han: str) -> Forms:
    surname, _ = split_name(han)
    found: list[Reading] = []
    turns: set[str] = set()
    codes: set[str] = set()
    for syllables, own in readings(han):
        head, tail = "".join(syllables[: len(surname)]), "".join(syllables[len(surname) :])
        words = (head, tail) if tail else (head,)
        found.append(Reading(words, "".join(sorted(words)), own))
        turns |= turns_of(syllables)
        codes |= {code(head), code(tail)} if tail else {code(head)}
    return Forms(han, tuple(found), frozenset(turns), frozenset(codes))
