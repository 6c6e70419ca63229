"""The console's own tables: operators, sessions, wrong passwords, what is still to be recorded. SQLite, one file, 0600.

Nothing of the site's facts is here. Times are Unix seconds of the machine's clock.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS operators (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL,
    language TEXT, theme TEXT, made_at REAL NOT NULL, person TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY, operator TEXT NOT NULL REFERENCES operators (name) ON DELETE CASCADE,
    begun_at REAL NOT NULL, used_at REAL NOT NULL, origin TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS wrong_passwords (
    name TEXT PRIMARY KEY, count INTEGER NOT NULL, last_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS refusals (
    id TEXT PRIMARY KEY, at REAL NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, origin TEXT NOT NULL,
    what TEXT NOT NULL, why TEXT NOT NULL, subject TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS readings (
    id TEXT PRIMARY KEY, at REAL NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, origin TEXT NOT NULL,
    what TEXT NOT NULL, person TEXT NOT NULL
) STRICT;
"""


def machine_now() -> datetime:
    """The machine's clock, aware UTC: a simulated site's runs faster, a session does not."""
    return datetime.now(UTC)


class Books:
    """One connection, guarded: threads may share it. ``clock`` is the machine's."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = machine_now) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._clock = clock
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        self._connection.executescript(SCHEMA)
        self._grow()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def time(self) -> float:
        """Unix seconds now."""
        return self._clock().timestamp()

    def _grow(self) -> None:
        """Columns that books of an older version lack."""
        known = {row["name"] for row in self._connection.execute("PRAGMA table_info(operators)")}
        if "person" not in known:
            self._connection.execute("ALTER TABLE operators ADD COLUMN person TEXT NOT NULL DEFAULT ''")

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

    def secret(self) -> str:
        """The key that signs cookies: made once, kept here."""
        with self.work() as db:
            db.execute("INSERT OR IGNORE INTO settings VALUES ('secret', ?)", (secrets.token_hex(32),))
            found: str = db.execute("SELECT value FROM settings WHERE name = 'secret'").fetchone()[0]
            return found
