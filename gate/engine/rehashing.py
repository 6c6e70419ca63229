"""After a new search key: what stands under older ones moves to it beside decisions, a few rows at a time.

Each page is read from the store, its values are opened and hashed again here, and the deciding thread moves them, in
memory and in one transaction. An engine that dies goes on at its next start: what has moved stands under no older key
any more. Where the key of an old hash is gone from the ring, that hash cannot be compared with what is typed: it is
named in the log at each start.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gate.domain.erasure import MoveHashes
from gate.domain.key_events import SearchKeyTaken
from gate.domain.private_field import Private
from gate.domain.watchlist import sealed_for
from gate.keys.engine_keys import EngineKeys
from gate.keys.errors import SealError
from gate.keys.search_ring import FIRST, search_key_of
from gate.store import Store
from gate.store.search_keys import OldEntry, OldField

log = logging.getLogger(__name__)

AT_ONCE = 25
"""A read at a door waits for what is written before it: the page is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How many rows stay under older keys, and whether the log says so already."""

    rows: int
    said: bool


class Rehashing:
    """Finds what is to be moved; moves nothing itself."""

    def __init__(self, store: Store, keys: EngineKeys, at_once: int = AT_ONCE) -> None:
        """``at_once``: rows a page, which is moved in one transaction."""
        self._store, self._keys, self._search, self._at_once = store, keys, keys.fields.search, at_once

    def pages(self) -> Iterator[MoveHashes]:
        """All that can be moved. StoreAway; to begin anew afterwards costs no more than the reading."""
        yield from self._fields()
        yield from self._entries()

    def left(self) -> Left:
        """What stays when all is moved. StoreAway."""
        active = self._search.active
        with self._store.work() as work:
            by_key = work.hashes_by_key()
            said = work.search_key_said(active)
        older = {key: rows for key, rows in by_key.items() if key != active}
        self._name_missing(older)
        rows = sum(sum(each.values()) for each in older.values())
        first = active == FIRST and not rows  # a key that never changed is nothing to tell
        told = said == SearchKeyTaken(key=active, left=rows)
        return Left(rows=rows, said=first or told)

    def _name_missing(self, older: Mapping[str, Mapping[str, int]]) -> None:
        for key, rows in older.items():
            if key not in self._search.ids:
                named = ", ".join(f"{count} {what}" for what, count in rows.items())
                log.error(
                    "%s hang on search key %s, which the ring does not have: they are found by no search. Put back "
                    "the fields.ring of that time, or enter these documents again",
                    named,
                    key,
                )

    # ── pages ────────────────────────────────────────────────────────────────

    def _fields(self) -> Iterator[MoveHashes]:
        after = ("", "")
        while True:
            with self._store.work() as work:
                old = work.fields_under_older(self._search.active, after, self._at_once)
            if not old:
                return
            after = (old[-1].person, old[-1].name)
            found = [self._of_field(each) for each in old]
            hashes = MoveHashes(
                documents=tuple(pair for documents, _ in found for pair in documents),
                fields=tuple(pair for _, fields in found for pair in fields),
            )
            if hashes.documents or hashes.fields:
                yield hashes

    def _entries(self) -> Iterator[MoveHashes]:
        after = ""
        while True:
            with self._store.work() as work:
                old = work.entries_under_older(self._search.active, after, self._at_once)
            if not old:
                return
            after = old[-1].id
            pairs = tuple(pair for each in old for pair in self._of_entry(each))
            if pairs:
                yield MoveHashes(documents=pairs)

    # ── rows ─────────────────────────────────────────────────────────────────

    def _of_field(self, field: OldField) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        value = self._opened(field.person, field.name, field.sealed)
        if value is None:
            return [], []
        fields = [(field.lookup, self._keys.fields.lookup(field.name, value))] if field.lookup else []
        documents = []
        if field.name == Private.ID_NUMBER:
            documents = self._document(field.person, field.id_kind, field.id_hash, value)
        return documents, [pair for pair in fields if pair[0] != pair[1]]

    def _of_entry(self, entry: OldEntry) -> list[tuple[str, str]]:
        number = self._opened(sealed_for(entry.id), Private.ID_NUMBER, entry.id_sealed)
        return [] if number is None else self._document(entry.id, entry.id_kind, entry.id_hash, number)

    def _document(self, whose: str, kind: str, old: str, number: str) -> list[tuple[str, str]]:
        """From the hash that stands there, if it is this number's."""
        key = search_key_of(old)
        if not old or key == self._search.active or key not in self._search.ids:
            return []
        if self._keys.document_hash(key, kind, number) != old:
            log.warning("the document of %s stays under search key %s: another number is kept", whose, key)
            return []
        return [(old, self._keys.document_hashes(kind, number)[0])]

    def _opened(self, whose: str, name: str, sealed: str) -> str | None:
        try:
            return self._keys.fields.open(whose, name, sealed).decode()
        except SealError as error:
            log.warning("%s of %s stays under its older search key: %s", name, whose, error)
            return None
