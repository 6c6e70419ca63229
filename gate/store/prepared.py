"""Statements compiled once by SQLAlchemy and run many times on the driver's own cursor.

A badge read waits for its commit. SQLAlchemy's execution costs 80 to 100 microseconds a statement on top of the
database's own work (measured: 0.68 ms a read of four statements, 0.2 ms this way), so the recorder skips that layer
and keeps what is good about it: one description of the tables, types and both dialects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Table, bindparam, delete, func
from sqlalchemy.dialects import postgresql, sqlite

import gate.store.tables  # noqa: F401 (registers the tables)
from gate.store.base import Base

Row = Mapping[str, Any]
Cursor = Any
"""A DBAPI cursor (PEP 249)."""


class Prepared:
    """One compiled statement: its text, the order of its parameters, and what turns values into the driver's."""

    def __init__(
        self, statement: Insert | Delete, names: Sequence[str], table: Table, dialect: Dialect
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._text = str(compiled)
        order = tuple(compiled.positiontup or ()) if compiled.positional else ()
        self._names = tuple(names)
        self._convert = {
            name: convert for name in names if (convert := _converter(table, name, dialect)) is not None
        }
        self._values = _getter(order)
        self._at = tuple((at, self._convert[name]) for at, name in enumerate(order) if name in self._convert)
        self._positions = bool(order)

    def run(self, cursor: Cursor, rows: Sequence[Row]) -> None:
        """Run it once for each row, which has a value for every name."""
        self.run_values(cursor, self.values(rows))

    def values(self, rows: Sequence[Row]) -> Sequence[Any]:
        """The rows as the driver takes them."""
        return (
            [self._positional(row) for row in rows] if self._positions else [self._named(row) for row in rows]
        )

    def run_values(self, cursor: Cursor, values: Sequence[Any]) -> None:
        """:meth:`run` with what :meth:`values` gave."""
        cursor.executemany(self._text, values)

    def _positional(self, row: Row) -> Sequence[Any]:
        values = list(self._values(row))
        for at, convert in self._at:
            values[at] = convert(values[at])
        return values

    def _named(self, row: Row) -> dict[str, Any]:
        convert = self._convert
        return {name: convert[name](row[name]) if name in convert else row[name] for name in self._names}


def _getter(names: Sequence[str]) -> Callable[[Row], Sequence[Any]]:
    """The values of a row under these names, in their order."""
    if len(names) < 2:  # itemgetter gives one value bare
        return lambda row: [row[name] for name in names]
    return itemgetter(*names)


def insert(table: str, dialect: Dialect) -> Prepared:
    """Insert; what is there already is an error. Rows of the log: gate.store.log.rows."""
    return Prepared(_insert(table, dialect), _columns(table), _table(table), dialect)


def insert_once(table: str, identity: tuple[str, ...], dialect: Dialect) -> Prepared:
    """Insert, doing nothing where the identity is there already: a repeat is harmless. Other conflicts are errors."""
    statement = _insert(table, dialect).on_conflict_do_nothing(index_elements=list(identity))
    return Prepared(statement, _columns(table), _table(table), dialect)


def upsert(table: str, dialect: Dialect) -> Prepared:
    """Insert, or replace the values of the row with the same key."""
    statement = _insert(table, dialect)
    values = {c.name: statement.excluded[c.name] for c in _table(table).c if not c.primary_key}
    whole = statement.on_conflict_do_update(index_elements=list(key_of(table)), set_=values)
    return Prepared(whole, _columns(table), _table(table), dialect)


def widen(table: str, *, least: str, most: str, dialect: Dialect) -> Prepared:
    """Insert, or let the row with the same key reach from the lesser ``least`` to the greater ``most``."""
    statement, kept = _insert(table, dialect), _table(table).c
    smaller, greater = (func.min, func.max) if dialect.name == "sqlite" else (func.least, func.greatest)
    values = {
        least: smaller(kept[least], statement.excluded[least]),
        most: greater(kept[most], statement.excluded[most]),
    }
    whole = statement.on_conflict_do_update(index_elements=list(key_of(table)), set_=values)
    return Prepared(whole, _columns(table), _table(table), dialect)


def delete_by_key(table: str, dialect: Dialect) -> Prepared:
    """Delete the row with the key."""
    keys = key_of(table)
    conditions = [_table(table).c[name] == bindparam(name) for name in keys]
    return Prepared(delete(_table(table)).where(*conditions), keys, _table(table), dialect)


@lru_cache
def key_of(table: str) -> tuple[str, ...]:
    """Names of the columns of the table's key."""
    return tuple(column.name for column in _table(table).primary_key)


def _insert(table: str, dialect: Dialect) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(_table(table)) if dialect.name == "sqlite" else postgresql.insert(_table(table))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in _table(table).c)


def _converter(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
