"""Of an agent's countersignatures the newest is kept, those of the last hour, and the last of each day (UTC) before.

Each says that the agent has seen this tree and all before it: an older one adds only when. An agent gives one a minute;
a year of forty agents would be twenty million rows, that each verification would have to check.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect

from gate.domain.countersignature import ALL_KEPT
from gate.store.base import EPOCH, MICROSECOND
from gate.store.prepared import Cursor

OLDER = "SELECT size, agent, at FROM countersignatures WHERE at < ? ORDER BY size DESC LIMIT ?"
GONE = "DELETE FROM countersignatures WHERE size = ? AND agent = ?"
DAYS = 4
"""So many rows of each agent are looked at: those that the last minute made old, with those of the last days."""


class Thinning:
    """Done whenever a head is made. Its statements are those of the dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._sqlite = dialect.name == "sqlite"

    def thin(self, cursor: Cursor, seen: int, now: datetime) -> None:
        """Let go of what is superfluous, the newest first. ``seen``: how many agents countersign."""
        before = now - ALL_KEPT
        older = (before - EPOCH) // MICROSECOND if self._sqlite else before
        cursor.execute(self._spelt(OLDER), (older, DAYS * seen))
        gone = list(_superfluous(cursor.fetchall(), self._sqlite))
        if gone:
            cursor.executemany(self._spelt(GONE), gone)

    def _spelt(self, statement: str) -> str:
        return statement if self._sqlite else statement.replace("?", "%s")


def _superfluous(rows: Iterable[tuple[int, str, Any]], sqlite: bool) -> Iterable[tuple[int, str]]:
    """All but the newest of each agent and day; ``rows``: the newest first."""
    kept = set()
    for size, agent, at in rows:
        instant = EPOCH + at * MICROSECOND if sqlite else at
        day = agent, instant.astimezone(UTC).date()
        if day in kept:
            yield size, agent
        kept.add(day)
