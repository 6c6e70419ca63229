"""What is known of people and shut, what is held, what has outlived its span: for pages and command lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from gate.domain.camera_events import VERIFY, CameraSaw, ClipKept
from gate.domain.events import AccessDecided
from gate.domain.hold import Hold
from gate.domain.private_field import PrivateField
from gate.store import days
from gate.store.base import Base
from gate.store.flat import fact_of
from gate.store.read.event_query import COLUMNS
from gate.store.read.event_rows import EventRow, event_row
from gate.store.tables import AlarmRow, HoldRow, PersonRow, PrivateFieldRow, VisitRow
from gate.store.tables import EventRow as LogRow
from gate.store.tables.desk import CarryPermitRow, DeskRecordRow, SignatureRow, WatchEntryRow

WINDOW = 2_000
"""Numbers of the log that one erasure covers."""

OVER = ("checked_out", "closed", "rejected", "cancelled", "no_show", "refused")
_event = LogRow.__table__.c
_FILES = (
    DeskRecordRow.__table__.c.photo,
    SignatureRow.__table__.c.drawing,
    CarryPermitRow.__table__.c.photo,
)
"""Columns that name one of the desk's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``count`` events with a personal part, between these two numbers of the log."""

    first: int
    last: int
    count: int


def private_fields(connection: Connection, person: str) -> tuple[PrivateField, ...]:
    """The person's, by name; those that were emptied are left out."""
    table = PrivateFieldRow.__table__
    query = select(table).where(table.c.person == person, table.c.sealed != "").order_by(table.c.name)
    return tuple(fact_of(PrivateField, dict(row)) for row in connection.execute(query).mappings())


def fields_by_key(connection: Connection) -> Mapping[str, int]:
    """How many fields are sealed under each key of the field ring."""
    found: dict[str, int] = {}
    for column in (PrivateFieldRow.sealed, WatchEntryRow.id_sealed):
        for sealed in connection.execute(select(column).where(column != "")).scalars():
            key = sealed.partition(".")[0]
            found[key] = found.get(key, 0) + 1
    return found


def holds(connection: Connection, *, lifted: bool) -> tuple[Hold, ...]:
    """Holds in force, oldest first; with ``lifted`` the others too."""
    table = HoldRow.__table__
    query = select(table).order_by(table.c.placed_at, table.c.id)
    if not lifted:
        query = query.where(table.c.lifted_at.is_(None))
    return tuple(fact_of(Hold, dict(row)) for row in connection.execute(query).mappings())


def windows(
    connection: Connection, types: tuple[str, ...], before: datetime, person: str = ""
) -> Iterator[Window]:
    """Where events of these types with a personal part stand, recorded before; of a person, if one is named."""
    fits = and_(_event.type.in_(types), _event.salt.is_not(None), _event.recorded_at < before)
    if person:
        fits = and_(fits, _names(person))
    last = 0
    while True:
        first = connection.execute(select(func.min(_event.seq)).where(_event.seq > last, fits)).scalar()
        if first is None:
            return
        span = and_(_event.seq >= first, _event.seq < first + WINDOW, fits)
        count, end = connection.execute(select(func.count(), func.max(_event.seq)).where(span)).one()
        yield Window(first=first, last=end, count=count)
        last = end


def erased(
    connection: Connection, types: tuple[str, ...], first: int, last: int
) -> Iterator[tuple[int, bytes]]:
    """Number and leaf hash of events of these types without their personal part, in order."""
    query = (
        select(_event.seq, _event.leaf)
        .where(_event.seq >= first, _event.seq <= last, _event.type.in_(types), _event.hidden.is_not(None))
        .order_by(_event.seq)
    )
    for seq, leaf in connection.execute(query):
        yield seq, bytes(leaf)


def visit_kinds(connection: Connection) -> tuple[str, ...]:
    """Every type of visitors that a visit is of, also those that the site file names no more."""
    kind = VisitRow.__table__.c.kind
    return tuple(connection.execute(select(kind).distinct().order_by(kind)).scalars())


