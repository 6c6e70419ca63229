"""What hangs on which key of the field ring, and why one must be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from gate.keys.errors import KeyRingError
from gate.keys.field_key import FieldKey
from gate.keys.field_ring import FieldRing
from gate.store.read import privacy_rows
from gate.store.search_keys import hashes_by_key, last_said
from gate.store.tables import EpochRow

Rows = Mapping[str, int]
"""How many rows, by what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """``rows`` by key. ``started``: the engine's last start, None without one; ``taken``: the engine has said that it
    hashes under the active search key."""

    rows: Mapping[str, Rows]
    started: datetime | None
    taken: bool

    def why_kept(self, key: FieldKey, ring: FieldRing) -> str:
        """Why the key must not be forgotten; "" where nothing hangs on it and nothing will."""
        if key.active:
            return "it is the active one"
        if rows := self.rows.get(key.id):
            return f"{counted(rows)} hang on it"
        newest = next(each for each in _of_its_kind(key, ring) if each.active)
        if not self._works_with(newest, ring):
            return f"the engine does not work with {newest.id} yet: start it, and wait until it says so"
        return ""

    def _works_with(self, newest: FieldKey, ring: FieldRing) -> bool:
        if newest.id == ring.search.active:
            return self.taken
        return self.started is not None and self.started >= newest.made_at


def in_use(connection: Connection, ring: FieldRing) -> InUse:
    """As the store says it."""
    sealed = {key: {"fields": count} for key, count in privacy_rows.fields_by_key(connection).items()}
    return InUse(
        rows={**sealed, **hashes_by_key(connection)},
        started=connection.execute(select(func.max(EpochRow.started_at))).scalar(),
        taken=last_said(connection, ring.search.active) is not None,
    )


def refuse(named: Iterable[str], kept: Mapping[str, str]) -> None:
    """KeyRingError for a named key that is not there or must be kept. ``kept``: why, by key of the ring."""
    for key in named:
        if key not in kept:
            raise KeyRingError(f"expected a key of the ring ({', '.join(kept)}); got {key[:32]!r}")
        if kept[key]:
            raise KeyRingError(f"{key} cannot be dropped: {kept[key]}")


def counted(rows: Rows) -> str:
    """``3 documents of people, 1 verdicts``."""
    return ", ".join(f"{count} {what}" for what, count in rows.items())


def missing(use: InUse, ring: FieldRing) -> Mapping[str, Rows]:
    """What hangs on keys that the ring does not have."""
    known = {key.id for key in (*ring.listed(), *ring.search.listed())}
    return {key: rows for key, rows in use.rows.items() if key not in known}


def _of_its_kind(key: FieldKey, ring: FieldRing) -> tuple[FieldKey, ...]:
    return ring.listed() if key in ring.listed() else ring.search.listed()
