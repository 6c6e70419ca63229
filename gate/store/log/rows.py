"""Writes rows of the log, as the seal makes them: to SQLite as they are, to PostgreSQL in the form of its tables.

There few go by INSERT, many by COPY in its binary form, which takes two fifths as long. What stands in ``events`` is
a view: see migration 0017 for the table behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from gate.seal import leaf
from gate.store.base import EPOCH, MICROSECOND
from gate.store.log.codes import Form, Source, form_of, forms, sources

if TYPE_CHECKING:
    from gate.store.prepared import Cursor

Row = tuple[Any, ...]
"""In the order of :data:`gate.seal.leaf.COLUMNS`, instants in microseconds since 1970."""

FEW = 3
"""Up to so many rows go by INSERT: COPY takes one more message each way. Two take as long by either, eight half."""

COLUMNS = (
    "seq", "src_seq", "at", "recorded_at", "source", "form", "body",
    "leaf", "portal", "person", "credential", "subject", "request", "personal", "salt", "hidden",
)  # fmt: skip
SINCE_2000 = (datetime(2000, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
"""PostgreSQL counts microseconds from there on (src/include/datatype/timestamp.h, POSTGRES_EPOCH_JDATE)."""
TYPES = (
    "int8", "int8", "int8", "int8", "int4", "int4", "text",
    "bytea", "text", "text", "text", "text", "text", "text", "bytea", "bytea",
)  # fmt: skip
"""As they go over the wire: an instant is eight bytes, like the number of microseconds that it is."""


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608


AS_IT_IS = _insert("events", leaf.COLUMNS, "?")
INSERT = _insert("events_log", COLUMNS, "%s")
COPY = f"COPY events_log ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"


class WritesLog(Protocol):
    """Of use to any thread, for its own cursor."""

    def run(self, cursor: Cursor, rows: Sequence[Row]) -> None:
        """Write them; one that is there already is an error."""


class SqliteLog:
    """:class:`WritesLog` for SQLite."""

    def run(self, cursor: Cursor, rows: Sequence[Row]) -> None:
        """See :class:`WritesLog`."""
        cursor.executemany(AS_IT_IS, rows)


class PostgresLog:
    """:class:`WritesLog` for PostgreSQL."""

    def __init__(self) -> None:
        self._sources, self._forms = sources(), forms()

    def run(self, cursor: Cursor, rows: Sequence[Row]) -> None:
        """See :class:`WritesLog`."""
        values = self.values(cursor, rows)
        if len(rows) <= FEW:
            cursor.executemany(INSERT, [_with_instants(each) for each in values])
            return
        with cursor.copy(COPY) as copy:
            copy.set_types(TYPES)
            for seq, src_seq, at, recorded_at, *rest in values:
                copy.write_row((seq, src_seq, at - SINCE_2000, recorded_at - SINCE_2000, *rest))

    def values(self, cursor: Cursor, rows: Sequence[Row]) -> list[Row]:
        """The rows in the order of :data:`COLUMNS`; their numbers are in the tables."""
        starts, keys = [_start(row) for row in rows], [_form(row) for row in rows]
        source, form = self._sources.numbers(cursor, starts), self._forms.numbers(cursor, keys)
        return [
            _values(row, source[start], form[key], key)
            for row, start, key in zip(rows, starts, keys, strict=True)
        ]


def log_for(dialect: str) -> WritesLog:
    """The one for a kind of database, as SQLAlchemy names it."""
    return SqliteLog() if dialect == "sqlite" else PostgresLog()


def _start(row: Row) -> Source:
    _, boot, _, _, _, src, *_ = row
    return src, boot


def _form(row: Row) -> Form:
    _, _, _, _, _, _, kind, _, zone, _, _, body, *_ = row
    return form_of(kind, zone, body)


def _values(row: Row, source: int, form: int, key: Form) -> Row:
    """In the order of :data:`COLUMNS`."""
    (
        seq, _, src_seq, at, recorded_at, _, _, portal, _, subject, request, body,
        person, credential, personal, salt, hidden, hashed,
    ) = row  # fmt: skip
    own = None if key[2] else body
    return (
        seq, src_seq, at, recorded_at, source, form, own,
        hashed, portal, person, credential, subject, request, personal, salt, hidden,
    )  # fmt: skip


def _with_instants(values: Row) -> Row:
    seq, src_seq, at, recorded_at, *rest = values
    return (seq, src_seq, EPOCH + at * MICROSECOND, EPOCH + recorded_at * MICROSECOND, *rest)