def visits_over(connection: Connection, before: datetime, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Visits of these types that ended before, are not open, and still tell of people in words."""
    table = VisitRow.__table__.c
    told = or_(table.purpose != "", table.email != "", table.nationality != "", table.approvals != "[]")
    query = select(table.id).where(
        table.ends < before, table.state.in_(OVER), table.kind.in_(kinds), or_(told, table.why != "")
    )
    return tuple(connection.execute(query.order_by(table.id)).scalars())


def visitors_over(connection: Connection, before: datetime, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Visitors with a visit of these types whose visits are all over since then, and who still have a name."""
    visit = VisitRow.__table__.c
    later = select(visit.person).where(or_(visit.ends >= before, visit.state.not_in(OVER)))
    of_kind = select(visit.person).where(visit.kind.in_(kinds))
    query = select(PersonRow.id).where(
        PersonRow.kind == "visitor",
        PersonRow.name != PersonRow.id,
        PersonRow.id.in_(of_kind),
        PersonRow.id.not_in(later),
    )
    return tuple(connection.execute(query.order_by(PersonRow.id)).scalars())


def departed(connection: Connection, before: datetime) -> tuple[str, ...]:
    """People who left before, and still have a name."""
    query = select(PersonRow.id).where(PersonRow.departed_at < before, PersonRow.name != PersonRow.id)
    return tuple(connection.execute(query.order_by(PersonRow.id)).scalars())


def alarms_over(connection: Connection, before: datetime) -> tuple[str, ...]:
    """Alarms that were closed before, and still say by whom or what he wrote."""
    told = or_(AlarmRow.closed_by.is_not(None), AlarmRow.closing_note != "", AlarmRow.acknowledged_note != "")
    query = select(AlarmRow.id).where(AlarmRow.closed_at < before, told).order_by(AlarmRow.id)
    return tuple(connection.execute(query).scalars())


def entries_over(connection: Connection, before: datetime) -> tuple[str, ...]:
    """Entries of watchlists that ended before, and still say whom they were about."""
    entry = WatchEntryRow.__table__.c
    told = or_(entry.name != "", entry.name_zh != "", entry.id_hash != "", entry.note != "")
    return tuple(
        connection.execute(select(entry.id).where(entry.ended_at < before, told).order_by(entry.id)).scalars()
    )


def visits_of(connection: Connection, person: str) -> tuple[str, ...]:
    """Ids of the person's visits."""
    query = select(VisitRow.id).where(VisitRow.person == person).order_by(VisitRow.id)
    return tuple(connection.execute(query).scalars())


def files_of(connection: Connection, person: str, visits: tuple[str, ...]) -> frozenset[str]:
    """The desk's files about a person ("" for nobody) or these visits: photos, drawn signatures, pictures of things."""
    found: set[str] = set()
    for column in _FILES:
        table = column.table
        mine = [table.c.person == person] if person else []
        if "visit" in table.c:
            mine.append(table.c.visit.in_(visits))
        if mine:
            found.update(connection.execute(select(column).where(column != "", or_(*mine))).scalars())
    return frozenset(found)


def files_in_use(connection: Connection, names: frozenset[str]) -> frozenset[str]:
    """Those of these files that some record shows."""
    asked = sorted(names)
    found = (connection.execute(select(column).where(column.in_(asked))).scalars() for column in _FILES)
    return frozenset(name for each in found for name in each)


def stills_in_use(connection: Connection) -> frozenset[str]:
    """Pictures that an open alarm shows."""
    query = select(AlarmRow.still).where(AlarmRow.closed_at.is_(None), AlarmRow.still.is_not(None))
    return frozenset(str(still) for still in connection.execute(query).scalars())


def stills_about(connection: Connection, person: str, since: datetime) -> frozenset[str]:
    """Pictures recorded since then that were kept at decisions about the person, and that no other event names."""
    asked = select(_event.request).where(_event.person == person, _event.type == AccessDecided.__name__)
    requests = frozenset(connection.execute(asked).scalars())
    numbers = _event.seq.between(*days.span(connection, since, None))
    query = select(_event.body).where(numbers, _event.type == CameraSaw.__name__)
    mine: set[str] = set()
    others: set[str] = set()
    for body in connection.execute(query).scalars() if requests else ():
        saw = json.loads(body)
        is_mine = saw["rule"] == VERIFY and saw.get("kind") in requests
        if saw.get("still"):
            (mine if is_mine else others).add(saw["still"])
    return frozenset(mine - others)


def clips_kept(connection: Connection, since: datetime) -> Iterator[tuple[str, str]]:
    """The still and the clip of each clip that was recorded since then."""
    numbers = _event.seq.between(*days.span(connection, since, None))
    query = select(_event.body).where(numbers, _event.type == ClipKept.__name__)
    for body in connection.execute(query).scalars():
        kept = json.loads(body)
        yield kept["still"], kept["clip"]


def naming(connection: Connection, person: str, before: datetime) -> Iterator[EventRow]:
    """Events that name the person and were recorded before, oldest first, their bodies whole."""
    query = select(*COLUMNS).where(_names(person), _event.recorded_at < before).order_by(_event.seq)
    for row in connection.execute(query):
        yield event_row(row)


def everything_about(connection: Connection, person: str) -> Mapping[str, list[dict[str, Any]]]:
    """Every row of every table of facts that stands under the person or one of his visits, by table.

    Which tables these are is read off their columns, so that a table that is added later is not forgotten.
    """
    visits = tuple(connection.execute(select(VisitRow.id).where(VisitRow.person == person)).scalars())
    found: dict[str, list[dict[str, Any]]] = {}
    for name, table in sorted(Base.metadata.tables.items()):
        condition = None if name == "events" else _about(table, person, visits)
        if condition is None:
            continue
        rows = [dict(row) for row in connection.execute(select(table).where(condition)).mappings()]
        if rows:
            found[name] = rows
    return found


def _names(person: str) -> ColumnElement[bool]:
    """In the person's column, or anywhere in the personal part, where ids stand quoted."""
    return or_(_event.person == person, _event.personal.contains(f'"{person}"', autoescape=True))


def _about(table: Table, person: str, visits: tuple[str, ...]) -> Any:
    if table.name == "people":
        return table.c.id == person
    if table.name == "world_state":
        return table.c.key == person
    if "person" in table.c:
        return table.c.person == person
    return table.c.visit.in_(visits) if "visit" in table.c else None
