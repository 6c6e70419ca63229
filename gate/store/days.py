"""Which numbers of the log a time can have: a few days' rows in place of an index entry for each event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Dialect, ScalarSelect, bindparam, func, select

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


def _day(event: EventRecord) -> int:
    return day_of(event.recorded_at)


class Days:
    """Keeps the days as events are written. Its statement is compiled once for the dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._widen = prepared.widen("log_days", least="first", most="last", dialect=dialect)

    def add(self, cursor: Cursor, events: Sequence[EventRecord]) -> None:
        """These events are in the log; harmless for those that were before."""
        found: dict[int, dict[str, int]] = {}
        for day, same in groupby(events, key=_day):
            numbers = [event.seq for event in same]
            row = found.setdefault(day, {"day": day, "first": numbers[0], "last": numbers[0]})
            row["first"], row["last"] = min(row["first"], *numbers), max(row["last"], *numbers)
        if found:
            self._widen.run(cursor, list(found.values()))


def span(connection: Connection, since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """First and last number that events recorded in since <= t < until can have; (1, 0) where there are none."""
    asked = numbers(since=since is not None, until=until is not None)
    first, last = connection.execute(select(*asked), bounds(since, until)).one()
    return (1, 0) if first is None else (first, last)


def numbers(*, since: bool, until: bool) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """The same two as parts of a statement, None where there are none, for the parameters of :func:`bounds`."""
    within: list[ColumnElement[bool]] = []
    if since:
        within.append(LogDayRow.day >= bindparam("first_day"))
    if until:
        within.append(LogDayRow.day <= bindparam("last_day"))
    first, last = func.min(LogDayRow.first), func.max(LogDayRow.last)
    return select(first).where(*within).scalar_subquery(), select(last).where(*within).scalar_subquery()


def bounds(since: datetime | None, until: datetime | None) -> dict[str, int | datetime]:
    """Parameters for a time: its ends, and the days that they are in; none for an end that is not given."""
    found: dict[str, int | datetime] = {}
    if since is not None:
        found |= {"since": since, "first_day": day_of(since)}
    if until is not None:
        found |= {"until": until, "last_day": day_of(until - MOMENT)}
    return found
