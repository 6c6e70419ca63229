"""Rows a second where they come faster than they can be written: sealed by the recorder, beside plain inserts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, MetaData, Table, insert

from benchmarks.store_commit import _Silent
from benchmarks.store_rig import Place, engine_of
from gate.seal import leaf
from gate.store import Batch, Entry, EventRecord, Recorder, open_store
from gate.store.log.rows import COLUMNS, PostgresLog
from gate.store.partitions import make, month_of
from gate.store.recorder import MOST_AT_ONCE
from gate.store.tables import EventRow


def sealed(place: Place, events: Sequence[EventRecord]) -> float:
    """Rows a second of the recorder, each event an entry of its own, all of them waiting from the start."""
    with place.database() as url:
        store = open_store(url)
        recorder = Recorder(store, _Silent())
        released: list[int] = []
        for event in events:
            recorder.put(Entry(Batch(events=(event,)), lambda event=event: released.append(event.seq)))  # type: ignore[misc]
        begun = time.perf_counter()
        recorder.start()
        if not recorder.stop(600.0):
            raise RuntimeError("expected everything to be recorded")
        taken = time.perf_counter() - begun
        store.close()
    if len(released) != len(events):
        raise RuntimeError(f"expected {len(events)} releases, came {len(released)}")
    return len(events) / taken


def plain(place: Place, events: Sequence[EventRecord]) -> float:
    """Rows a second of SQLAlchemy's own insert of the same rows into the same table, as many in a transaction."""
    with place.database() as url, engine_of(url) as engine:
        table, rows = _as_stored(engine, events)
        begun = time.perf_counter()
        for start in range(0, len(rows), MOST_AT_ONCE):
            with engine.begin() as connection:
                connection.execute(insert(table), rows[start : start + MOST_AT_ONCE])
        return len(events) / (time.perf_counter() - begun)


def _as_stored(engine: Engine, events: Sequence[EventRecord]) -> tuple[Table, list[dict[str, Any]]]:
    """The table, and its rows: on PostgreSQL with the numbers of what they share, its months made."""
    if engine.dialect.name == "sqlite":
        none = {"salt": None, "hidden": None, "leaf": None}
        return EventRow.__table__, [{**asdict(event), **none} for event in events]  # type: ignore[return-value]
    rows = [tuple(getattr(event, name, None) for name in leaf.COLUMNS) for event in events]
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        make(cursor, {month_of(event.recorded_at) for event in events})
        coded = [dict(zip(COLUMNS, values, strict=True)) for values in PostgresLog().values(cursor, rows)]
    return Table("events_log", MetaData(), autoload_with=engine), coded
