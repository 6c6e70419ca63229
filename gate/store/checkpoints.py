"""SQLite's write-ahead log moved into the database aside, so that no badge waits while a thousand pages are copied.

PostgreSQL does so by itself. Should this thread fail, the writer does it again by itself once the log is far longer
(:data:`gate.store.connect.PRAGMAS`).
"""

from __future__ import annotations

import logging
import threading
import time

from sqlalchemy import Engine

from gate.store.errors import StoreAway, away_as_such, driver_as_such

log = logging.getLogger(__name__)

EVERY_S = 10.0
EMPTIED_EVERY_S = 3600.0
"""The log's file is used again from its start and still holds what stood in it: what was erased is gone within this."""


class Checkpoints:
    """A thread with a connection of its own. Start once; :meth:`once` is one round of it."""

    def __init__(self, engine: Engine, every_s: float = EVERY_S) -> None:
        self._engine, self._every_s = engine, every_s
        self._emptied = time.monotonic()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)

    def start(self) -> None:
        """Begin; at once over for a database that needs none of this."""
        if self._engine.dialect.name == "sqlite":
            self._thread.start()

    def stop(self) -> None:
        """End; what is not copied yet is read from the log as before."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def once(self) -> int:
        """Copy what no reader holds back, holding up no writer; how many pages of the log are left. StoreAway."""
        with away_as_such(), driver_as_such(self._engine.dialect.loaded_dbapi):
            connection = self._engine.raw_connection()
            try:
                row = connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                _busy, pages, copied = row
            finally:
                connection.close()
        return int(pages) - int(copied)

    def empty(self) -> bool:
        """Copy all of it and cut the file; False, and at once, while anybody reads or writes. StoreAway."""
        with away_as_such(), driver_as_such(self._engine.dialect.loaded_dbapi):
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA busy_timeout=0")
                busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.invalidate()  # the next one waits again
        return not busy

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            try:
                self.once()
                if time.monotonic() - self._emptied >= EMPTIED_EVERY_S and self.empty():
                    self._emptied = time.monotonic()
            except StoreAway as error:  # whoever writes says it to people
                log.debug("no checkpoint: %s", error)
