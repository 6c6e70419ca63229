"""Which numbers of the log a time can have: a few days' rows in place of an index entry for each event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Dialect, func, select

from gate.store import prepared
from gate.store.base import EPOCH
from gate.store.batch import EventRecord
from gate.store.prepared import Cursor
from gate.store.tables.days import LogDayRow

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def day_of(instant: datetime) -> int:
    """Days since 1970 in UTC."""
    return (instant - EPOCH) // DAY


class Days:
    """Keeps the days as events are written. Its statement is compiled once for the dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._widen = prepared.widen("log_days", least="first", most="last", dialect=dialect)

    def add(self, cursor: Cursor, events: Sequence[EventRecord]) -> None:
        """These events are in the log; harmless for those that were before."""
        found: dict[int, dict[str, int]] = {}
        for event in events:
            day = day_of(event.recorded_at)
            row = found.setdefault(day, {"day": day, "first": event.seq, "last": event.seq})
            row["first"], row["last"] = min(row["first"], event.seq), max(row["last"], event.seq)
        if found:
            self._widen.run(cursor, list(found.values()))


def span(connection: Connection, since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """First and last number that events recorded in since <= t < until can have; (1, 0) where there are none."""
    query = select(func.min(LogDayRow.first), func.max(LogDayRow.last))
    if since is not None:
        query = query.where(LogDayRow.day >= day_of(since))
    if until is not None:
        query = query.where(LogDayRow.day <= day_of(until - MOMENT))
    first, last = connection.execute(query).one()
    return (1, 0) if first is None else (first, last)
