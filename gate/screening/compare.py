"""Two people compared: a score from 0 to 100 and the reasons for it, in codes.

``same_document`` · ``same_characters`` · ``same_name`` · ``other_order`` · ``same_sound`` (Latin beside characters, or
other characters) · ``other_reading`` (of a surname) · ``similar`` ·
``sounds_alike`` · ``initials`` · ``born_same`` · ``born_differs``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz

from gate.screening.forms import Forms, Reading, code, forms_of

REVIEW_FROM = 84
STRONG_FROM = 95
SIMILAR_LATIN = 86
SIMILAR_PINYIN = 92
"""Names in pinyin are short and alike: Zhang Wei and Zhang Hui are 89 and two people."""
SOUNDING_ALIKE = 76
"""Anna Sousa and Ana Souza: other letters, the same sounds in each word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody as far as he is compared. ``names``: forms of each spelling of his name."""

    names: tuple[Forms, ...]
    born: date | None = None
    id_hash: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two are; ``strong``: enough to stop somebody until it is looked into."""

    score: int
    reasons: tuple[str, ...]

    @property
    def strong(self) -> bool:
        """By the document, or by a name that nothing speaks against."""
        return self.score >= STRONG_FROM

    @property
    def counts(self) -> bool:
        """Whether anybody need look at it."""
        return self.score >= REVIEW_FROM


NONE = Likeness(score=0, reasons=())


def known(*names: str, born: date | None = None, id_hash: str = "") -> Known:
    """From names as written; empty ones are left out."""
    return Known(names=tuple(forms_of(name) for name in names if name.strip()), born=born, id_hash=id_hash)


def likeness(one: Known, other: Known) -> Likeness:
    """The same whichever of the two comes first."""
    if one.id_hash and one.id_hash == other.id_hash:
        return Likeness(score=100, reasons=("same_document",))
    best = max((_names(a, b) for a in one.names for b in other.names), key=_score, default=NONE)
    if not best.score or one.born is None or other.born is None:
        return best
    if one.born == other.born:
        return Likeness(score=min(100, best.score + 10), reasons=(*best.reasons, "born_same"))
    return Likeness(score=best.score - 12, reasons=(*best.reasons, "born_differs"))


def _score(found: Likeness) -> int:
    return found.score


def _names(one: Forms, other: Forms) -> Likeness:
    if one.han and one.han == other.han:
        return Likeness(score=100, reasons=("same_characters",))
    if one.turns & other.turns:
        return _sounding_alike(one, other)
    if one.han and other.han:
        return NONE  # other sounds and other characters are another name
    return max(
        (_similar(a, b, bool(one.han or other.han)) for a in one.readings for b in other.readings),
        key=_score,
        default=NONE,
    )


def _sounding_alike(one: Forms, other: Forms) -> Likeness:
    if not one.han and not other.han:
        ordered = one.readings[0].words == other.readings[0].words
        return Likeness(score=100 if ordered else 98, reasons=("same_name" if ordered else "other_order",))
    usual = _own_turns(one) & _own_turns(other)
    score = 86 if one.han and other.han else 90
    return Likeness(score=score, reasons=("same_sound",) if usual else ("same_sound", "other_reading"))


def _own_turns(of: Forms) -> frozenset[str]:
    """The sounds in a row by the usual readings alone."""
    own = [reading for reading in of.readings if reading.own]
    if not of.han:
        return of.turns
    return frozenset(turn for turn in of.turns if any(sorted(turn) == sorted(each.joined) for each in own))


def _similar(one: Reading, other: Reading, pinyin: bool) -> Likeness:
    if _initials(one.words, other.words):
        return Likeness(score=85, reasons=("initials",))
    least = SIMILAR_PINYIN if pinyin else SIMILAR_LATIN
    ratio = max(fuzz.ratio(one.joined, other.joined), fuzz.ratio(" ".join(one.words), " ".join(other.words)))
    if ratio >= least:
        return Likeness(score=min(94, int(ratio)), reasons=("similar",))
    if not pinyin and ratio >= SOUNDING_ALIKE and _codes(one) == _codes(other):
        return Likeness(score=85, reasons=("sounds_alike",))
    return NONE


def _codes(of: Reading) -> list[str]:
    """Sounds of the words, in order of the alphabet; two words at least, for one alone says too little."""
    return sorted(code(word) for word in of.words) if len(of.words) > 1 else list(of.words)


def _initials(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """``J. Smith`` and ``John Smith``: one word the same, every other an initial of its fellow."""
    if len(one) != len(other) or len(one) < 2 or not any(len(word) == 1 for word in (*one, *other)):
        return False
    for turned in (other, other[1:] + other[:1]):
        pairs = list(zip(one, turned, strict=True))
        whole = any(a == b and len(a) > 1 for a, b in pairs)
        if whole and all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs):
            return True
    return False
