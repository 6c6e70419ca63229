"""The file of the field ring: made, read, and its two rotations. Each key in it is sealed under the master.

``fields.ring``, JSON: ``{"v": 2, "active": "f2", "keys": [{"id", "made_at", "sealed"}], "active_search": "i2",
"search": [{"id", "made_at", "sealed"}]}``, oldest first. Version 1 had one search key, ``"index"``: it is read as
``i1``, and written as version 2 with the next change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gate.keys.box import KEY_SIZE
from gate.keys.errors import KeyRingError
from gate.keys.field_ring import FieldRing
from gate.keys.master import RING, Master
from gate.keys.plain_file import create_plain, read_private, replace_plain
from gate.keys.search_ring import FIRST, SearchRing

FILE = RING
LARGEST = 1024 * 1024
INDEX = "index"
"""What the first search key is sealed as: its name in version 1."""

KINDS = (("keys", "active"), ("search", "active_search"))
"""Where keys of each kind stand, and which of them is active."""


def ensure_fields(folder: Path, master: Master, now: datetime | None = None) -> None:
    """Make the ring with the first key of each kind, if there is none."""
    at = now or datetime.now(UTC)
    ring = {
        "v": 2,
        "active": "f1",
        "keys": [_made(master, "f1", at)],
        "active_search": FIRST,
        "search": [_made(master, FIRST, at)],
    }
    create_plain(folder / FILE, _spelt(ring))


def read_fields(folder: Path, master: Master) -> FieldRing:
    """The ring of a folder; KeyRingError where it is not there, not fit, or sealed under another master."""
    ring = _read(folder)
    try:
        search = SearchRing(_opened(ring["search"], master), ring["active_search"], _times(ring["search"]))
        return FieldRing(_opened(ring["keys"], master), ring["active"], search, _times(ring["keys"]))
    except (KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, KeyRingError):
            raise
        raise _unfit(folder, fault) from fault


def add_key(folder: Path, master: Master, now: datetime) -> str:
    """A new field key, active from the next start of the engine on; its id. What is sealed stays readable."""
    return _add(folder, master, now, "keys", "active")


def add_search_key(folder: Path, master: Master, now: datetime) -> str:
    """A new search key, active from the next start of the engine on; its id. Older hashes are found as before."""
    return _add(folder, master, now, "search", "active_search")


def drop_keys(folder: Path, ids: frozenset[str]) -> None:
    """Forget keys on which nothing hangs any more; the active ones stay. KeyRingError where one is named."""
    ring = _read(folder)
    for keys, active in KINDS:
        if ring[active] in ids:
            raise KeyRingError(f"expected keys that are not in use; {ring[active]} is the active one")
        ring[keys] = [each for each in ring[keys] if each["id"] not in ids]
    replace_plain(folder / FILE, _spelt(ring))


def reseal_fields(folder: Path, old: Master, new: Master) -> None:
    """The same keys under another master."""
    ring = _read(folder)
    for keys, _ in KINDS:
        for each in ring[keys]:
            each["sealed"] = new.seal(old.open(each["sealed"], _of(each["id"])), _of(each["id"]))
    replace_plain(folder / FILE, _spelt(ring))


def _add(folder: Path, master: Master, now: datetime, keys: str, active: str) -> str:
    ring = _read(folder)
    name = f"{ring[active][0]}{1 + max(int(each['id'][1:]) for each in ring[keys])}"
    ring[keys].append(_made(master, name, now))
    replace_plain(folder / FILE, _spelt({**ring, active: name}))
    return name


def _made(master: Master, id: str, at: datetime) -> dict[str, str]:
    return {"id": id, "made_at": at.isoformat(), "sealed": master.seal(os.urandom(KEY_SIZE), _of(id))}


def _opened(keys: Iterable[Mapping[str, str]], master: Master) -> dict[str, bytes]:
    return {each["id"]: master.open(each["sealed"], _of(each["id"])) for each in keys}


def _times(keys: Iterable[Mapping[str, str]]) -> dict[str, datetime]:
    return {each["id"]: datetime.fromisoformat(each["made_at"]) for each in keys}


def _of(id: str) -> str:
    return f"field key {INDEX if id == FIRST else id}"


def _read(folder: Path) -> dict[str, Any]:
    try:
        ring = json.loads(read_private(folder / FILE, LARGEST))
    except ValueError as fault:
        if isinstance(fault, KeyRingError):
            raise
        raise KeyRingError(f"{folder / FILE}: expected JSON ({type(fault).__name__})") from fault
    if not isinstance(ring, dict) or ring.get("v") not in (1, 2):
        raise KeyRingError(f"{folder / FILE}: expected a ring of version 1 or 2")
    try:
        return _of_version_1(ring) if ring["v"] == 1 else ring
    except (KeyError, TypeError, IndexError) as fault:
        raise _unfit(folder, fault) from fault


def _of_version_1(ring: Mapping[str, Any]) -> dict[str, Any]:
    """The search key was made with the ring, whose oldest field key may be gone: the oldest that is there dates it."""
    first = {"id": FIRST, "made_at": ring["keys"][0]["made_at"], "sealed": ring["index"]}
    kept = {name: ring[name] for name in ("active", "keys")}
    return {"v": 2, **kept, "active_search": FIRST, "search": [first]}


def _unfit(folder: Path, fault: Exception) -> KeyRingError:
    return KeyRingError(f"{folder / FILE}: expected a ring of field keys ({type(fault).__name__})")


def _spelt(ring: Mapping[str, Any]) -> bytes:
    return json.dumps(ring, indent=1).encode() + b"\n"
