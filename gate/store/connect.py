"""Connections: SQLite in WAL mode with synchronous=FULL, or PostgreSQL, by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from gate.store.errors import StoreUrlInvalid

BUSY_MS = 5000
"""So long SQLite waits for another process that writes."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=FULL",  # a commit is on the disk when it returns
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what was erased is overwritten, not only taken out of lists
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA wal_autocheckpoint=20000",  # pages of 4 KiB; long before, gate.store.checkpoints copies them aside
)
POSTGRES = {"connect_timeout": 3, "tcp_user_timeout": 5000, "options": "-c timezone=UTC"}
READ_ONLY_POSTGRES = {**POSTGRES, "options": "-c timezone=UTC -c default_transaction_read_only=on"}


def engine_for(url: str, *, read_only: bool = False) -> Engine:
    """An SQLAlchemy engine; no connection is made yet. StoreUrlInvalid names what was expected."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUrlInvalid("expected sqlite:///FILE or postgresql+psycopg://HOST/NAME") from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, read_only=read_only)
    if parsed.get_backend_name() == "postgresql":
        arguments = READ_ONLY_POSTGRES if read_only else POSTGRES
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), connect_args=arguments, pool_pre_ping=read_only
        )
    raise StoreUrlInvalid(f"expected sqlite or postgresql, got {parsed.get_backend_name()!r}")


def check_url(url: str) -> None:
    """StoreUrlInvalid if no store can be at this URL; nothing is opened."""
    engine_for(url).dispose()


def _sqlite(url: URL, *, read_only: bool) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreUrlInvalid("expected sqlite:///FILE: a record in memory is no record")
    path = Path(url.database).absolute()
    target = f"file:{path}?mode={'ro' if read_only else 'rwc'}"
    engine = create_engine(
        URL.create("sqlite", database=target, query={"uri": "true"}), connect_args={"timeout": 5.0}
    )
    event.listen(engine, "connect", _prepare_reader if read_only else _prepare_writer)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_writer(connection: Any, _record: object) -> None:
    # The driver's own idea of when a transaction starts leaves DDL outside of it: we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
