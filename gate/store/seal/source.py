"""The record out of a database for the verifier: rows as they are stored, by the driver alone, in bounded memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.engine import make_url

from gate.seal.block import Block
from gate.seal.frontier import Frontier
from gate.seal.leaf import COLUMNS, Receipt, Row, Spelt
from gate.seal.report import KeptHead, SealBroken
from gate.seal.short import NoShortWay, ShortVerifier
from gate.seal.verify import Verifier
from gate.store.base import EPOCH, MICROSECOND, MICROSECONDS
from gate.store.connect import engine_for
from gate.store.errors import StoreAway, StoreUrlInvalid, away_as_such, driver_as_such
from gate.store.seal import postgres_spelling
from gate.store.seal.ahead import Ahead, Blocks
from gate.store.seal.edge import edge
from gate.store.seal.receipts import Receipts
from gate.store.seal.spelling import BLOCK, spells_alike, spelt_columns

CHUNK = 512
"""Rows at once: their texts stay in the processor's cache."""
INSTANTS = ("at", "recorded_at")
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged SQLite file raises, the latter from texts of the driver's own."""

Select = Callable[[str], Any]
"""Runs a SELECT on a cursor of its own, which fetches as it is read; at most CHUNK rows stand in memory."""

MORE = 8
"""So many times more of a server, which plans each SELECT over all months."""

LOWEST = -(2**63)
"""No number is this low."""


class Record:
    """The sealed record as of one transaction."""

    def __init__(
        self, select: Select, instant: str, *, blocks: Blocks | None = None, at_once: int = 0
    ) -> None:
        """``instant``: how the database spells an instant's microseconds since 1970, with {0} for the column.

        ``blocks``: for a database that itself can write rows as the tree has them (gate.store.seal.spelling).
        ``at_once``: rows that are read at once, CHUNK if it is 0.
        """
        self._at_once = at_once or CHUNK
        self._select = select
        self._instant = instant
        self._blocks = blocks
        names = ", ".join(instant.format(name) if name in INSTANTS else name for name in COLUMNS)
        self._events = f"SELECT {names} FROM events"  # noqa: S608 (columns are constants)
        self._receipts: Receipts | None = None
        self._size = 0

    def feed(self, verifier: Verifier) -> None:
        """All events with their receipts to the verifier, by the thousand. SealBroken for the first wrong one."""
        self._receipts, self._size = Receipts(self._answers()), 0
        while self._fed(verifier, self._receipts, self._size, self._size + self._at_once) == self._at_once:
            pass
        for rows in self._chunks(f"WHERE seq > {self._size:d}", self._size):  # what follows a gap
            _take(verifier, rows, {})

    def feed_short(self, verifier: ShortVerifier) -> None:
        """The same, for whom rows need not be told apart. NoShortWay where this database does not spell them itself."""
        if self._blocks is None:
            raise NoShortWay("this database spells otherwise")
        self._receipts, self._size, size = Receipts(self._answers()), 0, -1
        while size != self._size:
            size, upto = self._size, self._size + self._at_once
            answers = self._receipts.upto(upto)
            block = self._blocks(size or LOWEST, upto)
            if block is not None:
                verifier.block(block, answers)
                self._size += block.size
        more = f"SELECT seq FROM events WHERE seq > {size:d} LIMIT 1"  # noqa: S608 (a number)
        if self._select(more).fetchone():
            raise NoShortWay(f"something is odd behind event {size}")

    def _fed(self, verifier: Verifier, receipts: Receipts, after: int, upto: int) -> int:
        """How many rows have these numbers; 0 and less are no event's, and read with the first."""
        answers = receipts.upto(upto)
        lowest = after if after else LOWEST
        block = self._blocks(lowest, upto) if self._blocks else None
        if block is not None and verifier.block(block, answers):
            count = block.size
        else:
            count = 0
            for rows in self._chunks(f"WHERE seq > {lowest:d} AND seq <= {upto:d}", after):
                _take(verifier, rows, answers)
                count += len(rows)
        self._size += count
        return count

    def check_rest(self) -> None:
        """After the last row: SealBroken for a receipt that names an event which is not there."""
        if self._receipts is not None:
            self._receipts.end(self._size)

    def rows(self) -> Iterator[tuple[list[Row], dict[int, Receipt]]]:
        """Events in order, with the receipts that name them. SealBroken for one that cannot be read."""
        receipts = Receipts(self._answers())
        for rows in self._chunks("", 0):
            yield [Row(*row) for row in rows], receipts.upto(rows[-1][0])

    def _chunks(self, where: str, last: int) -> Iterator[list[Any]]:
        """Where a chunk cannot be read its rows come singly, up to the one that cannot."""
        try:
            events = self._select(f"{self._events} {where} ORDER BY seq")
            while rows := events.fetchmany(CHUNK):
                yield rows
                last = rows[-1][0]
        except UNREADABLE:
            yield from self._singly(last)

    def _singly(self, last: int) -> Iterator[list[Any]]:
        """Each by a SELECT of its own: a driver that reads ahead would lose the last good one."""
        try:
            while row := self._select(f"{self._events} WHERE seq > {last:d} ORDER BY seq LIMIT 1").fetchone():
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
        found = self._select(f"{self._events} WHERE seq = {seq:d}").fetchone()
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

    def edge(self, size: int) -> Frontier:
        """What the store's nodes say of the tree with so many events. NoShortWay where they say nothing."""
        return edge(self._select, size)

    def _answers(self) -> Iterator[tuple[int | None, Receipt]]:
        at = self._instant.format("at")
        select = f"SELECT seq, id, {at}, receipt FROM receipts ORDER BY seq"  # noqa: S608 (at is a constant)
        for seq, id_, when, receipt in self._select(select):
            yield seq, Receipt(id_, when, receipt)


