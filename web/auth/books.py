"""The console's own tables: operators, sessions, wrong passwords, what is still to be recorded. SQLite, one file, 0600.

Nothing of the site's facts is here. Times are Unix seconds of the machine's clock.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from gate.own_file import OwnFile

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
CREATE TABLE IF NOT EXISTS kiosks (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, token TEXT UNIQUE, code TEXT UNIQUE, code_until REAL NOT NULL,
    made_by TEXT NOT NULL, made_at REAL NOT NULL, paired_at REAL, visit TEXT NOT NULL, turn TEXT NOT NULL,
    used_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS readings (
    id TEXT PRIMARY KEY, at REAL NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, origin TEXT NOT NULL,
    what TEXT NOT NULL, person TEXT NOT NULL
) STRICT;
"""


def machine_now() -> datetime:
    """The machine's clock, aware UTC: a simulated site's runs faster, a session does not."""
    return datetime.now(UTC)


class Books(OwnFile):
    """One connection, guarded: threads may share it. ``clock`` is the machine's."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = machine_now) -> None:
        super().__init__(path, SCHEMA)
        self._clock = clock
        self._grow()

    def time(self) -> float:
        """Unix seconds now."""
        return self._clock().timestamp()

    def _grow(self) -> None:
        """Columns that books of an older version lack."""
        with self.work() as db:
            known = {row["name"] for row in db.execute("PRAGMA table_info(operators)")}
            if "person" not in known:
                db.execute("ALTER TABLE operators ADD COLUMN person TEXT NOT NULL DEFAULT ''")

    def secret(self) -> str:
        """The key that signs cookies: made once, kept here."""
        with self.work() as db:
            db.execute("INSERT OR IGNORE INTO settings VALUES ('secret', ?)", (secrets.token_hex(32),))
            found: str = db.execute("SELECT value FROM settings WHERE name = 'secret'").fetchone()[0]
            return found
