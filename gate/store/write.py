"""Batches into tables: one ``executemany`` a table, in one transaction of the caller's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Dialect

from gate.domain.facts import Fact
from gate.store import prepared
from gate.store.batch import Batch, GivenReceipt, Rows, SourceMark, StateRow
from gate.store.days import Days
from gate.store.desk_facts import DESK_TABLE_NAMES
from gate.store.erase import Eraser
from gate.store.fact_rows import Row, put_fact
from gate.store.prepared import Cursor, Prepared
from gate.store.receipt_text import spelt
from gate.store.repeats import Repeats
from gate.store.seal.behind import Behind
from gate.store.seal.growth import Growth
from gate.store.seal.heads import Heads

FACT_TABLES = (
    "people", "credentials", "memberships", "prerequisites", "visits", "alarms", "portals", "devices", "agents",
    "departures", "departure_answers", "person_history", "revocations", "private_fields", "holds", "countersignatures",
    "configurations",
    *DESK_TABLE_NAMES,
)  # fmt: skip
"""Parents first: rows are written in this order."""

ONE = 1  # the key of the only row

# A card that moves from one person to another is given up before it is taken: the rows that end come first.
ENDS_FIRST: Mapping[str, Callable[[Row], bool]] = {
    "credentials": lambda row: row["state"] == "active",
    "alarms": lambda row: row["closed_at"] is None,
}


class Writer:
    """Writes batches through a DBAPI cursor; its statements are compiled once for the dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._growth = Growth(dialect)
        self._heads = Heads(dialect, self._growth)
        self._repeats = Repeats(dialect)
        self._days = Days(dialect)
        self._receipts = prepared.insert_once("receipts", ("id",), dialect)
        self._sources = prepared.upsert("sources", dialect)
        self._eraser = Eraser(dialect)
        self._state = prepared.upsert("world_state", dialect)
        self._state_gone = prepared.delete_by_key("world_state", dialect)
        self._facts: dict[str, Prepared] = {name: prepared.upsert(name, dialect) for name in FACT_TABLES}
        self._redone = prepared.upsert("redone", dialect)

    def write(self, cursor: Cursor, batch: Batch, behind: Behind) -> None:
        """Write all of it. An event or receipt that is there already is left as it is.

        ``behind``: what whoever writes knows of the rows behind the newest head.
        """
        if batch.events or batch.receipts:
            self._repeats.check(cursor, self._growth.add(cursor, batch.events, batch.receipts, behind))
            self._days.add(cursor, batch.events)
        self._write_rows(cursor, batch.rows)
        if batch.facts:
            self._write_rows(cursor, self.rows_of(batch.facts))
        for erasure in batch.erasures:
            self._eraser.erase(cursor, erasure)
        if batch.world:
            self._write_world(cursor, batch.world)
        if batch.sources:
            self._sources.run(cursor, _marks(batch.sources))
        if batch.receipts:
            self._receipts.run(cursor, [_receipt(given) for given in batch.receipts])
        for order in batch.heads:
            self._heads.make(cursor, order, behind)
        if batch.redone:
            self._redone.run(cursor, [{"id": ONE, "upto": batch.redone}])

    def rows_of(self, facts: Sequence[Fact]) -> list[Rows]:
        """The facts' rows, parents first, as the driver takes them."""
        tables, found = _by_table(facts), []
        for table in FACT_TABLES:
            if table in tables:
                rows = list(tables[table].values())
                if table in ENDS_FIRST:
                    rows.sort(key=ENDS_FIRST[table])
                found.append((table, self._facts[table].values(rows)))
        return found

    def _write_rows(self, cursor: Cursor, rows: Sequence[Rows]) -> None:
        for table, values in rows:
            self._facts[table].run_values(cursor, values)

    def _write_world(self, cursor: Cursor, rows: Sequence[StateRow]) -> None:
        last = {(row.kind, row.key): row.value for row in rows}
        kept = [
            {"kind": kind, "key": key, "value": value}
            for (kind, key), value in last.items()
            if value is not None
        ]
        gone = [{"kind": kind, "key": key} for (kind, key), value in last.items() if value is None]
        if kept:
            self._state.run(cursor, kept)
        if gone:
            self._state_gone.run(cursor, gone)


_writers: dict[str, Writer] = {}


def writer_for(dialect: Dialect) -> Writer:
    """The writer of this kind of database: compiled once for the process, and of use to any thread."""
    if dialect.name not in _writers:
        _writers[dialect.name] = Writer(dialect)
    return _writers[dialect.name]


def _receipt(given: GivenReceipt) -> Row:
    receipt = given.receipt
    return {"id": receipt.id, "at": given.at, "seq": receipt.event, "receipt": spelt(receipt)}


def _marks(marks: Sequence[SourceMark]) -> list[Row]:
    last = {(mark.src, mark.boot): mark.upto for mark in marks}
    return [{"src": src, "boot": boot, "upto": upto} for (src, boot), upto in last.items()]


def _by_table(facts: Sequence[Fact]) -> dict[str, dict[tuple[object, ...], Row]]:
    """The rows of the facts by table and key: the last of a key wins."""
    tables: dict[str, dict[tuple[object, ...], Row]] = defaultdict(dict)

    def put(table: str, row: Row) -> None:
        tables[table][tuple(row[name] for name in prepared.key_of(table))] = row

    for fact in facts:
        put_fact(fact, put)
    return tables
