"""The drill: a backup is restored to a scratch place, its record verified, its rows counted; then the place is gone.

A backup that was never restored is a hope. PostgreSQL's goes into a database of its own on a server that is named,
which is dropped afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from gate.backup.errors import BackupError
from gate.backup.header import Secrets
from gate.backup.manifest import Manifest
from gate.backup.postgres import PgTools
from gate.backup.progress import Progress
from gate.backup.restore import opened, restore_store
from gate.store.errors import first_line, shown

Verify = Callable[[str], str]
"""Verifies the record of the store at a URL, and says what holds; raises where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drilled:
    """What came back: all of it as it went in, and ``verified`` by the seal."""

    manifest: Manifest
    verified: str


def drill(
    source: Path,
    scratch: Path,
    secrets: Secrets,
    server: str,
    tools: PgTools,
    verify: Verify,
    progress: Progress,
) -> Drilled:
    """Restore, verify, count. ``server``: URL of any database of the PostgreSQL server to use, if it is one's backup.

    A BackupError, or what ``verify`` raises, says what is not as it was.
    """
    with (
        opened(source, scratch, secrets, progress) as (folder, manifest),
        _place(folder, manifest, server) as url,
    ):
        restore_store(folder, manifest, url, tools, progress)
        return Drilled(manifest=manifest, verified=verify(url))


@contextmanager
def _place(folder: Path, manifest: Manifest, server: str) -> Iterator[str]:
    """An empty place of the backup's kind, which is gone at the end."""
    if manifest.database == "sqlite":
        yield f"sqlite:///{folder / 'drill.sqlite'}"
        return
    if not server.startswith("postgresql"):
        raise BackupError("the backup is PostgreSQL's: name a server for the drill by --store")
    name = f"gate_drill_{os.getpid()}"
    _execute(server, f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(server: str, statement: str) -> None:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except DBAPIError as fault:
        raise BackupError(f"{shown(server)}: {first_line(fault)}") from fault
    finally:
        engine.dispose()
