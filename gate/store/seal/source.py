"""The record out of a database for the verifier: rows as they are stored, by the driver alone, in bounded memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.engine import make_url

from gate.seal.frontier import Frontier
from gate.seal.leaf import COLUMNS, Receipt, Row, Spelt
from gate.seal.report import KeptHead, SealBroken
from gate.store.base import EPOCH, MICROSECOND
from gate.store.connect import engine_for
from gate.store.errors import StoreAway, StoreUrlInvalid, away_as_such, driver_as_such
from gate.store.seal.spelling import SPELT, spells_alike, spelt_columns

CHUNK = 1024
INSTANTS = ("at", "recorded_at")
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged SQLite file raises, the latter from texts of the driver's own."""

Select = Callable[[str], Any]
"""Runs a SELECT on a cursor of its own, which fetches as it is read; at most CHUNK rows stand in memory."""


class Record:
    """The sealed record as of one transaction."""

    def __init__(self, select: Select, instant: str, *, spells: bool = False) -> None:
        """``instant``: how the database spells an instant's microseconds since 1970, with {0} for the column.

        ``spells``: the database itself can write rows as the tree has them (gate.store.seal.spelling).
        """
        self._select = select
        self._instant = instant
        self._spells = spells
        self._receipts: Receipts | None = None

    def rows(self) -> Iterator[tuple[Sequence[Spelt], dict[int, Receipt]]]:
        """Events in order, with the receipts that name them. SealBroken for a receipt that names none."""
        columns = SPELT if self._spells else self._columns()
        select = f"SELECT {columns} FROM events {{0}} ORDER BY seq"  # noqa: S608 (columns are constants)
        self._receipts = Receipts(self._answers())
        for rows in self._chunks(select):
            spelt = rows if self._spells else [spelt_columns(row) for row in rows]
            yield spelt, self._receipts.upto(spelt[-1][0])

    def check_rest(self) -> None:
        """After the last row: SealBroken for a receipt that names an event which is not there."""
        if self._receipts is not None:
            self._receipts.end()

    def _chunks(self, select: str) -> Iterator[list[Any]]:
        """Where a chunk cannot be read its rows come singly, up to the one that cannot."""
        events, last = self._select(select.format("")), 0
        try:
            while rows := events.fetchmany(CHUNK):
                yield rows
                last = rows[-1][0]
        except UNREADABLE:
            yield from self._singly(select, last)

    def _singly(self, select: str, last: int) -> Iterator[list[Any]]:
        """Each by a SELECT of its own: a driver that reads ahead would lose the last good one."""
        try:
            while row := self._select(f"{select.format(f'WHERE seq > {last:d}')} LIMIT 1").fetchone():
                yield [row]
                last = row[0]
        except UNREADABLE as fault:
            raise SealBroken(
                f"event {last + 1} altered: it cannot be read ({str(fault)[:200]})", last + 1
            ) from fault

    def heads(self) -> Iterator[KeptHead]:
        """Checkpoints with their countersignatures, by size."""
        at = self._instant.format("at")
        lines = self._select("SELECT size, agent, signature FROM countersignatures ORDER BY size, agent")
        line = lines.fetchone()
        select = f"SELECT size, {at}, note FROM checkpoints ORDER BY size"  # noqa: S608 (at is a constant)
        for size, when, note in self._select(select):
            mine: dict[str, str] = {}
            while line is not None and line[0] <= size:
                if line[0] != size:
                    _astray(line)
                mine[line[1]] = line[2]
                line = lines.fetchone()
            yield KeptHead(size=size, note=note, at=EPOCH + when * MICROSECOND, countersignatures=mine)

    def newest_head(self) -> KeptHead | None:
        """The head over the most events; None where there is none."""
        newest = None
        for newest in self.heads():  # noqa: B007 (the last one is wanted)
            pass
        return newest

    def row(self, seq: int) -> tuple[Row, Receipt | None] | None:
        """One event with its receipt; None where there is none."""
        found = self._select(f"SELECT {self._columns()} FROM events WHERE seq = {seq:d}").fetchone()  # noqa: S608
        if found is None:
            return None
        at = self._instant.format("at")
        kept = self._select(f"SELECT id, {at}, receipt FROM receipts WHERE seq = {seq:d}").fetchone()  # noqa: S608
        return Row(*found), None if kept is None else Receipt(*kept)

    def frontier(self) -> Frontier:
        """What the store says of the tree."""
        kept = self._select("SELECT size, roots FROM seal_frontier WHERE id = 1").fetchone()
        try:
            return Frontier() if kept is None else Frontier.of_bytes(kept[0], bytes(kept[1]))
        except (TypeError, ValueError) as fault:
            raise SealBroken(f"the store's own state of the tree is damaged: {fault}") from fault

    def _columns(self) -> str:
        return ", ".join(self._instant.format(name) if name in INSTANTS else name for name in COLUMNS)

    def _answers(self) -> Iterator[tuple[int | None, Receipt]]:
        at = self._instant.format("at")
        select = f"SELECT seq, id, {at}, receipt FROM receipts ORDER BY seq"  # noqa: S608 (at is a constant)
        for seq, id_, when, receipt in self._select(select):
            yield seq, Receipt(id_, when, receipt)


