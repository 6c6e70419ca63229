"""What the desk's pages ask: one visit with all that is known, visits by what was typed or scanned, lists, permits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from gate.domain.agreement import AgreementText, Signature
from gate.domain.carried import CarriedItem, CarryPermit, ItemState
from gate.domain.desk_record import DeskRecord
from gate.domain.watchlist import WatchEntry, WatchList
from gate.store.flat import fact_of
from gate.store.found_by import word_of
from gate.store.read.people_rows import around
from gate.store.tables import CredentialRow, PersonRow, VisitRow
from gate.store.tables.desk import (
    AgreementTextRow,
    CarriedItemRow,
    CarryPermitRow,
    DeskRecordRow,
    SignatureRow,
    WatchEntryRow,
    WatchListRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """Everything of one visit beside the visit. ``record`` None: the desk has done nothing yet."""

    record: DeskRecord | None
    items: tuple[CarriedItem, ...]
    signatures: tuple[Signature, ...]
    permits: tuple[CarryPermit, ...]
    texts: tuple[AgreementText, ...]
    lists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVisit:
    """A visit in the desk's search."""

    visit: str
    name: str
    name_zh: str | None
    company: str
    host: str | None
    host_zh: str | None
    starts: datetime
    ends: datetime
    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A watchlist with how many are on it."""

    list: WatchList
    entries: int


def page(connection: Connection, visit: str, person: str) -> DeskPage:
    """What is known of a visit and its visitor."""
    records = _facts(connection, DeskRecord, _of(DeskRecordRow).where(DeskRecordRow.visit == visit))
    items = _of(CarriedItemRow).where(CarriedItemRow.visit == visit)
    signatures = _of(SignatureRow).where(SignatureRow.visit == visit).order_by(SignatureRow.at.desc())
    permits = _of(CarryPermitRow).where(CarryPermitRow.person == person)
    return DeskPage(
        record=records[0] if records else None,
        items=_facts(connection, CarriedItem, items.order_by(CarriedItemRow.declared_at, CarriedItemRow.id)),
        signatures=_facts(connection, Signature, signatures),
        permits=_facts(connection, CarryPermit, permits.order_by(CarryPermitRow.applied_at.desc())),
        texts=texts(connection),
        lists=connection.execute(
            select(WatchEntryRow.id).where(WatchEntryRow.ended_at.is_(None)).limit(1)
        ).first()
        is not None,
    )


def texts(connection: Connection, version: int | None = None) -> tuple[AgreementText, ...]:
    """The agreement in its languages, the newest version or the one asked for; none where nothing was published."""
    newest = select(func.max(AgreementTextRow.version)).scalar_subquery()
    wanted = _of(AgreementTextRow).where(AgreementTextRow.version == (newest if version is None else version))
    return _facts(connection, AgreementText, wanted.order_by(AgreementTextRow.language))


def by_pass(connection: Connection, pass_hash: str) -> str | None:
    """The visit whose pass has this hash."""
    query = select(DeskRecordRow.visit).where(DeskRecordRow.pass_hash == pass_hash)
    return connection.execute(query).scalars().first()


def by_card(connection: Connection, numbers: Sequence[str]) -> str | None:
    """The newest visit whose badge has one of these card numbers."""
    query = (
        select(VisitRow.id)
        .join(CredentialRow, CredentialRow.id == VisitRow.badge)
        .where(CredentialRow.number.in_(numbers))
        .order_by(VisitRow.starts.desc())
    )
    return connection.execute(query).scalars().first()


def search(
    connection: Connection, words: str, since: datetime, until: datetime, limit: int
) -> tuple[FoundVisit, ...]:
    """Visits of [since, until) that hold every word: visitor, his initials, company, host, or the visit's own code."""
    parts = words.split()
    if not parts:
        return ()
    host = aliased(PersonRow)
    query = (
        select(
            VisitRow.id.label("visit"),
            PersonRow.name,
            PersonRow.name_zh,
            PersonRow.company,
            host.name.label("host"),
            host.name_zh.label("host_zh"),
            VisitRow.starts,
            VisitRow.ends,
            VisitRow.state,
        )
        .join(PersonRow, PersonRow.id == VisitRow.person)
        .outerjoin(host, host.id == VisitRow.host)
        .where(*around(since, until), and_(*(_fits(part, host) for part in parts)))
        .order_by(VisitRow.starts, VisitRow.id)
        .limit(limit)
    )
    return tuple(FoundVisit(**row) for row in connection.execute(query).mappings())


