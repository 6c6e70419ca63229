"""What decisions were taken from: configurations by hash, people by revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from gate.domain.person import Person
from gate.domain.visit import VisitState
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
    """The hash that the last start of the engine names."""
    query = select(EpochRow.configuration).order_by(EpochRow.epoch.desc()).limit(1)
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
    return _as_he_is(connection, id) if connection.execute(unchanged).first() is not None else None


def alternate_days(connection: Connection) -> Mapping[str, str]:
    """JSON text by date."""
    query = select(WorldStateRow.key, WorldStateRow.value).where(WorldStateRow.kind == "day")
    return {row.key: row.value for row in connection.execute(query)}


def _as_he_is(connection: Connection, id: str) -> Person:
    files = load.visits(connection, lambda query: query.where(VisitRow.person == id))
    visits = (file.visit for file in files)
    told = tuple(
        replace(visit, state=VisitState.APPROVED) if visit.state in RUNNING else visit for visit in visits
    )
    return replace(load.people(connection, [id])[0].person, visits=told)