class Receipts:
    """Receipts handed out with the events that they name."""

    def __init__(self, found: Iterator[tuple[int | None, Receipt]]) -> None:
        self._found = found
        self._next = next(found, None)

    def upto(self, last: int) -> dict[int, Receipt]:
        """Those of events up to ``last`` that were not handed out yet."""
        mine: dict[int, Receipt] = {}
        while self._next is not None:
            seq, receipt = self._next
            if seq is None or seq in mine or seq < 1:
                raise SealBroken(f"receipt {receipt.id} inserted: it is for no event of its own", seq)
            if seq > last:
                break
            mine[seq] = receipt
            self._next = next(self._found, None)
        return mine

    def end(self) -> None:
        """SealBroken if one is left."""
        if self._next is not None:
            seq, receipt = self._next
            raise SealBroken(f"receipt {receipt.id} inserted: there is no event {seq}", seq)


def _astray(line: tuple[int, str, str]) -> NoReturn:
    raise SealBroken(
        f"a countersignature of agent {line[1]} is for a checkpoint of {line[0]} events: there is none"
    )


@contextmanager
def open_record(url: str) -> Iterator[Record]:
    """The record at a store's URL, opened to be read alone. StoreUrlInvalid, StoreAway say why not."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with _sqlite(Path(parsed.database or "")) as record:
            yield record
    elif parsed.get_backend_name() == "postgresql":
        with _postgresql(url) as record:
            yield record
    else:
        raise StoreUrlInvalid(f"expected sqlite or postgresql, got {parsed.get_backend_name()!r}")


@contextmanager
def _sqlite(path: Path) -> Iterator[Record]:
    if not path.is_file():
        raise StoreAway(f"expected a database at {path}; there is none")
    try:
        with closing(
            sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True, isolation_level=None)
        ) as line:
            line.execute("PRAGMA query_only = 1")
            line.execute("BEGIN")
            yield Record(line.execute, "{0}", spells=spells_alike(line.execute))
    except UNREADABLE as fault:
        raise SealBroken(f"the database cannot be read: {str(fault)[:200]}") from fault


@contextmanager
def _postgresql(url: str) -> Iterator[Record]:
    engine = engine_for(url, read_only=True)
    try:
        with away_as_such(), driver_as_such(engine.dialect.loaded_dbapi):
            line = engine.raw_connection()
            try:
                line.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                numbered = iter(range(1_000_000))

                def select(text: str) -> Any:
                    cursor: Any = line.driver_connection.cursor(name=f"audit_{next(numbered)}", binary=True)  # type: ignore[union-attr]
                    cursor.itersize = CHUNK
                    return cursor.execute(text)

                yield Record(select, "(extract(epoch FROM {0}) * 1000000)::bigint")
            finally:
                line.invalidate()
    finally:
        engine.dispose()
