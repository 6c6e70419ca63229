"""The notifier's own tables: how far it read the record, what is to be told, links that it gave out, addresses.

SQLite, one file, 0600. Times are the site's clock as Unix seconds. A link is kept as the hash of its token.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS progress (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS queue (
    id INTEGER PRIMARY KEY, event INTEGER NOT NULL, visit TEXT NOT NULL, kind TEXT NOT NULL, to_kind TEXT NOT NULL,
    to_id TEXT NOT NULL, state TEXT NOT NULL, made_at REAL NOT NULL, tries INTEGER NOT NULL, due_at REAL NOT NULL,
    sent_at REAL, why TEXT NOT NULL, UNIQUE (event, kind, to_kind, to_id)
) STRICT;
CREATE INDEX IF NOT EXISTS queue_due ON queue (state, due_at);
CREATE INDEX IF NOT EXISTS queue_visit ON queue (visit);
CREATE TABLE IF NOT EXISTS links (
    token TEXT PRIMARY KEY, visit TEXT NOT NULL, purpose TEXT NOT NULL, person TEXT NOT NULL, until REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS links_until ON links (until);
CREATE TABLE IF NOT EXISTS contacts (person TEXT PRIMARY KEY, email TEXT NOT NULL, language TEXT NOT NULL) STRICT;
"""


class NotifyBook:
    """One connection, guarded: threads may share it, processes too."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def work(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end, rolled back on an error."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
