"""What came of grants, and which grants were used: rows for reports, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from gate.store import days
from gate.store.read.event_rows import whole_body
from gate.store.tables.events import EventRow

_log = EventRow
CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """Somebody went through a door into ``zone``; ``certain`` False: perhaps. Nobody is named where that is erased."""

    seq: int
    at: datetime
    persons: tuple[str, ...]
    zone: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantUse:
    """A read of a person was granted by these grants, groups' and visits'."""

    at: datetime
    person: str
    by: tuple[str, ...]


def passages(connection: Connection, since: datetime, until: datetime) -> Iterator[PassageRow]:
    """Everybody's, recorded in since <= t < until, without grants that nobody used."""
    for seq, at, body in _bodies(connection, "PassageEnded", since, until):
        if body["outcome"] != "no_entry":
            yield PassageRow(
                seq=seq,
                at=at,
                persons=tuple(body["persons"]),
                zone=body["zone"],
                certain=body["outcome"] != "uncertain",
            )


def uses(connection: Connection, since: datetime, until: datetime) -> Iterator[GrantUse]:
    """Every granted read in since <= t < until of which the person is still known."""
    for _, at, body in _bodies(connection, "AccessDecided", since, until):
        decision = body["decision"]
        if decision["result"] == "granted":
            for person in decision.get("persons", ()):
                yield GrantUse(at=at, person=person, by=tuple(decision.get("by", ())))


def _bodies(
    connection: Connection, type: str, since: datetime, until: datetime
) -> Iterator[tuple[int, datetime, dict[str, Any]]]:
    """In chunks by number, so that no long list is held and no long transaction either."""
    first, last = days.span(connection, since, until)
    while first <= last:
        query = (
            select(_log.seq, _log.at, _log.body, _log.personal)
            .where(_log.seq >= first, _log.seq <= min(last, first + CHUNK - 1), _log.type == type)
            .where(_log.recorded_at >= since, _log.recorded_at < until)
            .order_by(_log.seq)
        )
        for seq, at, body, personal in connection.execute(query):
            yield seq, at, json.loads(whole_body(body, personal))
        first += CHUNK