def _take(verifier: Verifier, rows: Sequence[Any], answers: Mapping[int, Receipt]) -> None:
    """Rows to the verifier, up to one with bytes where there were none."""
    spelt: list[Spelt] = []
    for row in rows:
        try:
            spelt.append(spelt_columns(row))
        except TypeError as fault:
            verifier.rows(spelt, answers)
            raise SealBroken(
                f"event {row[0]} altered: a value of another type than was written ({fault})", row[0]
            ) from fault
    verifier.rows(spelt, answers)


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
            yield sqlite_record(line.execute)
    except UNREADABLE as fault:
        raise SealBroken(f"the database cannot be read: {str(fault)[:200]}") from fault


def sqlite_record(execute: Callable[..., Any]) -> Record:
    """The record that a connection to SQLite reads."""

    select = f"SELECT {BLOCK} FROM events WHERE seq > ? AND seq <= ?"  # noqa: S608 (constants)

    def blocks(after: int, upto: int) -> Block | None:
        try:
            found = execute(select, (after, upto)).fetchone()
        except UNREADABLE:
            return None  # looked at row by row
        return Block(max(after, 0) + 1, *found) if found[0] else None

    return Record(execute, MICROSECONDS["sqlite"], blocks=blocks if spells_alike(execute) else None)


@contextmanager
def _postgresql(url: str) -> Iterator[Record]:
    engine = engine_for(url, read_only=True)
    try:
        with away_as_such(), driver_as_such(engine.dialect.loaded_dbapi):
            line = engine.raw_connection()
            try:
                line.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                with _ahead_on(line.driver_connection) as blocks:
                    yield _postgres_record(line.driver_connection, blocks)
            finally:
                line.invalidate()
    finally:
        engine.dispose()


def _postgres_record(line: Any, blocks: Blocks | None) -> Record:
    numbered = iter(range(1_000_000_000))

    def select(text: str) -> Any:
        cursor = line.cursor(name=f"audit_{next(numbered)}", binary=True)
        cursor.itersize = CHUNK
        return cursor.execute(text)

    return Record(select, MICROSECONDS["postgresql"], blocks=blocks, at_once=MORE * CHUNK)


@contextmanager
def _ahead_on(line: Any) -> Iterator[Blocks | None]:
    whole = line.cursor(binary=True)

    def blocks(after: int, upto: int) -> Block | None:
        size, *texts = whole.execute(postgres_spelling.BLOCK, (after, upto)).fetchone()
        # a number is unique in its month only
        return Block(max(after, 0) + 1, size, *texts)._replace(distinct=False) if size else None

    if not postgres_spelling.spells_alike(whole.execute):
        yield None
        return
    with Ahead(blocks) as ahead:
        yield ahead
