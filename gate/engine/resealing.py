"""After a new field key: what older keys sealed is sealed anew, before the engine decides, a thousand fields a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from gate.domain.private_field import Private, PrivateField
from gate.domain.watchlist import WatchEntry, sealed_for
from gate.keys.errors import SealError
from gate.keys.field_ring import FieldRing
from gate.store import Batch, Store
from gate.store.store import Work

log = logging.getLogger(__name__)

AT_ONCE = 1_000
Sealed = TypeVar("Sealed", PrivateField, WatchEntry)


def reseal(store: Store, fields: FieldRing) -> int:
    """How many fields moved to the active key. One that does not open stays as it is, and is named in the log.

    StoreAway where the store goes away meanwhile: what was not moved then is moved at the next start.
    """
    return _private_fields(store, fields) + _entries(store, fields)


def _private_fields(store: Store, fields: FieldRing) -> int:
    def page(work: Work, last: PrivateField | None) -> Sequence[PrivateField]:
        after = ("", "") if last is None else (last.person, last.name)
        return work.fields_not_under(fields.active, after, AT_ONCE)

    return _moved(store, page, partial(_field_anew, fields))


def _entries(store: Store, fields: FieldRing) -> int:
    """Of watchlists: the number of each entry's document."""

    def page(work: Work, last: WatchEntry | None) -> Sequence[WatchEntry]:
        return work.entries_not_under(fields.active, "" if last is None else last.id, AT_ONCE)

    return _moved(store, page, partial(_entry_anew, fields))


def _moved(
    store: Store,
    page: Callable[[Work, Sealed | None], Sequence[Sealed]],
    anew: Callable[[Sealed], Sealed | None],
) -> int:
    """Each page is read and written in one transaction. ``page``: what follows the last that was looked at."""
    moved, last = 0, None
    while True:
        with store.work() as work:
            old = page(work, last)
            if not old:
                return moved
            fresh = [each for one in old if (each := anew(one)) is not None]
            work.write(Batch(facts=fresh))
        moved, last = moved + len(fresh), old[-1]


def _field_anew(fields: FieldRing, field: PrivateField) -> PrivateField | None:
    sealed = _anew(fields, field.person, field.name, field.sealed)
    return None if sealed is None else replace(field, sealed=sealed)


def _entry_anew(fields: FieldRing, entry: WatchEntry) -> WatchEntry | None:
    sealed = _anew(fields, sealed_for(entry.id), Private.ID_NUMBER, entry.id_sealed)
    return None if sealed is None else replace(entry, id_sealed=sealed)


def _anew(fields: FieldRing, whose: str, name: str, sealed: str) -> str | None:
    try:
        return fields.seal(whose, name, fields.open(whose, name, sealed))
    except SealError as error:
        log.warning("%s of %s stays under its old key: %s", name, whose, error)
        return None
