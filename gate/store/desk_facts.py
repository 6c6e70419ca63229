"""The desk's facts and their tables: a row each, written and read by :mod:`gate.store.flat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from gate.domain.agreement import AgreementText, Signature
from gate.domain.carried import CarriedItem, CarryPermit, PermitState
from gate.domain.desk_record import DeskRecord
from gate.domain.facts import DeskFact
from gate.domain.roll import RollCall, RollLine
from gate.domain.watchlist import Dismissal, WatchEntry, WatchList
from gate.store.flat import fact_of
from gate.store.tables.desk import (
    AgreementTextRow,
    CarriedItemRow,
    CarryPermitRow,
    DeskRecordRow,
    DismissalRow,
    SignatureRow,
    WatchEntryRow,
    WatchListRow,
)
from gate.store.tables.rolls import OPEN, RollCallRow, RollLineRow
from gate.store.tables.visits import VisitRow

DESK_TABLES: Mapping[type[Any], Any] = {
    DeskRecord: DeskRecordRow,
    CarriedItem: CarriedItemRow,
    CarryPermit: CarryPermitRow,
    Signature: SignatureRow,
    AgreementText: AgreementTextRow,
    WatchList: WatchListRow,
    WatchEntry: WatchEntryRow,
    Dismissal: DismissalRow,
    RollCall: RollCallRow,
    RollLine: RollLineRow,
}
DESK_TABLE_NAMES: tuple[str, ...] = tuple(row.__tablename__ for row in DESK_TABLES.values())
"""Parents first."""


def living(connection: Connection, states: tuple[str, ...]) -> tuple[DeskFact, ...]:
    """What an engine starts from: of visits in these states; permits and entries that still hold; open rolls."""
    visits = select(VisitRow.id).where(VisitRow.state.in_(states))
    over = (PermitState.CLOSED.value, PermitState.REFUSED.value)
    rolls = select(RollCallRow.id).where(OPEN)
    newest = select(AgreementTextRow.__table__).order_by(AgreementTextRow.version)
    return (
        *_all(connection, DeskRecord, _of(DeskRecordRow).where(DeskRecordRow.visit.in_(visits))),
        *_all(
            connection,
            CarriedItem,
            _of(CarriedItemRow)
            .where(CarriedItemRow.visit.in_(visits))
            .order_by(CarriedItemRow.declared_at, CarriedItemRow.id),
        ),
        *_all(connection, CarryPermit, _of(CarryPermitRow).where(CarryPermitRow.state.not_in(over))),
        *_all(connection, AgreementText, newest),
        *_all(connection, WatchList, _of(WatchListRow)),
        *_all(connection, WatchEntry, _of(WatchEntryRow).where(WatchEntryRow.ended_at.is_(None))),
        *_all(connection, Dismissal, _of(DismissalRow)),
        *_all(connection, RollCall, _of(RollCallRow).where(OPEN).order_by(RollCallRow.called_at)),
        *_all(connection, RollLine, _of(RollLineRow).where(RollLineRow.roll.in_(rolls))),
    )


def _of(table: Any) -> Select[Any]:
    return select(table.__table__)


def _all(connection: Connection, kind: type[DeskFact], query: Select[Any]) -> list[DeskFact]:
    return [fact_of(kind, row) for row in connection.execute(query).mappings()]
