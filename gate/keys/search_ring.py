"""The search keys: keyed hashes by which equal values are found where nobody may read the values, with rotation.

A hash names its key, so that it is known which ones still hang on an older key: ``i2.`` and 43 letters of base64url.
The first key's, ``i1``, are 64 hex digits: what was written before there was a second one stays as it is. New hashes
are made under the active key. A value that is at hand is looked for under every key of the ring, since what stands
under an older key is equal to it all the same.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime

from gate.domain.key_events import FIRST_SEARCH_KEY
from gate.keys.errors import KeyRingError
from gate.keys.field_key import FieldKey

FIRST = FIRST_SEARCH_KEY


class SearchRing:
    """Hashes values, each as a field of its own. Its representation shows ids alone."""

    __slots__ = ("_active", "_keys", "_made")

    def __init__(self, keys: Mapping[str, bytes], active: str, made: Mapping[str, datetime]) -> None:
        """``keys`` by id, oldest first, 32 bytes each; KeyRingError where ``active`` is none of them."""
        if active not in keys:
            raise KeyRingError(f"expected the active search key among {', '.join(keys)}; got {active!r}")
        self._keys, self._active, self._made = dict(keys), active, dict(made)

    def __repr__(self) -> str:
        return f"SearchRing({', '.join(self._keys)}; active {self._active})"

    @property
    def active(self) -> str:
        """The id of the key for new hashes."""
        return self._active

    @property
    def ids(self) -> tuple[str, ...]:
        """Every key's, the active one first, then the newest first."""
        older = [name for name in reversed(self._keys) if name != self._active]
        return (self._active, *older)

    def listed(self) -> tuple[FieldKey, ...]:
        """All keys, oldest first."""
        return tuple(
            FieldKey(id=name, made_at=made, active=name == self._active) for name, made in self._made.items()
        )

    def under(self, id: str, field: str, value: str) -> str:
        """The value's hash under one key; KeyRingError for a key that the ring does not have."""
        if id not in self._keys:
            raise KeyRingError(f"expected search key {id}; the ring has {', '.join(self._keys)}")
        content = f"{field}\0{bare(value)}".encode()
        return spelt(id, hmac.digest(self._keys[id], content, "sha256"))

    def hashes(self, field: str, value: str) -> tuple[str, ...]:
        """All that a row with this value may stand under, the active key's first."""
        return tuple(self.under(key, field, value) for key in self.ids)


def bare(value: str) -> str:
    """What of a value counts: spaces and letter case do not."""
    return "".join(value.split()).upper()


def spelt(id: str, digest: bytes) -> str:
    """A hash as it is kept: at most 64 characters for an id of at most 20."""
    if id == FIRST:
        return digest.hex()
    return f"{id}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def search_key_of(kept: str) -> str:
    """The id of the key that a kept hash was made under."""
    key, dot, _ = kept.partition(".")
    return key if dot else FIRST
