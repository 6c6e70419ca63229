"""Pages of the event log, newest first, by keyset: page 10,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select

from gate.seal.parts import whole
from gate.store import days
from gate.store.read.event_query import COLUMNS, NAMED, PLAIN, Asked, like, statement

LONGEST_PAGE = 500


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
    a time, a person, a portal, a subject or a request only the newest 100,000 events are looked through.
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


def event_row(row: Sequence[Any]) -> EventRow:
    """A row of :data:`gate.store.read.event_query.COLUMNS`, its body whole again."""
    *plain, body, personal, hidden = row
    named: dict[str, Any] = dict(zip(PLAIN, plain, strict=True))
    return EventRow(**named, body=whole_body(body, personal), erased=hidden is not None)


def whole_body(body: str, personal: str | None) -> str:
    """The JSON of a body from its public and personal texts, as it was before they were parted."""
    if personal is None:
        return body
    return orjson.dumps(whole(orjson.loads(body), orjson.loads(personal))).decode()


def page(connection: Connection, only: EventFilter, before: int | None, limit: int) -> EventPage:
    """Rows with ``seq < before`` (None: from the newest), ``limit`` of them at most. One statement."""
    size = max(1, min(limit, LONGEST_PAGE))
    words = only.text.split()
    asked = _asked(only, words, before)
    if connection.dialect.name == "postgresql":
        asked = replace(asked, blocks=_in_blocks(only), forms=True)
    found = connection.execute(statement(asked), _values(only, words, before, size + 1))
    rows = tuple(event_row(row) for row in found)
    more = len(rows) > size
    return EventPage(rows=rows[:size], older=rows[size - 1].seq if more else None)


def after(connection: Connection, seq: int, limit: int) -> tuple[EventRow, ...]:
    """Rows with a greater number, oldest first: to catch up after a gap."""
    number = COLUMNS[0]
    query = select(*COLUMNS).where(number > seq).order_by(number).limit(min(limit, LONGEST_PAGE))
    return tuple(event_row(row) for row in connection.execute(query))


def _in_blocks(only: EventFilter) -> bool:
    """Whether the index of portals or subjects of PostgreSQL leads: one of people or requests leads to fewer events."""
    led = only.portal is not None or only.subject is not None
    return led and only.person is None and only.request is None


def _asked(only: EventFilter, words: Sequence[str], before: int | None) -> Asked:
    timed = only.since is not None or only.until is not None
    return Asked(
        named=tuple(name for name in NAMED if getattr(only, name) is not None),
        types=bool(only.types),
        since=only.since is not None,
        until=only.until is not None,
        before=before is not None,
        words=len(words),
        newest=bool(words) and not timed and not only.led_to,
    )


def _values(only: EventFilter, words: Sequence[str], before: int | None, limit: int) -> dict[str, Any]:
    """For all that may be asked; what is None is not."""
    values: dict[str, Any] = {name: getattr(only, name) for name in NAMED}
    values |= {"types": only.types, "before": before, "limit": limit}
    values |= {f"word_{place}": like(word) for place, word in enumerate(words)}
    return values | days.bounds(only.since, only.until)
