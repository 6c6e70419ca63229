"""The notifier's own tables: how far it read the record, what is to be told, links that it gave out, addresses.

SQLite, one file, 0600. Times are the site's clock as Unix seconds. A link is kept as the hash of its token.
"""

from __future__ import annotations

from pathlib import Path

from gate.own_file import OwnFile

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
CREATE TABLE IF NOT EXISTS prints (
    id INTEGER PRIMARY KEY AUTOINCREMENT, visit TEXT NOT NULL, paper TEXT NOT NULL, asked_by TEXT NOT NULL,
    state TEXT NOT NULL, made_at REAL NOT NULL, tries INTEGER NOT NULL, due_at REAL NOT NULL, printed_at REAL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS prints_due ON prints (state, due_at);
CREATE TABLE IF NOT EXISTS link_passes (code TEXT PRIMARY KEY, token TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS links_until ON links (until);
CREATE TABLE IF NOT EXISTS contacts (person TEXT PRIMARY KEY, email TEXT NOT NULL, language TEXT NOT NULL) STRICT;
"""


class NotifyBook(OwnFile):
    """One connection, guarded: threads may share it, processes too."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA)
