"""What stands under which search key, in a connection of the caller's: found to be moved, and counted.

Keyed hashes stand in four columns: of private fields, of people's documents, of entries of watchlists (ended ones,
too), and of verdicts that are remembered for a document. Erased rows have none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, text, tuple_

from gate.domain.key_events import FIRST_SEARCH_KEY, SearchKeyTaken
from gate.domain.private_field import Private
from gate.domain.watchlist import OF_DOCUMENT
from gate.store.tables import EventRow, PersonRow, PrivateFieldRow
from gate.store.tables.desk import DismissalRow, WatchEntryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OldField:
    """A private field; its own hash, the person's document's, or both are under an older key."""

    person: str
    name: str
    sealed: str = field(repr=False)
    lookup: str = field(repr=False)
    id_kind: str
    id_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldEntry:
    """An entry of a watchlist under an older key; ``id_sealed`` "" where its number is not kept."""

    id: str
    id_kind: str
    id_hash: str = field(repr=False)
    id_sealed: str = field(repr=False)


def old_fields(
    connection: Connection, active: str, after: tuple[str, str], limit: int
) -> tuple[OldField, ...]:
    """By person and name, behind ``after``."""
    table, person = PrivateFieldRow.__table__.c, PersonRow.__table__.c
    document = (table.name == Private.ID_NUMBER.value) & _old(person.id_hash, active)
    query = (
        select(table.person, table.name, table.sealed, table.lookup, person.id_kind, person.id_hash)
        .join_from(PrivateFieldRow, PersonRow, table.person == person.id)
        .where(table.sealed != "", or_(_old(table.lookup, active), document))
        .where(tuple_(table.person, table.name) > tuple_(*after))
        .order_by(table.person, table.name)
        .limit(limit)
    )
    return tuple(OldField(**row) for row in connection.execute(query).mappings())


def old_entries(connection: Connection, active: str, after: str, limit: int) -> tuple[OldEntry, ...]:
    """By id, behind ``after``; only those whose number is kept."""
    table = WatchEntryRow.__table__.c
    query = (
        select(table.id, table.id_kind, table.id_hash, table.id_sealed)
        .where(_old(table.id_hash, active), table.id_sealed != "", table.id > after)
        .order_by(table.id)
        .limit(limit)
    )
    return tuple(OldEntry(**row) for row in connection.execute(query).mappings())


def hashes_by_key(connection: Connection) -> Mapping[str, Mapping[str, int]]:
    """How many rows stand under each key: by key, then by what they are."""
    verdict = DismissalRow.__table__.c.subject
    columns: Mapping[str, ColumnElement[str]] = {
        "private fields": PrivateFieldRow.__table__.c.lookup,
        "documents of people": PersonRow.__table__.c.id_hash,
        "entries of watchlists": WatchEntryRow.__table__.c.id_hash,
        "verdicts": case(
            (verdict.startswith(OF_DOCUMENT), func.substr(verdict, len(OF_DOCUMENT) + 1)), else_=""
        ),
    }
    found: dict[str, dict[str, int]] = {}
    for what, hash_ in columns.items():
        key = _key(connection, hash_).label("named")
        query = select(key, func.count()).where(hash_ != "").group_by(text("named"))
        for name, rows in connection.execute(query):
            found.setdefault(name, {})[what] = rows
    return found


def last_said(connection: Connection, key: str) -> SearchKeyTaken | None:
    """The log's last word about this search key; None where there is none."""
    query = (
        select(EventRow.body)
        .where(EventRow.subject == key, EventRow.type == SearchKeyTaken.__name__)
        .order_by(EventRow.seq.desc())
        .limit(1)
    )
    body = connection.execute(query).scalar()
    return None if body is None else SearchKeyTaken(**json.loads(body))


def _old(column: ColumnElement[str], active: str) -> ColumnElement[bool]:
    """Under another key than ``active``."""
    under = column.not_like("%.%") if active == FIRST_SEARCH_KEY else column.like(f"{active}.%")
    return (column != "") & ~under


def _key(connection: Connection, hash_: ColumnElement[str]) -> ColumnElement[str]:
    """The key that a hash names, in SQL: what stands before its dot."""
    find = func.instr if connection.dialect.name == "sqlite" else func.strpos
    dot = find(hash_, ".")
    return case((dot == 0, FIRST_SEARCH_KEY), else_=func.substr(hash_, 1, dot - 1))
