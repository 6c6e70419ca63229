"""Visits as hosts, approvers and the end of a day look at them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Select, and_, or_, select, tuple_

from gate.domain.revocation import Revocation
from gate.store import load
from gate.store.read import people_rows
from gate.store.read.people_rows import VisitLine
from gate.store.tables import RevocationRow, VisitRow
from gate.store.tables.visits import EXIT_UNKNOWN

MOST = 500


def ahead(
    connection: Connection, since: datetime, host: str | None, after: str = "", limit: int = MOST
) -> tuple[VisitLine, ...]:
    """Visits that end after ``since``, of one host or (None) of all, by their start; ``limit`` at most.

    ``after``: the id of the last visit of the page before.
    """

    def only(query: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
        query = query.where(VisitRow.ends > since)
        if host is not None:
            query = query.where(VisitRow.host == host)
        if after:
            last = select(VisitRow.starts, VisitRow.id).where(VisitRow.id == after).scalar_subquery()
            query = query.where(tuple_(VisitRow.starts, VisitRow.id) > last)
        return query.limit(limit)

    return people_rows.as_lines(connection, load.visits(connection, only))


def submitted(connection: Connection, since: datetime) -> tuple[VisitLine, ...]:
    """Visits that wait for an approval and are not over, by their start; at most 500."""
    files = load.visits(
        connection,
        lambda query: query.where(VisitRow.state == "submitted", VisitRow.ends > since).limit(MOST),
    )
    return people_rows.as_lines(connection, files)


def unfinished(connection: Connection) -> tuple[VisitLine, ...]:
    """Visits that a desk has not done with: at the desk, inside, a badge out, or an exit that nobody knows."""
    badge_out = and_(VisitRow.state == "checked_out", VisitRow.badge_returned_at.is_(None))
    files = load.visits(
        connection,
        lambda query: query.where(
            or_(VisitRow.state.in_(("arrived", "checked_in")), badge_out, EXIT_UNKNOWN)
        ),
    )
    return people_rows.as_lines(connection, files)


def lost_badges(connection: Connection, visit: str) -> tuple[Revocation, ...]:
    """Cases of badges that were lost in this visit, oldest first."""
    return load.revocations(connection, lambda query: query.where(RevocationRow.visit == visit))
