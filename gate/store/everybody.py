"""Everybody on file, one after another: for sites too big to be held as objects.

Five queries in the order of the person's id run beside each other, each on its own cursor, so that memory holds one
person at a time. All of them see the store at one instant if the connection is in a transaction that does (SQLite:
always; PostgreSQL: ``REPEATABLE READ``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, select

from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.level import Assurance, Clearance
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.visit import Items, Visit, VisitState
from gate.store.tables import CredentialRow, MembershipRow, PersonRow, PrerequisiteRow, VisitRow

AT_ONCE = 10_000
"""Rows fetched together."""

_KINDS = {each.value: each for each in PersonKind}
_CLEARANCES = {each.value: each for each in Clearance}
_ASSURANCES = {each.value: each for each in Assurance}
_STATES = {each.value: each for each in CredentialState}


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
    credentials, memberships = _Beside(connection, _CREDENTIALS), _Beside(connection, _MEMBERSHIPS)
    prerequisites, visits = _Beside(connection, _PREREQUISITES), _Beside(connection, _VISITS)
    for row in _rows(connection, _PEOPLE):
        id_, name, name_zh, kind, clearance, starts, ends, pin, extended_time, company, department = row
        yield Person(
            id=id_,
            name=name,
            name_zh=name_zh,
            kind=_KINDS[kind],
            clearance=_CLEARANCES[clearance],
            starts=starts,
            ends=ends,
            pin=pin,
            extended_time=extended_time,
            company=company,
            department=department,
            credentials=tuple([_credential(each) for each in credentials.of(id_)]),
            memberships=tuple([_membership(each) for each in memberships.of(id_)]),
            prerequisites={name: last for _, name, last in prerequisites.of(id_)},
            visits=tuple([_visit(each) for each in visits.of(id_)]),
        )


def _credential(row: Sequence[Any]) -> Credential:
    _, id_, form, number, facility, kind, assurance, state = row
    return Credential(
        id=id_,
        card=CardNumber(format=form, number=number, facility=facility),
        kind=kind,
        assurance=_ASSURANCES[assurance],
        state=_STATES[state],
    )


def _membership(row: Sequence[Any]) -> Membership:
    _, id_, group, reason, approved_by, starts, ends = row
    return Membership(id=id_, group=group, reason=reason, approved_by=approved_by, starts=starts, ends=ends)


def _visit(row: Sequence[Any]) -> Visit:
    _, id_, starts, ends, zones, host, escorts, state, items = row
    return Visit(
        id=id_,
        starts=starts,
        ends=ends,
        zones=tuple(json.loads(zones)),
        host=host,
        escorts=tuple(json.loads(escorts)),
        state=VisitState(state) if state else None,
        items=Items(items),
    )


class _Beside:
    """Rows of another table, whose first column is the person: asked for in the order in which the people come."""

    def __init__(self, connection: Connection, query: Select[Any]) -> None:
        self._rows = _rows(connection, query)
        self._next = next(self._rows, None)

    def of(self, person: str) -> Sequence[Any]:
        """The rows of that person."""
        row = self._next
        if row is None or row[0] != person:
            return ()
        found = []
        while row is not None and row[0] == person:
            found.append(row)
            row = next(self._rows, None)
        self._next = row
        return found


def _rows(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Rows one after another, fetched many at once."""
    result = connection.execute(query.execution_options(yield_per=AT_ONCE))
    return chain.from_iterable(result.partitions())
