"""Everybody on file, one after another: for sites too big to be held as objects.

Five queries in the order of the person's id run beside each other, each on its own cursor, so that memory holds one
person at a time. Rows are the driver's, and messages are drafted (:mod:`gate.domain.drafts`): a row object and an
initialiser for each took half of the time. All of them see the store at one instant if the connection is in a
transaction that does (SQLite: always; PostgreSQL: ``REPEATABLE READ``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count
from typing import Any

from sqlalchemy import Connection, Dialect, Select, select

from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.drafts import draft_of, new
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState
from gate.store.tables import CredentialRow, MembershipRow, PersonRow, PrerequisiteRow, VisitRow

AT_ONCE = 10_000
"""Rows fetched together."""

_NUMBERS = count()
_KINDS = {each.value: each for each in PersonKind}
_CLEARANCES = {each.value: each for each in Clearance}
_ASSURANCES = {each.value: each for each in Assurance}
_STATES = {each.value: each for each in CredentialState}
_PERSON, _MEMBERSHIP = draft_of(Person), draft_of(Membership)
_CREDENTIAL, _CARD = draft_of(Credential), draft_of(CardNumber)


def _columns(table: Any, *names: str, by: tuple[str, ...]) -> Select[Any]:
    """Columns in a fixed order: named once a query, not once a row, of which a big site has millions."""
    columns = table.__table__.c
    return select(*(columns[name] for name in names)).order_by(*(columns[name] for name in by))


_PEOPLE = _columns(
    PersonRow, "id", "name", "name_zh", "kind", "clearance", "starts", "ends", "pin", "extended_time", "company",
    "department", by=("id",),
)  # fmt: skip
_CREDENTIALS = _columns(
    CredentialRow, "person", "id", "format", "number", "facility", "kind", "assurance", "state",
    by=("person", "id"),
)  # fmt: skip
_MEMBERSHIPS = _columns(
    MembershipRow, "person", "id", "group_id", "reason", "approved_by", "starts", "ends", by=("person", "id")
)
_PREREQUISITES = _columns(PrerequisiteRow, "person", "name", "good_through", by=("person", "name"))
_VISITS = _columns(
    VisitRow, "person", "id", "starts", "ends", "zones", "host", "escorts", "state", "items",
    by=("person", "starts", "id"),
)  # fmt: skip


def everybody(connection: Connection) -> Iterator[Person]:
    """People with credentials, memberships, prerequisites and visits, in the database's order of their ids."""
    spelled = _Spelled(connection.dialect)
    credentials, memberships = _Beside(connection, _CREDENTIALS), _Beside(connection, _MEMBERSHIPS)
    prerequisites, visits = _Beside(connection, _PREREQUISITES), _Beside(connection, _VISITS)
    for row in _rows(connection, _PEOPLE):
        id_, name, name_zh, kind, clearance, starts, ends, pin, extended_time, company, department = row
        person = new(_PERSON)
        person.id = id_
        person.name = name
        person.name_zh = name_zh
        person.kind = _KINDS[kind]
        person.clearance = _CLEARANCES[clearance]
        person.starts = None if starts is None else spelled.instant(starts)
        person.ends = None if ends is None else spelled.instant(ends)
        person.pin = pin
        person.extended_time = bool(extended_time)
        person.company = company
        person.department = department
        person.credentials = tuple([_credential(each) for each in credentials.of(id_)])
        person.memberships = tuple([_membership(each, spelled) for each in memberships.of(id_)])
        person.prerequisites = {
            name: None if last is None else spelled.day(last) for _, name, last in prerequisites.of(id_)
        }
        person.visits = tuple([_visit(each, spelled) for each in visits.of(id_)])
        person.__class__ = Person
        yield person


class _Spelled:
    """How the database's driver hands out what it has no type for: to be asked of values that are there."""

    def __init__(self, dialect: Dialect) -> None:
        self.instant = _reader(MembershipRow, "starts", dialect)
        self.day = _reader(PrerequisiteRow, "good_through", dialect)


def _reader(table: Any, column: str, dialect: Dialect) -> Callable[[Any], Any]:
    """From the driver's value to the column's."""
    impl = table.__table__.c[column].type.dialect_impl(dialect)
    reader: Callable[[Any], Any] = impl.result_processor(dialect, None) or _as_it_is
    return reader


def _as_it_is(value: Any) -> Any:
    return value


def _credential(row: Sequence[Any]) -> Credential:
    card, credential = new(_CARD), new(_CREDENTIAL)
    _, credential.id, card.format, card.number, card.facility, credential.kind, assurance, state = row
    card.__class__ = CardNumber
    credential.card = card
    credential.assurance = _ASSURANCES[assurance]
    credential.state = _STATES[state]
    credential.__class__ = Credential
    return credential  # type: ignore[no-any-return]  # it is one now


def _membership(row: Sequence[Any], spelled: _Spelled) -> Membership:
    each = new(_MEMBERSHIP)
    _, each.id, each.group, each.reason, each.approved_by, starts, ends = row
    each.starts = None if starts is None else spelled.instant(starts)
    each.ends = None if ends is None else spelled.instant(ends)
    each.__class__ = Membership
    return each  # type: ignore[no-any-return]  # it is one now


def _visit(row: Sequence[Any], spelled: _Spelled) -> Visit:
    _, id_, starts, ends, zones, host, escorts, state, items = row
    return Visit(
        id=id_,
        starts=spelled.instant(starts),
        ends=spelled.instant(ends),
        zones=tuple(json.loads(zones)),
        host=host,
        escorts=tuple(json.loads(escorts)),
        state=VisitState(state) if state else None,
        items=Items(items),
    )


class _Beside:
    """Rows of another table, whose first column is the person: asked for in the order in which the people come."""

    __slots__ = ("_next", "_rows")

    def __init__(self, connection: Connection, query: Select[Any]) -> None:
        self._rows = _rows(connection, query)
        self._next = next(self._rows, None)

    def of(self, person: str) -> Sequence[Any]:
        """The rows of that person."""
        row = self._next
        if row is None or row[0] != person:
            return ()
        found = []
        rows = self._rows
        while row is not None and row[0] == person:
            found.append(row)
            row = next(rows, None)
        self._next = row
        return found


def _rows(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The driver's own rows one after another, fetched many at once."""
    return chain.from_iterable(_pages(connection, query))


def _pages(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    cursor = _cursor(connection)
    cursor.execute(str(query.compile(dialect=connection.dialect)))
    while page := cursor.fetchmany(AT_ONCE):
        yield page


def _cursor(connection: Connection) -> Any:
    """A cursor of the driver's that fetches as it is read: for PostgreSQL one with a name."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return driver.cursor()
    return driver.cursor(name=f"everybody_{next(_NUMBERS)}", binary=True)
