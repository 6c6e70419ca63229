"""The field ring: keys under which single fields about a person are sealed in the store, with rotation.

A sealed field reads ``f2.BOX``: the id of the key, and a box of :mod:`gate.keys.box` bound to person and field, so
that it opens neither for another person nor as another field. New fields are sealed under the active key; older keys
only open. Equal values are found by a keyed hash under a key of its own, which does not rotate: hashes of numbers that
nobody may read cannot be made again.

File ``fields.ring`` of the key ring, JSON: ``{"v": 1, "active": "f2", "keys": [{"id", "made_at", "sealed"}],
"index"}``; each key sealed under the master.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gate.keys.box import KEY_SIZE, Box
from gate.keys.errors import KeyRingError, SealError
from gate.keys.master import RING, Master
from gate.keys.plain_file import create_plain, read_private, replace_plain

FILE = RING
LARGEST = 1024 * 1024
INDEX = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKey:
    """One key as a list shows it."""

    id: str
    made_at: datetime
    active: bool


class FieldRing:
    """Seals, opens and hashes fields. Its representation shows ids alone."""

    __slots__ = ("_active", "_boxes", "_index", "_made")

    def __init__(
        self, keys: Mapping[str, bytes], active: str, index: bytes, made: Mapping[str, datetime]
    ) -> None:
        """``keys`` by id, 32 bytes each; ``active`` is one of them."""
        self._boxes = {name: Box(key) for name, key in keys.items()}
        self._active, self._index, self._made = active, index, dict(made)

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
        """64 hex digits, equal for equal values: spaces and letter case do not count."""
        content = f"{field}\0{''.join(value.split()).upper()}"
        return hmac.digest(self._index, content.encode(), "sha256").hex()


def key_of(sealed: str) -> str:
    """The id of the key that a sealed field names."""
    return sealed.partition(".")[0]


def ensure_fields(folder: Path, master: Master, now: datetime | None = None) -> None:
    """Make the ring with its first key, if there is none."""
    at = (now or datetime.now(UTC)).isoformat()
    ring = {
        "v": 1,
        "active": "f1",
        "keys": [{"id": "f1", "made_at": at, "sealed": _new_key(master, "f1")}],
        "index": _new_key(master, INDEX),
    }
    create_plain(folder / FILE, _spelt(ring))


def read_fields(folder: Path, master: Master) -> FieldRing:
    """The ring of a folder; KeyRingError where it is not there, not fit, or sealed under another master."""
    ring = _read(folder)
    try:
        keys = {each["id"]: master.open(each["sealed"], _of(each["id"])) for each in ring["keys"]}
        made = {each["id"]: datetime.fromisoformat(each["made_at"]) for each in ring["keys"]}
        return FieldRing(keys, ring["active"], master.open(ring["index"], _of(INDEX)), made)
    except (KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, KeyRingError):
            raise
        raise KeyRingError(
            f"{folder / FILE}: expected a ring of field keys ({type(fault).__name__})"
        ) from fault


def add_key(folder: Path, master: Master, now: datetime) -> str:
    """A new key, active from the next start of the engine on; its id. What is sealed stays readable."""
    ring = _read(folder)
    name = f"f{1 + max(int(each['id'][1:]) for each in ring['keys'])}"
    ring["keys"].append({"id": name, "made_at": now.isoformat(), "sealed": _new_key(master, name)})
    replace_plain(folder / FILE, _spelt({**ring, "active": name}))
    return name


def drop_keys(folder: Path, ids: frozenset[str]) -> None:
    """Forget keys under which nothing is sealed any more; the active one stays. KeyRingError where it is named."""
    ring = _read(folder)
    if ring["active"] in ids:
        raise KeyRingError(f"expected keys that are not in use; {ring['active']} is the active one")
    ring["keys"] = [each for each in ring["keys"] if each["id"] not in ids]
    replace_plain(folder / FILE, _spelt(ring))


def reseal_fields(folder: Path, old: Master, new: Master) -> None:
    """The same keys under another master."""
    ring = _read(folder)
    for each in ring["keys"]:
        each["sealed"] = new.seal(old.open(each["sealed"], _of(each["id"])), _of(each["id"]))
    ring["index"] = new.seal(old.open(ring["index"], _of(INDEX)), _of(INDEX))
    replace_plain(folder / FILE, _spelt(ring))


def _new_key(master: Master, id: str) -> str:
    return master.seal(os.urandom(KEY_SIZE), _of(id))


def _of(id: str) -> str:
    return f"field key {id}"


def _context(person: str, field: str) -> str:
    return f"field {field} of {person}"


def _read(folder: Path) -> dict[str, Any]:
    try:
        ring = json.loads(read_private(folder / FILE, LARGEST))
    except ValueError as fault:
        if isinstance(fault, KeyRingError):
            raise
        raise KeyRingError(f"{folder / FILE}: expected JSON ({type(fault).__name__})") from fault
    if not isinstance(ring, dict) or ring.get("v") != 1:
        raise KeyRingError(f"{folder / FILE}: expected a ring of version 1")
    return ring


def _spelt(ring: Mapping[str, Any]) -> bytes:
    return json.dumps(ring, indent=1).encode() + b"\n"
