"""A consistent copy of a database beside its running writer, and the rows that it holds: SQLite and PostgreSQL.

SQLite by its online backup API (sqlite.org/backup.html): pages are copied while the engine goes on writing, and the
copy is of one instant. PostgreSQL by ``pg_dump`` in custom format, in the snapshot in which the rows were counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, table, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from gate.backup.errors import BackupError
from gate.backup.postgres import PgTools, pg_environment
from gate.backup.progress import Progress
from gate.store.connect import engine_for
from gate.store.errors import StoreError, first_line, shown
from gate.store.migrate import is_newest
from gate.store.redo.recovery import recover_copy, redo_path

PAGES = 2_000
"""Copied in one go: about 8 MB, during which a writer waits for its lock at most once."""

VERSIONS = "alembic_version"
SQLITE_MEMBER = "store.sqlite"
POSTGRES_MEMBER = "store.dump"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The copy in ``member`` of its folder, with what was in it."""

    database: str
    member: str
    revision: str
    rows: Mapping[str, int]


def copy_store(url: str, folder: Path, tools: PgTools, progress: Progress) -> Copied:
    """The store at ``url`` into a file of the folder. BackupError where the database cannot be read."""
    try:
        if make_url(url).get_backend_name() == "sqlite":
            return _sqlite(url, folder / SQLITE_MEMBER, progress)
        return _postgres(url, folder / POSTGRES_MEMBER, tools, progress)
    except DBAPIError as fault:
        raise BackupError(f"the store does not answer: {first_line(fault)}") from fault


def copy_sqlite(source: Path, target: Path, progress: Progress) -> None:
    """Any SQLite file; BackupError for one that is damaged. The copy stands alone: it has no log beside it."""
    step = f"copying {source.name}"
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=5.0)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(
                new, pages=PAGES, progress=lambda _, left, total: progress(step, total - left, total or 1)
            )
            new.execute("PRAGMA journal_mode=DELETE")
            found = new.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as fault:
        raise BackupError(f"{source}: {fault}") from fault
    if found != "ok":
        raise BackupError(f"{source}: expected a sound database; {found}")


def rows_of(url: str) -> tuple[str, dict[str, int]]:
    """The schema's revision and the number of rows of every table. BackupError where the database does not answer."""
    engine = engine_for(url, read_only=True)
    try:
        with engine.connect() as connection:
            return _counted(connection)
    except DBAPIError as fault:
        raise BackupError(f"{shown(url)} does not answer: {first_line(fault)}") from fault
    finally:
        engine.dispose()


def _counted(connection: Connection) -> tuple[str, dict[str, int]]:
    """Partitions are counted with their table, by whose name a row is known."""
    tables = inspect(connection).get_table_names()
    if VERSIONS not in tables:
        raise BackupError("expected a store of Gate; the database has none")
    revision = str(connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar_one())  # noqa: S608
    parts = _partitions(connection)
    rows = {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in sorted(tables)
        if name not in parts and not name.startswith("sqlite_")
    }
    return revision, rows


def _partitions(connection: Connection) -> frozenset[str]:
    if connection.dialect.name == "sqlite":
        return frozenset()
    found = connection.execute(text("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'"))
    return frozenset(found.scalars())


def _sqlite(url: str, target: Path, progress: Progress) -> Copied:
    source = Path(make_url(url).database or "").absolute()
    if not source.exists():
        raise BackupError(f"{source}: expected the store; there is no file")
    copy_sqlite(source, target, progress)
    _put_in_what_waits(url, target)
    revision, rows = rows_of(f"sqlite:///{target}")
    return Copied(database="sqlite", member=target.name, revision=revision, rows=rows)


def _put_in_what_waits(url: str, target: Path) -> None:
    """What an engine that died left in its redo file is part of the record, and of its copy."""
    redo = redo_path(url)
    if redo is None or not redo.exists():
        return
    engine = engine_for(f"sqlite:///{target}")
    try:
        if is_newest(engine):
            recover_copy(engine, redo)
    except StoreError as fault:
        raise BackupError(str(fault)) from fault
    finally:
        engine.dispose()
    with closing(sqlite3.connect(target)) as alone:
        alone.execute("PRAGMA journal_mode=DELETE")


def _postgres(url: str, target: Path, tools: PgTools, progress: Progress) -> Copied:
    engine = engine_for(url)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            revision, rows = _counted(connection)
            arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            tools.run("pg_dump", [*arguments, f"--file={target}"], pg_environment(url), progress)
    finally:
        engine.dispose()
    return Copied(database="postgresql", member=target.name, revision=revision, rows=rows)
