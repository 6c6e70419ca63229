"""Roll calls as wardens see them: who is on one, what was said of him, what is known of where he is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, RowMapping, Select, select

from gate.domain.roll import Mark, RollCall, RollLine
from gate.store.flat import fact_of
from gate.store.read.muster_rows import LastSeen, RollVisit, roll_visits, seen_last
from gate.store.read.people_rows import LINE, PRESENCE, PersonLine, fits, line_of
from gate.store.tables import PersonRow, RollCallRow, RollLineRow, WorldStateRow
from gate.store.tables.rolls import OPEN

_line = RollLineRow.__table__.c


@dataclass(frozen=True, slots=True, kw_only=True)
class RollPerson:
    """Somebody on a roll. ``zones``: where doors say that he can be now, empty where they know nothing; ``seen``: his
    newest event at a door, None for none."""

    line: RollLine
    person: PersonLine
    zones: tuple[str, ...]
    visit: RollVisit | None
    seen: LastSeen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollSheet:
    """A roll with the people on it, in the order of their names: nobody's place changes by what is said of him."""

    roll: RollCall
    people: tuple[RollPerson, ...]


def rolls_open(connection: Connection) -> tuple[RollCall, ...]:
    """Rolls that have not ended, the oldest first."""
    return _rolls(connection, _of_rolls().where(OPEN).order_by(RollCallRow.called_at, RollCallRow.id))


def rolls_ended(connection: Connection, limit: int) -> tuple[RollCall, ...]:
    """Rolls that have ended, the newest first."""
    newest = _of_rolls().where(RollCallRow.ended_at.is_not(None)).order_by(RollCallRow.called_at.desc())
    return _rolls(connection, newest.limit(limit))


def roll(connection: Connection, id: str) -> RollSheet | None:
    """One roll; None if there is no such id."""
    found = _rolls(connection, _of_rolls().where(RollCallRow.id == id))
    return RollSheet(roll=found[0], people=_people(connection, id)) if found else None


def found_on_roll(connection: Connection, id: str, words: str) -> frozenset[str]:
    """Ids of people on the roll whom the words find, as a search finds people."""
    query = select(PersonRow.id).join(RollLineRow, RollLineRow.person == PersonRow.id)
    query = query.where(RollLineRow.roll == id, *(fits(word) for word in words.split()))
    return frozenset(connection.execute(query).scalars())


def _people(connection: Connection, id: str) -> tuple[RollPerson, ...]:
    query = (
        select(
            *_line,
            WorldStateRow.value.label("presence"),
            *(column.label(f"p_{column.key}") for column in LINE),
        )
        .join(PersonRow, PersonRow.id == RollLineRow.person)
        .outerjoin(
            WorldStateRow, (WorldStateRow.kind == PRESENCE) & (WorldStateRow.key == RollLineRow.person)
        )
        .where(RollLineRow.roll == id)
        .order_by(PersonRow.name, PersonRow.id)
    )
    rows = connection.execute(query).mappings().all()
    visits, seen = roll_visits(connection), seen_last(connection, [row["person"] for row in rows])
    zones_of = cache(_zones)  # hundreds share a few values
    return tuple(
        RollPerson(
            line=_roll_line(row, zones_of(row["zones"])),
            person=line_of([row[f"p_{column.key}"] for column in LINE]),
            zones=zones_of(row["presence"] or "[]"),
            visit=visits.get(row["person"]),
            seen=seen.get(row["person"]),
        )
        for row in rows
    )


def _roll_line(row: RowMapping, zones: tuple[str, ...]) -> RollLine:
    """By hand: what reads any fact costs twice as much, and a roll has hundreds."""
    return RollLine(
        roll=row["roll"],
        person=row["person"],
        zones=zones,
        added_at=row["added_at"],
        mark=Mark(row["mark"]),
        marked_at=row["marked_at"],
        marked_by=row["marked_by"],
    )


def _zones(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value))


def _of_rolls() -> Select[tuple[object, ...]]:
    return select(*RollCallRow.__table__.c)


def _rolls(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[RollCall, ...]:
    return tuple(fact_of(RollCall, row) for row in connection.execute(query).mappings())
