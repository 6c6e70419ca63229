"""People as lists and pages show them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from gate.domain.departure import Departure
from gate.domain.person_file import PersonFile
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.store import load
from gate.store.found_by import word_of
from gate.store.tables import CredentialRow, DepartureRow, PersonRow, VisitRow, WorldStateRow

LONGEST_VISIT = timedelta(days=31)
"""Nothing that is registered is longer (gate.service.visits): what bounds a search by its end."""

PRESENCE = "presence"
"""The kind of world state that holds, by person, a JSON list of the zones that he can be in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person in a list; ``departed_at`` None while he belongs here."""

    id: str
    name: str
    name_zh: str | None
    kind: str
    company: str
    department: str
    departed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person with everything about him. ``presence``: zones he can be in, None where nothing is known."""

    file: PersonFile
    visits: tuple[VisitFile, ...]
    departures: tuple[Departure, ...]
    presence: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """A visit with the names of visitor and host."""

    file: VisitFile
    visitor: str
    visitor_zh: str | None
    company: str
    host_name: str | None
    presence: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCounts:
    """Visitors at the desk, in the house, and in the house past the end of their visit (these are ``inside`` too)."""

    waiting: int
    inside: int
    overdue: int


def search(connection: Connection, words: str, limit: int) -> tuple[PersonLine, ...]:
    """People whose name (any script) or company holds every word, or whose initials or id start with it; by name.

    A word of digits also finds the person who carries that card number. What is looked through is one index.
    """
    parts = words.split()
    if not parts:
        return ()
    found = (
        select(PersonRow.id)
        .where(and_(*(fits(part) for part in parts)))
        .order_by(PersonRow.name, PersonRow.id)
        .limit(limit)
    )
    ids = connection.execute(found).scalars().all()
    by_id = {line.id: line for line in lines(connection, ids)}
    return tuple(by_id[each] for each in ids)


def person(connection: Connection, id: str) -> PersonPage | None:
    """Everything about one person, None if there is no such id."""
    files = load.people(connection, [id])
    if not files:
        return None
    return PersonPage(
        file=files[0],
        visits=load.visits(connection, lambda query: query.where(VisitRow.person == id)),
        departures=load.departures(connection, lambda query: query.where(DepartureRow.person == id)),
        presence=presence(connection, [id]).get(id),
    )


def visits(connection: Connection, since: datetime, until: datetime) -> tuple[VisitLine, ...]:
    """Visits that overlap [since, until), and those that are still checked in whatever their time."""
    files = load.visits(
        connection,
        lambda query: query.where(or_(and_(*around(since, until)), VisitRow.state == "checked_in")),
    )
    return as_lines(connection, files)


def around(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Visits that overlap [since, until), by a range of ends that an index serves."""
    return (VisitRow.ends > since, VisitRow.ends < until + LONGEST_VISIT, VisitRow.starts < until)


def counted(connection: Connection, now: datetime) -> VisitCounts:
    """How many visitors wait, are inside, and are inside past the end of their visit."""
    late = case((VisitRow.ends <= now, 1), else_=0)
    query = (
        select(VisitRow.state, func.count().label("all"), func.sum(late).label("late"))
        .where(VisitRow.state.in_((VisitState.ARRIVED.value, VisitState.CHECKED_IN.value)))
        .group_by(VisitRow.state)
    )
    found = {row.state: (row.all, int(row.late)) for row in connection.execute(query)}
    inside, overdue = found.get(VisitState.CHECKED_IN.value, (0, 0))
    waiting, _ = found.get(VisitState.ARRIVED.value, (0, 0))
    return VisitCounts(waiting=waiting, inside=inside, overdue=overdue)


def as_lines(connection: Connection, files: tuple[VisitFile, ...]) -> tuple[VisitLine, ...]:
    """These visits with names and presence, in their order."""
    people = {row.id: row for row in _names(connection, files)}
    where = presence(connection, [file.person for file in files])
    return tuple(
        VisitLine(
            file=file,
            visitor=people[file.person].name,
            visitor_zh=people[file.person].name_zh,
            company=people[file.person].company,
            host_name=people[file.visit.host].name if file.visit.host in people else None,
            presence=where.get(file.person),
        )
        for file in files
    )


def presence(connection: Connection, people: list[str]) -> dict[str, tuple[str, ...]]:
    """For each person of whom anything is known, the zones that he can be in."""
    query = select(WorldStateRow.key, WorldStateRow.value).where(
        WorldStateRow.kind == PRESENCE, WorldStateRow.key.in_(people)
    )
    return {row.key: tuple(json.loads(row.value)) for row in connection.execute(query)}


def inside(connection: Connection, zone: str) -> tuple[str, ...]:
    """Ids of those who are in exactly this zone and nowhere else, as far as is known; sorted."""
    query = select(WorldStateRow.key).where(
        WorldStateRow.kind == PRESENCE, WorldStateRow.value == json.dumps([zone], separators=(",", ":"))
    )
    return tuple(sorted(connection.execute(query).scalars()))


def lines(connection: Connection, ids: Collection[str]) -> tuple[PersonLine, ...]:
    """The lines of these people, in no order."""
    query = select(*LINE).where(PersonRow.id.in_(ids))
    return tuple(line_of(row) for row in connection.execute(query).all())


LINE = (
    PersonRow.id,
    PersonRow.name,
    PersonRow.name_zh,
    PersonRow.kind,
    PersonRow.company,
    PersonRow.department,
    PersonRow.departed_at,
)
"""The columns of a line, in the order of :func:`line_of`."""


def line_of(row: Sequence[Any]) -> PersonLine:
    """A line from its columns by place: by name costs twice as much, and lists have hundreds."""
    who, name, name_zh, kind, company, department, departed_at = row
    return PersonLine(
        id=who,
        name=name,
        name_zh=name_zh,
        kind=kind,
        company=company,
        department=department,
        departed_at=departed_at,
    )


def _names(connection: Connection, files: tuple[VisitFile, ...]) -> tuple[PersonLine, ...]:
    hosts = {file.visit.host for file in files if file.visit.host}
    return lines(connection, {file.person for file in files} | hosts)


def fits(word: str) -> ColumnElement[bool]:
    """A person whom one word of a search finds."""
    folded = word_of(word)
    tests: list[ColumnElement[bool]] = [PersonRow.found_by.contains(folded, autoescape=True)]
    if folded.isascii():  # each further test is another look at everybody
        tests.append(PersonRow.initials.startswith(folded, autoescape=True))
    if any(letter.isdigit() for letter in folded):
        tests.append(PersonRow.id.startswith(folded, autoescape=True))
    if word.isdigit() or len(word) >= 8:
        carriers = select(CredentialRow.person).where(CredentialRow.number == word.upper())
        tests.append(PersonRow.id.in_(carriers))
    return or_(*tests)
