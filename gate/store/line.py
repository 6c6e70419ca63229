"""The recorder's line to the database: one connection kept open, one transaction a batch."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

from gate.store.batch import Batch
from gate.store.connect import BUSY_MS
from gate.store.errors import away_as_such, driver_as_such
from gate.store.partitions import Partitions
from gate.store.prepared import Cursor
from gate.store.seal.behind import Behind
from gate.store.write import writer_for


class WritingLine:
    """For one thread at a time. After a failure the connection is thrown away and the next batch opens another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None
        self.on_open = ""  # a statement for each new connection: how tests fill a disk
        self._writer = writer_for(engine.dialect)
        self._behind = Behind(engine.dialect.name)
        self._partitions = Partitions() if engine.dialect.name == "postgresql" else None
        self._waits, self._lazy = True, False  # as a new connection does

    @property
    def near(self) -> bool:
        """See :class:`gate.store.recorder.Line`."""
        return self._engine.dialect.name == "sqlite"

    def write(self, batch: Batch, *, wait: bool = True, lazy: bool = False) -> None:
        """Commit it; StoreAway if the database cannot, StoreConflict if rows do not fit: then nothing is written.

        ``wait``: SQLite waits for another process that writes, as long as :data:`gate.store.connect.BUSY_MS`.
        ``lazy``: SQLite does not wait for the disk; a power cut may undo this, and what was lazily written behind it,
        until the next write that is not lazy (sqlite.org/pragma.html#pragma_synchronous, NORMAL in WAL mode).
        """
        try:
            with away_as_such(), driver_as_such(self._engine.dialect.loaded_dbapi):
                self._commit(batch, wait=wait, lazy=lazy)
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        """Give the connection up."""
        self._drop()

    def _commit(self, batch: Batch, *, wait: bool, lazy: bool) -> None:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            if self.on_open:
                self._connection.cursor().execute(self.on_open)
        if self._partitions is not None:
            self._partitions.make_for(self._connection, self._engine.dialect.loaded_dbapi, batch)
        cursor = self._connection.cursor()
        if self.near:  # psycopg begins by itself
            self._set(cursor, wait=wait, lazy=lazy)
            cursor.execute("BEGIN IMMEDIATE")
        self._writer.write(cursor, batch, self._behind)
        self._connection.commit()
        cursor.close()

    def _set(self, cursor: Cursor, *, wait: bool, lazy: bool) -> None:
        """How the connection waits, where it is not so already."""
        if wait is not self._waits:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MS if wait else 0}")
            self._waits = wait
        if lazy is not self._lazy:
            cursor.execute(f"PRAGMA synchronous={'NORMAL' if lazy else 'FULL'}")
            self._lazy = lazy

    def _drop(self) -> None:
        if self._connection is not None:
            # Rolled back here, not by closing: SQLite goes on as long as an error's traceback holds on to a cursor.
            with suppress(
                self._engine.dialect.loaded_dbapi.Error
            ):  # one that is lost has nothing to roll back
                self._connection.rollback()
            self._connection.invalidate()
            self._connection, self._waits, self._lazy = None, True, False
