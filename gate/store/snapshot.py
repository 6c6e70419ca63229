"""All that the engine needs to go on where it stopped: loaded once at start, from the store alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from gate.domain.alarm import Alarm
from gate.domain.commands import Outcome, Receipt
from gate.domain.departure import Departure
from gate.domain.facts import DeskFact
from gate.domain.hold import Hold
from gate.domain.person_file import PersonFile
from gate.domain.revocation import Revocation
from gate.domain.status import AgentStatus, DeviceHealth, PortalStatus
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.store import desk_facts, load
from gate.store.flat import fact_of
from gate.store.tables import (
    AlarmRow,
    DepartureRow,
    EpochRow,
    EventRow,
    HoldRow,
    PersonRow,
    ReceiptRow,
    RevocationRow,
    SourceRow,
    VisitRow,
    WorldStateRow,
)
from gate.store.tables.visits import EXIT_UNKNOWN

REMEMBERED = 5_000
"""How many past receipts and answered reads a new engine still knows, so that a repeat of one is harmless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptState:
    """A key of the world's moving state as it was kept."""

    kind: str
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """``epoch`` and ``seq`` are the last ones used, 0 for none; ``visits`` those not closed or whose exit is unknown;
    ``sources`` by (source, boot), ``beyond`` what is there above them, as (source, boot, first, last); ``answered``
    the newest reads that were decided."""

    epoch: int
    seq: int
    revision: int
    people: tuple[PersonFile, ...]
    visits: tuple[VisitFile, ...]
    alarms: tuple[Alarm, ...]
    departures: tuple[Departure, ...]
    holds: tuple[Hold, ...]
    revocations: tuple[Revocation, ...]
    portals: tuple[PortalStatus, ...]
    devices: tuple[DeviceHealth, ...]
    agents: tuple[AgentStatus, ...]
    world: tuple[KeptState, ...]
    sources: dict[tuple[str, int], int]
    beyond: tuple[tuple[str, int, int, int], ...]
    answered: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    desk: tuple[DeskFact, ...]


ENDED = ("closed", "rejected", "cancelled", "no_show", "refused")
"""Visits in these states are history."""

LIVING = tuple(state.value for state in VisitState if state.value not in ENDED)


def take(connection: Connection) -> Snapshot:
    """Read everything in the connection's transaction."""
    return Snapshot(
        epoch=_largest(connection, EpochRow.epoch),
        seq=_largest(connection, EventRow.seq),
        revision=_largest(connection, PersonRow.revision),
        people=load.people(connection),
        visits=load.visits(
            connection,
            lambda query: query.where(
                or_(VisitRow.state.in_(LIVING), VisitRow.state.is_(None), EXIT_UNKNOWN)
            ),
        ),
        alarms=load.alarms(connection, lambda query: query.where(AlarmRow.closed_at.is_(None))),
        departures=load.departures(connection, lambda query: query.where(DepartureRow.proved_at.is_(None))),
        revocations=load.revocations(
            connection, lambda query: query.where(RevocationRow.proved_at.is_(None))
        ),
        holds=_holds(connection),
        portals=load.portals(connection),
        devices=load.devices(connection),
        agents=load.agents(connection),
        world=_world(connection),
        sources={
            (row.src, row.boot): row.upto
            for row in connection.execute(select(SourceRow.src, SourceRow.boot, SourceRow.upto))
        },
        beyond=_beyond(connection),
        answered=_answered(connection),
        receipts=_receipts(connection),
        desk=desk_facts.living(connection, LIVING),
    )


def receipt_of(text: str) -> Receipt:
    """A receipt from the JSON that it was kept as."""
    kept = json.loads(text)
    return Receipt(**{**kept, "outcome": Outcome(kept["outcome"]), "agents": tuple(kept["agents"])})


def _largest(connection: Connection, column: InstrumentedAttribute[int]) -> int:
    return connection.execute(select(column).order_by(column.desc()).limit(1)).scalar_one_or_none() or 0


def _world(connection: Connection) -> tuple[KeptState, ...]:
    rows = connection.execute(select(WorldStateRow.kind, WorldStateRow.key, WorldStateRow.value))
    return tuple(KeptState(kind=row.kind, key=row.key, value=row.value) for row in rows)


def _beyond(connection: Connection) -> tuple[tuple[str, int, int, int], ...]:
    """Events that came while earlier ones of their source were still missing."""
    same = and_(EventRow.src == SourceRow.src, EventRow.boot == SourceRow.boot)
    query = (
        select(EventRow.src, EventRow.boot, EventRow.src_seq, EventRow.type, EventRow.body)
        .join(SourceRow, and_(same, EventRow.src_seq > SourceRow.upto))
        .order_by(EventRow.src, EventRow.boot, EventRow.src_seq)
    )
    found = connection.execute(query)
    return tuple((row.src, row.boot, row.src_seq - _others(row.type, row.body), row.src_seq) for row in found)


def _others(type: str, body: str) -> int:
    """How many events the row speaks for besides itself."""
    return int(json.loads(body)["count"]) - 1 if type == "EventsDropped" else 0


def _holds(connection: Connection) -> tuple[Hold, ...]:
    in_force = select(HoldRow.__table__).where(HoldRow.lifted_at.is_(None)).order_by(HoldRow.id)
    return tuple(fact_of(Hold, dict(row)) for row in connection.execute(in_force).mappings())


def _answered(connection: Connection) -> tuple[str, ...]:
    query = (
        select(EventRow.request)
        .where(EventRow.type == "AccessDecided")
        .order_by(EventRow.seq.desc())
        .limit(REMEMBERED)
    )
    return tuple(str(row.request) for row in connection.execute(query))


def _receipts(connection: Connection) -> tuple[Receipt, ...]:
    kept = ReceiptRow.receipt != ""  # one whose record was erased answers nobody any more
    query = select(ReceiptRow.receipt).where(kept).order_by(ReceiptRow.at.desc()).limit(REMEMBERED)
    rows: Sequence[str] = connection.execute(query).scalars().all()
    return tuple(receipt_of(text) for text in rows)
