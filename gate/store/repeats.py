"""Events that the log has already: written once, by whoever asks again after a commit of which nobody heard."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Dialect

from gate.store.batch import EventRecord
from gate.store.errors import StoreConflict
from gate.store.prepared import Cursor


class Repeats:
    """Looks that a repeat is one. Works without a rule of the database: none spans all months of the log."""

    def __init__(self, dialect: Dialect) -> None:
        mark = "?" if dialect.name == "sqlite" else "%s"
        self._select = f"SELECT src, boot, src_seq FROM events WHERE seq = {mark}"  # noqa: S608 - a constant

    def check(self, cursor: Cursor, events: Sequence[EventRecord]) -> None:
        """StoreConflict where the log has another event under the number of one of these, or none."""
        for event in events:
            cursor.execute(self._select, (event.seq,))
            kept = cursor.fetchone()
            if kept is None or tuple(kept) != (event.src, event.boot, event.src_seq):
                there = "nothing" if kept is None else "/".join(map(str, kept))
                ours = f"{event.src}/{event.boot}/{event.src_seq}"
                raise StoreConflict(
                    f"number {event.seq} of the log is unique: expected {ours}, found {there}"
                )