def lists(connection: Connection) -> tuple[ListLine, ...]:
    """Every watchlist, by name."""
    counted = (
        select(WatchEntryRow.list_id, func.count().label("entries"))
        .where(WatchEntryRow.ended_at.is_(None))
        .group_by(WatchEntryRow.list_id)
    )
    counts = {row.list_id: row.entries for row in connection.execute(counted)}
    found = _facts(connection, WatchList, _of(WatchListRow).order_by(WatchListRow.name, WatchListRow.id))
    return tuple(ListLine(list=each, entries=counts.get(each.id, 0)) for each in found)


def entries(connection: Connection, list_id: str, words: str, limit: int) -> tuple[WatchEntry, ...]:
    """Who is on a list, by name; with ``words``, those whose names hold them."""
    query = _of(WatchEntryRow).where(WatchEntryRow.list_id == list_id, WatchEntryRow.ended_at.is_(None))
    for word in words.split():
        query = query.where(
            or_(
                func.lower(WatchEntryRow.name).contains(word.lower(), autoescape=True),
                WatchEntryRow.name_zh.contains(word, autoescape=True),
            )
        )
    return _facts(connection, WatchEntry, query.order_by(WatchEntryRow.name, WatchEntryRow.id).limit(limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitsOf:
    """Whose permits are asked for: those of one of these people, for one of these zones, or that ``by`` applied for."""

    people: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    by: str = ""


def permits(
    connection: Connection, states: Sequence[str], limit: int, words: str = "", only: PermitsOf | None = None
) -> tuple[CarryPermit, ...]:
    """Permits in these states, the newest first; with ``words``, those whose serial, thing or holder fits each."""
    query = _of(CarryPermitRow).where(CarryPermitRow.state.in_(states))
    if only is not None:
        query = query.where(
            or_(
                CarryPermitRow.person.in_(only.people),
                CarryPermitRow.zone.in_(only.zones),
                CarryPermitRow.applied_by == (only.by or None),
            )
        )
    if words:
        query = query.join(PersonRow, PersonRow.id == CarryPermitRow.person)
        query = query.where(and_(*(_permit_fits(word) for word in words.split())))
    ordered = query.order_by(CarryPermitRow.applied_at.desc(), CarryPermitRow.id).limit(limit)
    return _facts(connection, CarryPermit, ordered)


def permit(connection: Connection, id: str) -> CarryPermit | None:
    """One permit."""
    found = _facts(connection, CarryPermit, _of(CarryPermitRow).where(CarryPermitRow.id == id))
    return found[0] if found else None


def deposited(connection: Connection) -> tuple[CarriedItem, ...]:
    """Everything that lies in a locker, by its number."""
    query = _of(CarriedItemRow).where(CarriedItemRow.state == ItemState.DEPOSITED.value)
    return _facts(connection, CarriedItem, query.order_by(CarriedItemRow.locker, CarriedItemRow.id))


def _permit_fits(word: str) -> ColumnElement[bool]:
    low = word.lower()
    columns = (CarryPermitRow.serial, CarryPermitRow.description, PersonRow.name)
    tests = [func.lower(column).contains(low, autoescape=True) for column in columns]
    exact = (CarryPermitRow.description, PersonRow.name, PersonRow.name_zh)
    tests += [column.contains(word, autoescape=True) for column in exact]
    tests.append(PersonRow.initials.startswith(low, autoescape=True))
    tests.append(CarryPermitRow.id == low)
    return or_(*tests)


def _fits(word: str, host: Any) -> ColumnElement[bool]:
    folded = word_of(word)
    # a host's company would find everybody's visits: of hosts the names alone
    named = func.lower(host.name).contains(folded, autoescape=True)
    tests = [PersonRow.found_by.contains(folded, autoescape=True), named]
    tests += [column.contains(word, autoescape=True) for column in (host.name, host.name_zh)]
    tests += [column.startswith(folded, autoescape=True) for column in (PersonRow.initials, host.initials)]
    tests.append(VisitRow.id == folded)
    return or_(*tests)


def _of(table: Any) -> Select[Any]:
    return select(table.__table__)


def _facts(connection: Connection, kind: type[Any], query: Select[Any]) -> tuple[Any, ...]:
    return tuple(fact_of(kind, row) for row in connection.execute(query).mappings())
