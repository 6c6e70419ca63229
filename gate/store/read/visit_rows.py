"""Visits as hosts, approvers and the end of a day look at them; and who may be in the house."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, and_, func, or_, select, tuple_

from gate.domain.revocation import Revocation
from gate.domain.visit_file import VisitFile
from gate.store import load
from gate.store.read import people_rows
from gate.store.read.people_rows import PRESENCE, PersonLine, VisitLine
from gate.store.tables import EventRow, RevocationRow, VisitRow, WorldStateRow
from gate.store.tables.visits import EXIT_UNKNOWN

MOST = 500
MOVED = ("PassageEnded", "AccessDecided")
"""Events that say where somebody was: the newest is the evidence of a roll call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSeen:
    """The newest event of a person at a door."""

    seq: int
    at: datetime
    type: str
    portal: str | None
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MusterLine:
    """Somebody who is, or may be, in the house. ``zones``: where he can be, outside included where that is so, empty
    where nothing is known; ``visit``: of a visitor; ``seen`` None: at no door yet."""

    person: PersonLine
    zones: tuple[str, ...]
    visit: VisitFile | None
    seen: LastSeen | None


def ahead(
    connection: Connection, since: datetime, host: str | None, after: str = "", limit: int = MOST
) -> tuple[VisitLine, ...]:
    """Visits that end after ``since``, of one host or (None) of all, by their start; ``limit`` at most.

    ``after``: the id of the last visit of the page before.
    """

    def only(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
        query = query.where(VisitRow.ends > since)
        if host is not None:
            query = query.where(VisitRow.host == host)
        if after:
            last = select(VisitRow.starts, VisitRow.id).where(VisitRow.id == after).scalar_subquery()
            query = query.where(tuple_(VisitRow.starts, VisitRow.id) > last)
        return query.limit(limit)

    return people_rows.as_lines(connection, load.visits(connection, only))


def submitted(connection: Connection, since: datetime) -> tuple[VisitLine, ...]:
    """Visits that wait for an approval and are not over, by their start; at most 500."""
    files = load.visits(
        connection,
        lambda query: query.where(VisitRow.state == "submitted", VisitRow.ends > since).limit(MOST),
    )
    return people_rows.as_lines(connection, files)


def unfinished(connection: Connection) -> tuple[VisitLine, ...]:
    """Visits that a desk has not done with: at the desk, inside, a badge out, or an exit that nobody knows."""
    badge_out = and_(VisitRow.state == "checked_out", VisitRow.badge_returned_at.is_(None))
    files = load.visits(
        connection,
        lambda query: query.where(
            or_(VisitRow.state.in_(("arrived", "checked_in")), badge_out, EXIT_UNKNOWN)
        ),
    )
    return people_rows.as_lines(connection, files)


def lost_badges(connection: Connection, visit: str) -> tuple[Revocation, ...]:
    """Cases of badges that were lost in this visit, oldest first."""
    return load.revocations(connection, lambda query: query.where(RevocationRow.visit == visit))


def muster(connection: Connection, outside: Collection[str]) -> tuple[MusterLine, ...]:
    """Everybody who can be in the house, by the zones he can be in; ``outside``: zones that are not the house.

    Visitors who are checked in, and those whose exit nobody knows, are in it whatever the doors say.
    """
    zones = _indoors(connection, frozenset(outside))
    files = load.visits(
        connection, lambda query: query.where(or_(VisitRow.state == "checked_in", EXIT_UNKNOWN))
    )
    visits = {file.person: file for file in files}
    ids = sorted({*zones, *visits})
    people = {line.id: line for part in _parts(ids) for line in people_rows.lines(connection, part)}
    seen = {who: found for part in _parts(ids) for who, found in _seen(connection, part).items()}
    return tuple(
        MusterLine(person=people[who], zones=zones.get(who, ()), visit=visits.get(who), seen=seen.get(who))
        for who in ids
        if who in people
    )


def _indoors(connection: Connection, outside: frozenset[str]) -> dict[str, tuple[str, ...]]:
    rows = connection.execute(
        select(WorldStateRow.key, WorldStateRow.value).where(WorldStateRow.kind == PRESENCE)
    )
    zones = {row.key: tuple(json.loads(row.value)) for row in rows}
    return {person: where for person, where in zones.items() if not set(where) <= outside}


def _seen(connection: Connection, people: list[str]) -> dict[str, LastSeen]:
    newest = (
        select(func.max(EventRow.seq))
        .where(EventRow.person.in_(people), EventRow.type.in_(MOVED))
        .group_by(EventRow.person)
    )
    query = select(
        EventRow.person, EventRow.seq, EventRow.at, EventRow.type, EventRow.portal, EventRow.zone
    ).where(EventRow.seq.in_(newest))
    return {
        row.person: LastSeen(seq=row.seq, at=row.at, type=row.type, portal=row.portal, zone=row.zone)
        for row in connection.execute(query)
    }


def _parts(ids: list[str]) -> list[list[str]]:
    """As many at a time as every database takes in one question."""
    return [ids[start : start + MOST] for start in range(0, len(ids), MOST)]
