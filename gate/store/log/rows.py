"""Writes rows of the log to PostgreSQL: few by INSERT, many by COPY in its binary form, which takes a third as long.

What stands in ``events`` is a view: see migration 0017 for the table behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from gate.store.base import MICROSECOND
from gate.store.log.codes import Form, Source, form_of, forms, sources

if TYPE_CHECKING:
    from gate.store.prepared import Cursor, Row

FEW = 8
"""Up to so many rows go by INSERT: COPY takes one more message each way."""

AS_THEY_ARE = ("leaf", "portal", "person", "credential", "subject", "request", "personal", "salt", "hidden")
FIRST = ("seq", "src_seq", "at", "recorded_at")
COLUMNS = (*FIRST, "source", "form", "body", *AS_THEY_ARE)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""PostgreSQL counts microseconds from here on (src/include/datatype/timestamp.h, POSTGRES_EPOCH_JDATE)."""
TYPES = (
    "int8", "int8", "int8", "int8", "int4", "int4", "text",
    "bytea", "text", "text", "text", "text", "text", "text", "bytea", "bytea",
)  # fmt: skip
"""As they go over the wire: an instant is eight bytes, like the number of microseconds that it is."""

_first, _as_they_are = itemgetter(*FIRST), itemgetter(*AS_THEY_ARE)
INSERT = f"INSERT INTO events_log ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
COPY = f"COPY events_log ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"


class LogRows:
    """For threads that have a connection each."""

    def __init__(self) -> None:
        self._sources, self._forms = sources(), forms()

    def run(self, cursor: Cursor, rows: Sequence[Row]) -> None:
        """Write them; one that is there already is an error."""
        values = self.values(cursor, rows)
        if len(rows) <= FEW:
            cursor.executemany(INSERT, values)
            return
        with cursor.copy(COPY) as copy:
            copy.set_types(TYPES)
            for each in values:
                copy.write_row(_in_microseconds(each))

    def values(self, cursor: Cursor, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        """The rows in the order of :data:`COLUMNS`; their numbers are in the tables."""
        starts, keys = [_start(row) for row in rows], [_form(row) for row in rows]
        source, form = self._sources.numbers(cursor, starts), self._forms.numbers(cursor, keys)
        return [
            _values(row, source[start], form[key], key)
            for row, start, key in zip(rows, starts, keys, strict=True)
        ]


def _start(row: Row) -> Source:
    return row["src"], row["boot"]


def _form(row: Row) -> Form:
    return form_of(row["type"], row["zone"], row["body"])


def _values(row: Row, source: int, form: int, key: Form) -> tuple[Any, ...]:
    """In the order of :data:`COLUMNS`."""
    return (*_first(row), source, form, None if key[2] else row["body"], *_as_they_are(row))


def _in_microseconds(values: tuple[Any, ...]) -> tuple[Any, ...]:
    seq, src_seq, at, recorded_at, *rest = values
    return (seq, src_seq, (at - _EPOCH) // MICROSECOND, (recorded_at - _EPOCH) // MICROSECOND, *rest)
