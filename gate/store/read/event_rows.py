"""Pages of the event log, newest first, by keyset: page 10,000 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from gate.store.tables import events

LONGEST_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row of the log; ``body`` is JSON that ``gate.bus.codec`` reads by ``type``."""

    seq: int
    src: str
    boot: int
    src_seq: int
    at: datetime
    recorded_at: datetime
    type: str
    portal: str | None
    zone: str | None
    person: str | None
    credential: str | None
    subject: str | None
    request: str | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """All that is set must hold; times by ``recorded_at``, since <= t < until. ``types`` empty: every type."""

    types: tuple[str, ...] = ()
    portal: str | None = None
    zone: str | None = None
    person: str | None = None
    subject: str | None = None
    request: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Newest first. ``older`` is what to give as ``before`` for the next page, None on the last."""

    rows: tuple[EventRow, ...]
    older: int | None


_log = events.EventRow


def page(connection: Connection, only: EventFilter, before: int | None, limit: int) -> EventPage:
    """Rows with ``seq < before`` (None: from the newest), ``limit`` of them at most."""
    size = max(1, min(limit, LONGEST_PAGE))
    query = _narrowed(select(_log.__table__), only).order_by(_log.seq.desc()).limit(size + 1)
    if before is not None:
        query = query.where(_log.seq < before)
    rows = tuple(EventRow(**row) for row in connection.execute(query).mappings())
    more = len(rows) > size
    return EventPage(rows=rows[:size], older=rows[size - 1].seq if more else None)


def after(connection: Connection, seq: int, limit: int) -> tuple[EventRow, ...]:
    """Rows with a greater number, oldest first: to catch up after a gap."""
    query = select(_log.__table__).where(_log.seq > seq).order_by(_log.seq).limit(min(limit, LONGEST_PAGE))
    return tuple(EventRow(**row) for row in connection.execute(query).mappings())


def _narrowed(query: Select[Any], only: EventFilter) -> Select[Any]:
    for name in ("portal", "zone", "person", "subject", "request"):
        wanted = getattr(only, name)
        if wanted is not None:
            query = query.where(getattr(_log, name) == wanted)
    if only.types:
        query = query.where(_log.type.in_(only.types))
    if only.since is not None:
        query = query.where(_log.recorded_at >= only.since)
    if only.until is not None:
        query = query.where(_log.recorded_at < only.until)
    return query
