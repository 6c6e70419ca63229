"""The roll call: who is, or may be, in the house. A few questions, not one for each person."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, func, or_, select

from gate.domain.evidence import EXIT_UNKNOWN
from gate.store.read.people_rows import LINE, PRESENCE, PersonLine, line_of, lines
from gate.store.tables import EventRow, PersonRow, VisitRow, WorldStateRow
from gate.store.tables import visits as visits_table

AT_ONCE = 500
"""As many ids as every database takes in one question."""

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
class RollVisit:
    """The visit that puts somebody on the roll. ``exit_unknown``: checked out, and nobody knows when he left."""

    id: str
    host: str | None
    checked_in_at: datetime | None
    exit_unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MusterLine:
    """Somebody who is, or may be, in the house. ``zones``: where he can be, outside included where that is so, empty
    where nothing is known; ``visit``: of a visitor; ``seen`` None: at no door yet."""

    person: PersonLine
    zones: tuple[str, ...]
    visit: RollVisit | None
    seen: LastSeen | None


def muster(connection: Connection, outside: Collection[str]) -> tuple[MusterLine, ...]:
    """Everybody who can be in the house, by id; ``outside``: zones that are not the house.

    Visitors who are checked in, and those whose exit nobody knows, are in it whatever the doors say.
    """
    visits = roll_visits(connection)
    zones, people = _indoors(connection, frozenset(outside))
    others = sorted(visits.keys() - people.keys())
    people |= {line.id: line for part in _parts(others) for line in lines(connection, part)}
    ids = sorted(people)
    seen = seen_last(connection, ids)
    return tuple(
        MusterLine(person=people[who], zones=zones.get(who, ()), visit=visits.get(who), seen=seen.get(who))
        for who in ids
    )


def seen_last(connection: Connection, people: list[str]) -> Mapping[str, LastSeen]:
    """The newest event at a door of each of these who has one."""
    return {who: found for part in _parts(people) for who, found in _seen(connection, part).items()}


def _indoors(
    connection: Connection, outside: frozenset[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, PersonLine]]:
    """Zones and lines, by person, of those who can be in the house by what doors have said.

    Most of a site's people are outside and nowhere else: the database leaves them out.
    """
    elsewhere = [json.dumps(each, separators=(",", ":")) for each in ([], *([zone] for zone in outside))]
    rows = connection.execute(
        select(WorldStateRow.value, *LINE)
        .join(PersonRow, PersonRow.id == WorldStateRow.key)
        .where(WorldStateRow.kind == PRESENCE, WorldStateRow.value.not_in(elsewhere))
    )
    zones_of = cache(_zones)  # hundreds share a few values
    zones, people = {}, {}
    for value, *columns in rows.all():
        where = zones_of(value)
        if not outside.issuperset(where):
            line = line_of(columns)
            zones[line.id], people[line.id] = where, line
    return zones, people


def _zones(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


def roll_visits(connection: Connection) -> Mapping[str, RollVisit]:
    """Visits that put people on a roll, by visitor; the one that began last where he has several."""
    query = (
        select(VisitRow.person, VisitRow.id, VisitRow.host, VisitRow.checked_in_at, VisitRow.evidence)
        .where(or_(VisitRow.state == "checked_in", visits_table.EXIT_UNKNOWN))
        .order_by(VisitRow.starts, VisitRow.id)
    )
    return {
        person: RollVisit(id=visit, host=host, checked_in_at=at, exit_unknown=evidence == EXIT_UNKNOWN)
        for person, visit, host, at, evidence in connection.execute(query).all()
    }


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
        person: LastSeen(seq=seq, at=at, type=kind, portal=portal, zone=zone)
        for person, seq, at, kind, portal, zone in connection.execute(query).all()
        if person is not None
    }


def _parts(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
