"""What a redo file still holds is put into the tables: before anybody else writes them, and into a backup's copy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, select
from sqlalchemy.engine import make_url

from gate.store.base import Base
from gate.store.batch import Batch
from gate.store.errors import RedoDamaged, StoreAway, StoreConflict, away_as_such
from gate.store.line import WritingLine
from gate.store.redo.file import RedoFile, RedoTaken, records, take
from gate.store.redo.spelling import read
from gate.store.tables import RedoneRow

HELP = (
    "if it cannot be mended, move it away: what is lost with it is what agents have not been acknowledged, "
    "which they send again, and what the engine itself saw in its last moment"
)


ALWAYS = frozenset(
    {"events", "receipts", "seal_frontier", "seal_nodes", "log_days", "sources", "world_state", "redone"}
)
"""Tables that any record may change."""


def redo_path(url: str) -> Path | None:
    """The file beside this database; None for one that has none."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(f"{Path(parsed.database).absolute()}-redo")


def redone(engine: Engine) -> int:
    """Up to which record the tables have everything; 0 for a database that is new or of a version without."""
    with away_as_such(), engine.connect() as connection:
        if not inspect(connection).has_table(RedoneRow.__tablename__):
            return 0
        return connection.execute(select(RedoneRow.upto)).scalar_one_or_none() or 0


def recover(engine: Engine, path: Path) -> int:
    """Put in what the tables do not have, while no engine runs; how many records. The schema is the newest.

    StoreAway where the database or the file cannot be had; RedoDamaged where a record is missing or does not fit.
    """
    with _taken(path) as data:
        return 0 if data is None else put_in(engine, data, path)


def put_in(engine: Engine, data: bytes, path: Path) -> int:
    """The same with a file's bytes, for whoever has taken it."""
    return _redo(engine, pending(data, redone(engine), path), path)


def begin(engine: Engine, path: Path) -> RedoFile:
    """The file for an engine that starts, with nothing in it: the tables have it all, durably.

    As :func:`recover`; RedoTaken, or OSError where the file cannot be made.
    """
    file = RedoFile(path)
    try:
        put_in(engine, file.held(), path)
        file.begin(_made_durable(engine))
    except BaseException:
        file.close()
        raise
    return file


def recover_older(engine: Engine, path: Path) -> int:
    """As :func:`recover`, before the database is given a newer schema: what waits belongs into the tables as they are.

    RedoDamaged where they have another form than this version writes.
    """
    with _taken(path) as data:
        if data is None:
            return 0
        following = pending(data, redone(engine), path)
        odd = _in_another_form(
            engine, {table for each in following for table in _tables(_batch(*each, path))}
        )
        if odd:
            raise RedoDamaged(
                f"{path}: {len(following)} records of an earlier version, which died, wait for the table {odd[0]} as "
                f"it was: start and stop that version once, then this one; or {HELP}"
            )
        return _redo(engine, following, path)


def _columns(table: str) -> set[str]:
    """As this version writes them; none for a table that it does not know."""
    known = Base.metadata.tables.get(table)
    return set() if known is None else set(known.columns.keys())


def _tables(batch: Batch) -> frozenset[str]:
    """What writing it changes."""
    return ALWAYS | {table for table, _ in batch.rows}


def _in_another_form(engine: Engine, tables: Iterable[str]) -> list[str]:
    """Those whose columns are not those that this version writes."""
    with away_as_such(), engine.connect() as connection:
        there = inspect(connection)
        known = set(there.get_table_names())
        return [
            name
            for name in sorted(tables)
            if name not in known or {each["name"] for each in there.get_columns(name)} != _columns(name)
        ]


def _made_durable(engine: Engine) -> int:
    """What was written lazily is on the disk from now on; up to which record the tables have everything."""
    upto = redone(engine) or 1  # a batch with 0 would write nothing
    line = WritingLine(engine)
    try:
        line.write(Batch(redone=upto))
    finally:
        line.close()
    return upto


def recover_copy(engine: Engine, path: Path) -> int:
    """The same for a copy of the database that nobody else has, beside whoever writes the original.

    What the writer did since the copy was made may have replaced the records that follow it: then nothing is put in,
    and the copy is of the instant at which it was made.
    """
    data, upto = _bytes(path), redone(engine)
    return _redo(engine, _following(records(data), upto), path)


def waiting(engine: Engine, path: Path) -> int:
    """How many records the tables do not have; 0 where an engine runs, which has them in hand. As :func:`recover`.

    The file is taken only where something waits: an engine that starts at this moment finds it free otherwise.
    """
    if not path.exists() or max(records(_bytes(path)), default=0) <= redone(engine):
        return 0
    with _taken(path) as data:
        return 0 if data is None else len(pending(data, redone(engine), path))


def pending(data: bytes, upto: int, path: Path) -> Sequence[tuple[int, bytes]]:
    """Records behind ``upto``, in order; RedoDamaged where a later one is there and one before it is not."""
    found = records(data)
    following = _following(found, upto)
    last = following[-1][0] if following else upto
    if max(found, default=0) > last:
        raise RedoDamaged(
            f"{path}: expected record {last + 1} behind those that the database has, found {max(found)}: the file is "
            f"damaged, or the database is an older copy; {HELP}"
        )
    return following


def _following(found: dict[int, bytes], upto: int) -> Sequence[tuple[int, bytes]]:
    following = []
    while upto + 1 in found:
        upto += 1
        following.append((upto, found[upto]))
    return following


def _redo(engine: Engine, following: Sequence[tuple[int, bytes]], path: Path) -> int:
    if not following:
        return 0
    line = WritingLine(engine)
    try:
        for number, payload in following:
            line.write(_batch(number, payload, path))
    except (StoreConflict, LookupError, engine.dialect.loaded_dbapi.Error) as fault:
        raise RedoDamaged(f"{path}: record {number} contradicts the database ({fault}); {HELP}") from fault
    finally:
        line.close()
    return len(following)


def _batch(number: int, payload: bytes, path: Path) -> Batch:
    try:
        return read(payload, number)
    except (ValueError, TypeError, LookupError) as fault:
        raise RedoDamaged(f"{path}: record {number} is none of this version's ({fault}); {HELP}") from fault


@contextmanager
def _taken(path: Path) -> Iterator[bytes | None]:
    """The file's bytes, for this process alone; None where there is no file, or an engine has it."""
    if not path.exists():
        yield None
        return
    try:
        descriptor = take(path)
    except RedoTaken:
        yield None
        return
    except OSError as fault:
        raise StoreAway(f"{path}: {fault.strerror or fault}") from fault
    try:
        yield _bytes(path)
    finally:
        os.close(descriptor)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as fault:
        raise StoreAway(f"{path}: {fault.strerror or fault}") from fault
