"""The personal part of events goes; a hash stays for it, so that the tree still holds (gate.seal.leaf)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect

from gate.domain.erasure import EraseEvents
from gate.seal.leaf import hidden_hash, personal_bytes
from gate.store.base import EPOCH, MICROSECOND
from gate.store.prepared import Cursor

SELECT = (
    "SELECT e.seq, e.person, e.credential, e.personal, e.salt, r.receipt FROM events e "
    "LEFT JOIN receipts r ON r.seq = e.seq "
    "WHERE e.seq BETWEEN {m} AND {m} AND e.salt IS NOT NULL AND e.recorded_at < {m} AND e.type IN ({types})"
)
UPDATE = (
    "UPDATE {table} SET salt = NULL, hidden = {m}, person = NULL, credential = NULL, personal = NULL "
    "WHERE seq = {m}"
)
RECEIPT = "UPDATE receipts SET receipt = '' WHERE seq = {m} AND receipt <> ''"


class EventEraser:
    """Its statements are spelt once for the dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._sqlite = dialect.name == "sqlite"
        self._mark = "?" if self._sqlite else "%s"
        table = "events" if self._sqlite else "events_log"  # what stands behind the view
        self._update, self._receipt = UPDATE.format(m=self._mark, table=table), RECEIPT.format(m=self._mark)

    def erase(self, cursor: Cursor, what: EraseEvents) -> int:
        """How many events lost their personal part; one that has none already is left as it is."""
        marks = ", ".join([self._mark] * len(what.types))
        select = SELECT.format(m=self._mark, types=marks)
        cursor.execute(select, (what.first, what.last, self._instant(what.before), *what.types))
        rows = [row for row in cursor.fetchall() if _meant(what, row)]
        if rows:
            cursor.executemany(self._update, [(_hidden(row), row[0]) for row in rows])
            cursor.executemany(self._receipt, [(row[0],) for row in rows])
        return len(rows)

    def _instant(self, at: datetime) -> Any:
        return (at - EPOCH) // MICROSECOND if self._sqlite else at


def _meant(what: EraseEvents, row: Any) -> bool:
    named = {name for name in (*what.keep, what.person) if name and _names(row, name)}
    if named & set(what.keep):
        return False
    return not what.person or what.person in named


def _names(row: Any, person: str) -> bool:
    """Whether the row tells of the person: in its column, or anywhere in its personal part, where ids stand quoted."""
    return row[1] == person or f'"{person}"' in (row[3] or "")


def _hidden(row: Any) -> bytes:
    _, person, credential, personal, salt, receipt = row
    return hidden_hash(bytes(salt), personal_bytes(person, credential, personal, receipt))
