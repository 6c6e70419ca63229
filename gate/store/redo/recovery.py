"""What a redo file still holds is put into the tables: before anybody else writes them, and into a backup's copy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, select
from sqlalchemy.engine import make_url

from gate.store.batch import Batch
from gate.store.errors import RedoDamaged, StoreAway, StoreConflict, away_as_such
from gate.store.line import WritingLine
from gate.store.redo.file import RedoTaken, records, take
from gate.store.redo.spelling import read
from gate.store.tables import RedoneRow

HELP = (
    "if it cannot be mended, move it away: what is lost with it is what agents have not been acknowledged, "
    "which they send again, and what the engine itself saw in its last moment"
)


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
        return 0 if data is None else _redo(engine, pending(data, redone(engine), path), path)


def recover_copy(engine: Engine, path: Path) -> int:
    """The same for a copy of the database that nobody else has, beside whoever writes the original.

    What the writer did since the copy was made may have replaced the records that follow it: then nothing is put in,
    and the copy is of the instant at which it was made.
    """
    data, upto = _bytes(path), redone(engine)
    return _redo(engine, _following(records(data), upto), path)


def waiting(engine: Engine, path: Path) -> int:
    """How many records the tables do not have; 0 where an engine runs, which has them in hand. As :func:`recover`."""
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
            line.write(_batch(payload, number, path))
    except StoreConflict as fault:
        raise RedoDamaged(f"{path}: record {number} contradicts the database ({fault}); {HELP}") from fault
    finally:
        line.close()
    return len(following)


def _batch(payload: bytes, number: int, path: Path) -> Batch:
    try:
        return read(payload, number)
    except (ValueError, TypeError, KeyError) as fault:
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
