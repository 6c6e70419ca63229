"""What decisions were taken from: configurations by hash, people by revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, literal, select, union_all

from gate.domain.person import Person
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.store import load
from gate.store.person_body import read_body
from gate.store.tables import (
    ConfigurationRow,
    EpochRow,
    PersonHistoryRow,
    PersonRow,
    VisitRow,
    WorldStateRow,
)

RUNNING = (VisitState.APPROVED, VisitState.ARRIVED, VisitState.CHECKED_IN)
"""The policy knows visits in these states as approved, as it was told them."""


def configuration(connection: Connection, version: str) -> str | None:
    """The body, None where none was kept."""
    query = select(ConfigurationRow.body).where(ConfigurationRow.version == version)
    return connection.execute(query).scalar() or None


def newest_configuration(connection: Connection) -> str | None:
    """The hash that the engine took last: at a start, or published while it ran."""
    started = select(
        EpochRow.started_at.label("at"),
        EpochRow.epoch.label("epoch"),
        EpochRow.configuration.label("version"),
    )
    published = select(ConfigurationRow.applied_at, literal(0), ConfigurationRow.version)
    taken = union_all(started, published).subquery()
    query = select(taken.c.version).order_by(taken.c.at.desc(), taken.c.epoch.desc()).limit(1)
    return connection.execute(query).scalar()


def person(connection: Connection, id: str, revision: int) -> Person | None:
    """The newest history up to the revision; else the person as he is, if he has not changed since."""
    history = PersonHistoryRow
    query = (
        select(history.body)
        .where(history.person == id, history.revision <= revision)
        .order_by(history.revision.desc())
        .limit(1)
    )
    body = connection.execute(query).scalar()
    if body is not None:
        return read_body(id, body)
    unchanged = select(PersonRow.id).where(PersonRow.id == id, PersonRow.revision <= revision)
    if connection.execute(unchanged).first() is None:
        return None
    visits = load.visits(connection, lambda query: query.where(VisitRow.person == id))
    return _told(load.people(connection, [id])[0].person, visits)


def everybody(connection: Connection) -> tuple[Person, ...]:
    """All people as they are."""
    visits: dict[str, list[VisitFile]] = defaultdict(list)
    for file in load.visits(connection):
        visits[file.person].append(file)
    return tuple(_told(file.person, visits[file.person.id]) for file in load.people(connection))


def alternate_days(connection: Connection) -> Mapping[str, str]:
    """JSON text by date."""
    query = select(WorldStateRow.key, WorldStateRow.value).where(WorldStateRow.kind == "day")
    return {row.key: row.value for row in connection.execute(query)}


def _told(person: Person, visits: Iterable[VisitFile]) -> Person:
    told = (
        replace(file.visit, state=VisitState.APPROVED) if file.visit.state in RUNNING else file.visit
        for file in visits
    )
    return replace(person, visits=tuple(told))
