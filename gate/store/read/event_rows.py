"""Pages of the event log, newest first, by keyset: page 10,000 costs what page 1 costs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from gate.seal.parts import whole
from gate.store import days
from gate.store.tables import events

LONGEST_PAGE = 500
TEXT_ROWS = 100_000
"""A third of a second's looking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One row of the log; ``body`` is JSON that ``gate.bus.codec`` reads by ``type``, personal fields included.

    ``erased``: the personal fields are gone for good; what stands in their place says nothing.
    """

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
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """All that is set must hold; times by ``recorded_at``, since <= t < until. ``types`` empty: every type.

    ``text``: each of its words stands somewhere in the event, in upper or lower case. Nothing leads to words: without
    a time, a person, a portal, a subject or a request only the newest ``TEXT_ROWS`` events are looked through.
    """

    types: tuple[str, ...] = ()
    portal: str | None = None
    zone: str | None = None
    person: str | None = None
    subject: str | None = None
    request: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""

    @property
    def led_to(self) -> bool:
        """True if an index leads to few events."""
        return any((self.portal, self.person, self.subject, self.request))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Newest first. ``older`` is what to give as ``before`` for the next page, None on the last."""

    rows: tuple[EventRow, ...]
    older: int | None


_log = events.EventRow
_PLAIN = tuple(_log.__table__.c[name] for name in EventRow.__slots__ if name not in ("body", "erased"))
COLUMNS = (*_PLAIN, _log.__table__.c.body, _log.__table__.c.personal, _log.__table__.c.hidden)
"""What :func:`event_row` reads a row from."""


def event_row(row: RowMapping) -> EventRow:
    """A row of :data:`COLUMNS`, its body whole again."""
    plain = {column.name: row[column.name] for column in _PLAIN}
    return EventRow(**plain, body=whole_body(row["body"], row["personal"]), erased=row["hidden"] is not None)


def whole_body(body: str, personal: str | None) -> str:
    """The JSON of a body from its public and personal texts, as it was before they were parted."""
    if personal is None:
        return body
    return json.dumps(
        whole(json.loads(body), json.loads(personal)), ensure_ascii=False, separators=(",", ":")
    )


def page(connection: Connection, only: EventFilter, before: int | None, limit: int) -> EventPage:
    """Rows with ``seq < before`` (None: from the newest), ``limit`` of them at most."""
    size = max(1, min(limit, LONGEST_PAGE))
    query = _narrowed(select(*COLUMNS), only).order_by(_log.seq.desc()).limit(size + 1)
    if only.since is not None or only.until is not None:
        query = query.where(_log.seq.between(*days.span(connection, only.since, only.until)))
    elif only.text and not only.led_to:
        query = query.where(_log.seq > select(func.max(_log.seq) - TEXT_ROWS).scalar_subquery())
    if before is not None:
        query = query.where(_log.seq < before)
    rows = tuple(event_row(row) for row in connection.execute(query).mappings())
    more = len(rows) > size
    return EventPage(rows=rows[:size], older=rows[size - 1].seq if more else None)


def after(connection: Connection, seq: int, limit: int) -> tuple[EventRow, ...]:
    """Rows with a greater number, oldest first: to catch up after a gap."""
    query = select(*COLUMNS).where(_log.seq > seq).order_by(_log.seq).limit(min(limit, LONGEST_PAGE))
    return tuple(event_row(row) for row in connection.execute(query).mappings())


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
    for word in only.text.split():
        query = query.where(_holds(word))
    return query


def _holds(word: str) -> ColumnElement[bool]:
    texts = (_log.body, _log.personal, _log.person, _log.subject, _log.type)
    return or_(*(func.lower(text).contains(word.lower(), autoescape=True) for text in texts))
