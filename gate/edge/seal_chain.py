"""The keys that sign heads of the record, as this agent came to know them: each later one signed by the one before.

The first is believed as it comes, in an envelope that the engine signed, and never again another. Kept in a file, so
that whoever takes the engine's place later cannot bring keys of his own. Pure but for :meth:`SealChain.load`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gate.edge.errors import EdgeError
from gate.seal.keychain import KeyChain, KeyRefused
from gate.seal.note import Note, Verify

BETWEEN = "\n%%\n"
"""Stands between two notes in the file; no note holds it."""


class SealChain:
    """``notes`` introduce the keys, in their order."""

    def __init__(self, origin: str, verify: Verify, notes: Sequence[str] = ()) -> None:
        """KeyRefused where the notes do not follow from each other, or are another log's."""
        self._origin, self._verify = origin, verify
        self._chain = KeyChain(verify)
        self.notes = tuple(notes)
        for note in self.notes:
            self._chain.introduce(note)
        if self.notes and self._chain.origin != origin:
            raise KeyRefused(f"expected keys of {origin}, got those of {self._chain.origin[:80]}")

    @classmethod
    def load(cls, path: Path, origin: str, verify: Verify) -> SealChain:
        """As it was kept; EdgeError where the file is damaged."""
        if not path.exists():
            return cls(origin, verify)
        try:
            return cls(origin, verify, path.read_text().split(BETWEEN))
        except (KeyRefused, UnicodeDecodeError) as fault:
            raise EdgeError(f"{path}: expected the keys that sign heads of the record; {fault}") from fault

    def content(self) -> bytes:
        """What :meth:`load` reads."""
        return BETWEEN.join(self.notes).encode()

    def extended(self, notes: Sequence[str]) -> SealChain:
        """With the keys that came since. KeyRefused where the known ones are not the first of them."""
        given = tuple(notes)
        if given[: len(self.notes)] != self.notes:
            raise KeyRefused("the keys that sign the record are not those that were known")
        return self if given == self.notes else SealChain(self._origin, self._verify, given)

    def signed(self, note: Note) -> bool:
        """True if the newest key signed the head."""
        newest = self._chain.newest
        return newest is not None and note.signed_by(newest, self._verify)
