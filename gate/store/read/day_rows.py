"""The desk's day: visits in groups, each with how many there are, and as many lines as a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from gate.domain.visit import VisitState
from gate.store import load
from gate.store.read.people_rows import VisitLine, around, as_lines
from gate.store.tables import VisitRow


class DayGroup(StrEnum):
    """How a visit of these hours stands at the desk."""

    OVERDUE = "overdue"  # inside past the end of the visit
    WAITING = "waiting"
    INSIDE = "inside"
    EXPECTED = "expected"
    GONE = "gone"


AT_DESK = (VisitState.ARRIVED, VisitState.CHECKED_IN)
AHEAD = frozenset({None, VisitState.DRAFT, VisitState.SUBMITTED, VisitState.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayList:
    """One group: ``count`` of all its visits, ``lines`` those of the part that was asked for."""

    count: int
    lines: tuple[VisitLine, ...]


def day(
    connection: Connection, now: datetime, since: datetime, until: datetime, part: Mapping[DayGroup, slice]
) -> dict[DayGroup, DayList]:
    """Visits that overlap [since, until), and those at the desk or inside whatever their time, by group.

    Each in the order of their start; who has left, the latest first. ``part``: which of each group to look up.
    """
    groups = _grouped(connection, now, since, until)
    wanted = {group: groups[group][part.get(group, slice(0))] for group in DayGroup}
    lines = _lines(connection, [each for ids in wanted.values() for each in ids])
    return {
        group: DayList(count=len(groups[group]), lines=tuple(lines[each] for each in wanted[group]))
        for group in DayGroup
    }


def group_of(state: VisitState | None, ends: datetime, now: datetime) -> DayGroup:
    """Where a visit belongs."""
    if state is VisitState.CHECKED_IN:
        return DayGroup.OVERDUE if ends <= now else DayGroup.INSIDE
    if state is VisitState.ARRIVED:
        return DayGroup.WAITING
    return DayGroup.EXPECTED if state in AHEAD else DayGroup.GONE


def _grouped(
    connection: Connection, now: datetime, since: datetime, until: datetime
) -> dict[DayGroup, list[str]]:
    """Ids alone: of a visit's row the day needs no more to be put in order."""
    query = (
        select(VisitRow.id, VisitRow.state, VisitRow.ends)
        .where(or_(and_(*around(since, until)), VisitRow.state.in_([each.value for each in AT_DESK])))
        .order_by(VisitRow.starts, VisitRow.id)
    )
    groups: dict[DayGroup, list[str]] = {group: [] for group in DayGroup}
    for row in connection.execute(query):
        state = VisitState(row.state) if row.state else None
        groups[group_of(state, row.ends, now)].append(row.id)
    groups[DayGroup.GONE].reverse()
    return groups


def _lines(connection: Connection, ids: Sequence[str]) -> dict[str, VisitLine]:
    lines: Iterable[Any] = as_lines(
        connection, load.visits(connection, lambda query: query.where(VisitRow.id.in_(ids)))
    )
    return {line.file.visit.id: line for line in lines}
