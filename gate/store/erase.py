"""Erasure in the writer's transaction: what facts and the log say of people goes, by one table of what is personal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Dialect

import gate.store.tables  # noqa: F401 (registers the tables)
from gate.domain.erasure import (
    EraseAlarms,
    EraseEntries,
    EraseEvents,
    ErasePerson,
    EraseVisits,
    Erasure,
    MoveHashes,
)
from gate.domain.events import PersonMarked
from gate.domain.watchlist import OF_DOCUMENT
from gate.store.base import EPOCH, MICROSECOND, Base
from gate.store.erase_events import EventEraser
from gate.store.prepared import Cursor

OF_A_PERSON = (
    "private_fields",
    "person_history",
    "memberships",
    "prerequisites",
    "carry_permits",
    "roll_lines",
)
"""Tables whose rows go with the person."""

OF_A_VISIT = ("carried_items", "signatures", "desk_records")
"""Tables whose rows go with the visit."""

VISIT: Mapping[str, str | None] = {
    "purpose": "",
    "email": "",
    "nationality": "",
    "why": "",
    "approvals": "[]",
    "approved_terms": None,
    "waivers": "[]",
}
"""Columns of a visit that tell of people in words, and what stands there afterwards."""

ALARM: Mapping[str, str | None] = {
    "acknowledged_by": None,
    "acknowledged_note": "",
    "closed_by": None,
    "closing_note": "",
}
ENTRY: Mapping[str, str | None] = {
    "name": "",
    "name_zh": "",
    "born": None,
    "id_hash": "",
    "id_kind": "",
    "id_sealed": "",
    "note": "",
}
"""Columns of an entry of a watchlist that say whom it was about."""

OPEN_STATES = ("draft", "submitted", "approved", "arrived", "checked_in")
CHUNK = 500


class Eraser:
    """Belongs to a :class:`gate.store.write.Writer`."""

    def __init__(self, dialect: Dialect) -> None:
        self._sqlite = dialect.name == "sqlite"
        self._mark = "?" if self._sqlite else "%s"
        self._events = EventEraser(dialect)

    def erase(self, cursor: Cursor, what: Erasure) -> None:  # noqa: C901 (one case for each: the table of them)
        """Do it; what is gone already stays gone."""
        match what:
            case EraseEvents():
                self._events.erase(cursor, what)
                if PersonMarked.__name__ in what.types:
                    self._rolls(cursor, what)
            case ErasePerson():
                self._person(cursor, what)
            case EraseVisits():
                for ids in _chunks(what.visits):
                    self._visits(cursor, ids, what.before)
            case EraseAlarms():
                for ids in _chunks(what.alarms):
                    self._alarms(cursor, ids, what.before)
            case MoveHashes():
                self._hashes(cursor, what)
            case EraseEntries():
                for ids in _chunks(what.entries):
                    where = f"id IN ({self._marks(ids)}) AND ended_at < {self._mark}"
                    self._set(cursor, "watch_entries", ENTRY, where, (*ids, self._instant(what.before)))

    def _person(self, cursor: Cursor, what: ErasePerson) -> None:
        person = what.person
        self._judged(cursor, what)
        for table in OF_A_PERSON:
            cursor.execute(f"DELETE FROM {table} WHERE person = {self._mark}", (person,))  # noqa: S608
        for table in ("departures", "revocations"):
            cursor.execute(f"UPDATE {table} SET reason = '' WHERE person = {self._mark}", (person,))  # noqa: S608
        cursor.execute(f"SELECT id FROM visits WHERE person = {self._mark}", (person,))  # noqa: S608
        for ids in _chunks(tuple(row[0] for row in cursor.fetchall())):
            self._visits(cursor, ids, None)

    def _judged(self, cursor: Cursor, what: ErasePerson) -> None:
        """Verdicts about him, and entries about his document that ended."""
        if what.subjects:
            where = f"subject IN ({self._marks(what.subjects)})"
            cursor.execute(f"DELETE FROM watch_dismissals WHERE {where}", what.subjects)  # noqa: S608
        if what.id_hash:
            where = f"id_hash = {self._mark} AND ended_at IS NOT NULL"
            self._set(cursor, "watch_entries", ENTRY, where, (what.id_hash,))

    def _hashes(self, cursor: Cursor, what: MoveHashes) -> None:
        """No hash is empty: said in SQL, since the index of private fields holds only those that are not."""
        mark = self._mark
        for table, column, pairs in (
            ("people", "id_hash", what.documents),
            ("watch_entries", "id_hash", what.documents),
            ("watch_dismissals", "subject", [(OF_DOCUMENT + a, OF_DOCUMENT + b) for a, b in what.documents]),
            ("private_fields", "lookup", what.fields),
        ):
            if pairs:
                statement = f"UPDATE {table} SET {column} = {mark} WHERE {column} = {mark} AND {column} != ''"  # noqa: S608
                cursor.executemany(statement, [(new, old) for old, new in pairs])

    def _visits(self, cursor: Cursor, ids: tuple[str, ...], before: datetime | None) -> None:
        """``before`` None: whenever they ended; one that is not over stays in any case."""
        where, values = self._over(ids, before)
        cursor.execute(f"SELECT id FROM visits WHERE {where}", values)  # noqa: S608
        over = tuple(row[0] for row in cursor.fetchall())
        if not over:
            return
        self._set(cursor, "visits", VISIT, f"id IN ({self._marks(over)})", over)
        for table in OF_A_VISIT:
            if table in Base.metadata.tables:
                cursor.execute(f"DELETE FROM {table} WHERE visit IN ({self._marks(over)})", over)  # noqa: S608

    def _rolls(self, cursor: Cursor, what: EraseEvents) -> None:
        """Who was on rolls that ended before, and what was said of him: the same that the events tell."""
        ended = f"SELECT id FROM roll_calls WHERE ended_at < {self._mark}"  # noqa: S608
        where, values = f"roll IN ({ended})", [self._instant(what.before)]
        if what.person:
            where, values = f"{where} AND person = {self._mark}", [*values, what.person]
        if what.keep:
            where, values = f"{where} AND person NOT IN ({self._marks(what.keep)})", [*values, *what.keep]
        cursor.execute(f"DELETE FROM roll_lines WHERE {where}", tuple(values))  # noqa: S608

    def _over(self, ids: tuple[str, ...], before: datetime | None) -> tuple[str, tuple[Any, ...]]:
        where = f"id IN ({self._marks(ids)}) AND state NOT IN ({self._marks(OPEN_STATES)})"
        if before is None:
            return where, (*ids, *OPEN_STATES)
        return f"{where} AND ends < {self._mark}", (*ids, *OPEN_STATES, self._instant(before))

    def _alarms(self, cursor: Cursor, ids: tuple[str, ...], before: datetime) -> None:
        where = f"id IN ({self._marks(ids)}) AND closed_at < {self._mark}"
        self._set(cursor, "alarms", ALARM, where, (*ids, self._instant(before)))

    def _set(
        self, cursor: Cursor, table: str, to: Mapping[str, str | None], where: str, values: tuple[Any, ...]
    ) -> None:
        """``table``, columns and ``where`` are this file's own words."""
        sets = ", ".join(f"{column} = {self._mark}" for column in to)
        cursor.execute(f"UPDATE {table} SET {sets} WHERE {where}", (*to.values(), *values))  # noqa: S608

    def _marks(self, values: tuple[str, ...]) -> str:
        return ", ".join([self._mark] * len(values))

    def _instant(self, at: datetime) -> Any:
        return (at - EPOCH) // MICROSECOND if self._sqlite else at


def _chunks(values: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Statements take so many parameters at most."""
    return [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]
