"""Many people to compare one with, found by their sounds: a question costs what a few hundred comparisons cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from gate.screening.compare import Known, Likeness, likeness
from gate.screening.forms import Forms

MOST_CANDIDATES = 80
CUT = 75.0
"""Below this likeness of the written sounds nothing that :mod:`gate.screening.compare` counts is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry that is like the one who was asked for."""

    id: str
    likeness: Likeness


class Index:
    """Entries by id. Adding and removing cost nothing much; a removed one is forgotten at once."""

    def __init__(self, entries: Iterable[tuple[str, Known]] = ()) -> None:
        self._known: dict[str, Known] = {}
        self._by_code: defaultdict[str, _Posting] = defaultdict(_Posting)
        self._by_turn: defaultdict[str, list[str]] = defaultdict(list)
        self._by_hash: defaultdict[str, list[str]] = defaultdict(list)
        for name, entry in entries:
            self.add(name, entry)

    def __len__(self) -> int:
        return len(self._known)

    def known_as(self, id: str) -> Known:
        """An entry as it was put in; KeyError where there is none."""
        return self._known[id]

    def add(self, id: str, entry: Known) -> None:
        """Put one in; what the id named before is replaced."""
        self.remove(id)
        self._known[id] = entry
        if entry.id_hash:
            self._by_hash[entry.id_hash].append(id)
        for forms in entry.names:
            for turn in forms.turns:
                self._by_turn[turn].append(id)
            for code in forms.codes:
                self._by_code[code].add(id, _spelt(forms))

    def remove(self, id: str) -> None:
        """Take one out; nothing where there is none."""
        entry = self._known.pop(id, None)
        if entry is None:
            return
        if entry.id_hash:
            self._by_hash[entry.id_hash].remove(id)
        for forms in entry.names:
            for turn in forms.turns:
                self._by_turn[turn] = [each for each in self._by_turn[turn] if each != id]
            for code in forms.codes:
                self._by_code[code].remove(id)

    def search(self, who: Known) -> tuple[Found, ...]:
        """Entries like him, the likest first."""
        candidates = dict.fromkeys(self._by_hash.get(who.id_hash, ()) if who.id_hash else ())
        for forms in who.names:
            for turn in forms.turns:
                candidates.update(dict.fromkeys(self._by_turn.get(turn, ())))
            candidates.update(dict.fromkeys(self._close(forms)))
        found = [
            Found(id=name, likeness=how)
            for name in candidates
            if (how := likeness(who, self._known[name])).counts
        ]
        return tuple(sorted(found, key=lambda each: (-each.likeness.score, each.id)))

    def _close(self, forms: Forms) -> Iterable[str]:
        """Entries that share a sound and are written much alike."""
        found: list[str] = []
        for code in forms.codes:
            posting = self._by_code.get(code)
            if posting is not None:
                found.extend(posting.like(_spelt(forms)))
        return found


class _Posting:
    """Entries that share a sound, as two lists side by side: what the comparison runs over without a loop here."""

    __slots__ = ("_ids", "_spelt")

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._spelt: list[str | None] = []

    def add(self, id: str, spelt: str) -> None:
        self._ids.append(id)
        self._spelt.append(spelt)

    def remove(self, id: str) -> None:
        """What was taken out stays as a gap."""
        for place, known in enumerate(self._ids):
            if known == id:
                self._spelt[place] = None

    def like(self, spelt: str) -> list[str]:
        best = process.extract(
            spelt, self._spelt, scorer=fuzz.ratio, processor=None, score_cutoff=CUT, limit=MOST_CANDIDATES
        )
        return [self._ids[place] for _, _, place in best]


def _spelt(forms: Forms) -> str:
    return forms.readings[0].joined if forms.readings else ""
