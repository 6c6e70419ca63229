"""What the store holds of the world: the log as it is, and what stands beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from gate.store.connect import engine_for
from gate.store.tables import AlarmRow, DeviceRow, EventRow, PortalRow, SourceRow


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the log."""

    seq: int
    src: str
    boot: int
    src_seq: int
    type: str
    request: str | None
    body: dict[str, Any]

    @property
    def identity(self) -> tuple[str, int, int]:
        """Who said it."""
        return self.src, self.boot, self.src_seq


@dataclass(frozen=True, slots=True)
class Kept:
    """The log in order, and the tables of what is, as the engine keeps them."""

    log: tuple[Row, ...]
    upto: dict[tuple[str, int], int]
    portals: dict[str, tuple[str, str, str]]
    devices: dict[str, bool | None]
    alarms: dict[str, bool]


def read_record(url: str) -> Kept:
    """Everything, in one transaction."""
    engine = engine_for(url, read_only=True)
    try:
        with engine.connect() as connection:
            return Kept(
                log=_log(connection),
                upto=_upto(connection),
                portals=_portals(connection),
                devices={row.device: row.online for row in connection.execute(select(DeviceRow.__table__))},
                alarms=_alarms(connection),
            )
    finally:
        engine.dispose()


def _log(connection: Connection) -> tuple[Row, ...]:
    e = EventRow
    query = select(e.seq, e.src, e.boot, e.src_seq, e.type, e.request, e.body).order_by(e.seq)
    return tuple(Row(*row[:6], json.loads(row.body)) for row in connection.execute(query))


def _upto(connection: Connection) -> dict[tuple[str, int], int]:
    rows = connection.execute(select(SourceRow.__table__))
    return {(row.src, row.boot): row.upto for row in rows}


def _portals(connection: Connection) -> dict[str, tuple[str, str, str]]:
    rows = connection.execute(select(PortalRow.__table__))
    return {row.portal: (row.commanded, row.contact, row.state) for row in rows}


def _alarms(connection: Connection) -> dict[str, bool]:
    rows = connection.execute(select(AlarmRow.__table__).where(AlarmRow.closed_at.is_(None)))
    return {row.id: row.active for row in rows}
