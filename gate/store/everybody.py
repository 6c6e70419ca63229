"""Everybody on file, one after another: for sites too big to be held as objects.

Five queries in the order of the person's id run beside each other, each on its own cursor, so that memory holds one
person at a time. All of them see the store at one instant if the connection is in a transaction that does (SQLite:
always; PostgreSQL: ``REPEATABLE READ``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from gate.domain.person import Person
from gate.store.load import person_of, visit_of
from gate.store.tables import CredentialRow, MembershipRow, PersonRow, PrerequisiteRow, VisitRow

AT_ONCE = 5_000
"""Rows fetched together."""


def everybody(connection: Connection) -> Iterator[Person]:
    """People with credentials, memberships, prerequisites and visits, in the database's order of their ids."""
    credentials = _Beside(connection, CredentialRow, "id")
    memberships = _Beside(connection, MembershipRow, "id")
    prerequisites = _Beside(connection, PrerequisiteRow, "name")
    visits = _Beside(connection, VisitRow, "starts", "id")
    for row in _rows(connection, PersonRow, "id"):
        id_ = row["id"]
        file = person_of(row, credentials.of(id_), memberships.of(id_), prerequisites.of(id_))
        found = visits.of(id_)
        yield (
            replace(file.person, visits=tuple(visit_of(each).visit for each in found))
            if found
            else file.person
        )


class _Beside:
    """Rows of another table, by person: asked for in the order in which the people come."""

    def __init__(self, connection: Connection, table: Any, *then: str) -> None:
        self._groups = groupby(_rows(connection, table, "person", *then), key=itemgetter("person"))
        self._next = next(self._groups, None)

    def of(self, person: str) -> list[RowMapping]:
        """The rows of that person."""
        if self._next is None or self._next[0] != person:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _rows(connection: Connection, table: Any, *order: str) -> Iterator[RowMapping]:
    columns = table.__table__.c
    query = select(table.__table__).order_by(*(columns[name] for name in order))
    return iter(connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings())
