"""The field ring: keys under which single fields about a person are sealed in the store, with rotation.

A sealed field reads ``f2.BOX``: the id of the key, and a box of :mod:`gate.keys.box` bound to person and field, so
that it opens neither for another person nor as another field. New fields are sealed under the active key; older keys
only open. Equal values are found by a keyed hash under a search key (:mod:`gate.keys.search_ring`), which rotates, too.

The file is read and written by :mod:`gate.keys.ring_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gate.keys.box import Box
from gate.keys.errors import SealError
from gate.keys.field_key import FieldKey
from gate.keys.search_ring import SearchRing


class FieldRing:
    """Seals, opens and hashes fields. Its representation shows ids alone."""

    __slots__ = ("_active", "_boxes", "_made", "search")

    def __init__(
        self, keys: Mapping[str, bytes], active: str, search: SearchRing, made: Mapping[str, datetime]
    ) -> None:
        """``keys`` by id, 32 bytes each; ``active`` is one of them."""
        self._boxes = {name: Box(key) for name, key in keys.items()}
        self._active, self.search, self._made = active, search, dict(made)

    def __repr__(self) -> str:
        return f"FieldRing({', '.join(self._boxes)}; active {self._active})"

    @property
    def active(self) -> str:
        """The id of the key for new fields."""
        return self._active

    def listed(self) -> tuple[FieldKey, ...]:
        """All keys, oldest first."""
        return tuple(
            FieldKey(id=name, made_at=made, active=name == self._active) for name, made in self._made.items()
        )

    def seal(self, person: str, field: str, content: bytes) -> str:
        """The sealed field."""
        return f"{self._active}.{self._boxes[self._active].seal(content, _context(person, field))}"

    def open(self, person: str, field: str, sealed: str) -> bytes:
        """The content; SealError for another person's or another field, a key that is gone, or changed bytes."""
        name, dot, box = sealed.partition(".")
        if not dot or name not in self._boxes:
            raise SealError(f"the field is sealed under key {name[:16]!r}, which the ring does not have")
        return self._boxes[name].open(box, _context(person, field))

    def lookup(self, field: str, value: str) -> str:
        """The hash for a new row, equal for equal values: spaces and letter case do not count."""
        return self.search.under(self.search.active, field, value)


def key_of(sealed: str) -> str:
    """The id of the key that a sealed field names."""
    return sealed.partition(".")[0]


def _context(person: str, field: str) -> str:
    return f"field {field} of {person}"
