"""A batch as the payload of a record: one JSON object, with rows of facts as the database's driver takes them.

::

    {"names": ["seq", "src", …], "events": [[1, "cabinet-1", …], …], "rows": [[table, [column, …], [[value, …], …]], …],
     "world": [[kind, key, value], …], "sources": [[src, boot, upto], …]}

Instants of events are microseconds since 1970; values of rows are what SQLite keeps: numbers, texts, null.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any

import orjson

from gate.store.base import EPOCH, MICROSECOND, Base
from gate.store.batch import Batch, EventRecord, Rows, SourceMark

MOST_EVENTS = 64
"""More at once than doors ask for: the tables take them in one go as quickly."""

NAMES = tuple(field.name for field in fields(EventRecord))
_get = attrgetter(*NAMES)
INSTANTS = frozenset(NAMES.index(name) for name in ("at", "recorded_at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoneState:
    """One key of the world's moving state (gate.store.batch.StateRow)."""

    kind: str
    key: str
    value: str | None


def fits(batch: Batch) -> bool:
    """True for what may wait for the tables: no receipt, which a page reads at once; no head; nothing erased."""
    apart = batch.receipts or batch.heads or batch.erasures
    return not apart and len(batch.events) <= MOST_EVENTS


def spelt(batch: Batch, rows: Sequence[Rows]) -> bytes:
    """The payload. ``rows``: those of the batch's facts. TypeError for a value that the form has no place for."""
    return orjson.dumps(
        {
            "names": NAMES,
            "events": [_values(event) for event in batch.events],
            "rows": [(table, _columns(table), values) for table, values in rows],
            "world": [[row.kind, row.key, row.value] for row in batch.world],
            "sources": [[mark.src, mark.boot, mark.upto] for mark in batch.sources],
        }
    )


def read(payload: bytes, number: int) -> Batch:
    """The batch of record ``number``. ValueError, TypeError or LookupError for what :func:`spelt` did not write."""
    said = orjson.loads(payload)
    _expect(NAMES, said["names"])
    for table, columns, _ in said["rows"]:
        _expect(_columns(table), columns)
    return Batch(
        events=[_event(values) for values in said["events"]],
        rows=[(table, rows) for table, _, rows in said["rows"]],
        world=[RedoneState(kind=kind, key=key, value=value) for kind, key, value in said["world"]],
        sources=[SourceMark(src=src, boot=boot, upto=upto) for src, boot, upto in said["sources"]],
        redone=number,
    )


@cache
def _columns(table: str) -> tuple[str, ...]:
    """In the order of the rows (gate.store.prepared.upsert)."""
    return tuple(Base.metadata.tables[table].columns.keys())


def _expect(ours: Sequence[str], theirs: Sequence[str]) -> None:
    if list(ours) != theirs:
        raise ValueError(f"expected {', '.join(ours)}; got {', '.join(map(str, theirs))}"[:200])


def _values(event: EventRecord) -> list[Any]:
    values = list(_get(event))
    for place in INSTANTS:
        values[place] = (values[place] - EPOCH) // MICROSECOND
    return values


def _event(values: Sequence[Any]) -> EventRecord:
    given = list(values)
    for place in INSTANTS:
        given[place] = EPOCH + given[place] * MICROSECOND
    return EventRecord(**dict(zip(NAMES, given, strict=True)))
