"""A log of before on PostgreSQL gets its new shape: every row shows as it did, in its month, and the seal holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Row, insert, text

from gate.roots.audit_sources import verify_store
from gate.seal.frontier import Frontier
from gate.seal.leaf import COLUMNS
from gate.store import Batch, EventRecord, open_store
from gate.store.base import EPOCH, MICROSECOND
from gate.store.connect import engine_for
from gate.store.migrate import upgrade
from gate.store.seal.rows import sealed
from tests.store.examples import event

BEFORE = "0016"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 5, 1, tzinfo=UTC)
"""Of a month without a partition of its own."""


def log() -> list[EventRecord]:
    """Shared bodies, one that is too long for that, others; some with persons, zones and requests; two starts."""
    at = {1: LONG_AGO, 2: NEW_YEAR}
    said: list[dict[str, Any]] = [
        {"type": "LockSensed", "body": '{"portal":"a","released":true}', "portal": "a", "zone": "hall"},
        {"type": "LockSensed", "body": '{"portal":"a","released":true}', "portal": "a"},
        {"type": "ContactChanged", "body": f'{{"wire":"{"x" * 500}"}}'},
        {
            "type": "PassageEnded",
            "body": '{"n":1}',
            "person": "p1",
            "personal": '{"persons":["p1"]}',
            "zone": "hall",
        },
        {
            "type": "AccessDecided",
            "body": '{"n":2}',
            "credential": "c1",
            "subject": "rdr",
            "request": "a/1/1",
        },
    ]
    return [
        event(seq, boot=1 + seq % 2, recorded_at=at.get(seq, datetime.now(UTC)), **said[seq % len(said)])
        for seq in range(1, 31)
    ]


def put(connection: Connection, events: list[EventRecord]) -> None:
    """As the version before wrote them."""
    tables = MetaData()
    tables.reflect(connection, only=["events", "seal_frontier"])
    rows, leaves, *_ = sealed(events, {}, 0)
    frontier = Frontier()
    list(frontier.extend(leaves))
    names = tables.tables["events"].columns.keys()
    said = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    for row in said:
        row |= {name: EPOCH + row[name] * MICROSECOND for name in ("at", "recorded_at")}
    connection.execute(insert(tables.tables["events"]), [{name: row[name] for name in names} for row in said])
    state = {"id": 1, "size": frontier.size, "roots": frontier.to_bytes()}
    connection.execute(insert(tables.tables["seal_frontier"]).values(**state))


def everything(engine: Engine) -> list[Row[Any]]:
    columns = (
        "seq, src, boot, src_seq, at, recorded_at, type, portal, zone, person, credential, subject, request, body, "
        "personal, salt, hidden, leaf"
    )
    with engine.connect() as connection:
        return list(connection.execute(text(f"SELECT {columns} FROM events ORDER BY seq")))


def test_rows_of_before_show_as_they_did(postgres_url: str) -> None:
    engine = engine_for(postgres_url)
    upgrade(engine, BEFORE)
    with engine.begin() as connection:
        put(connection, log())
    before = everything(engine)
    store = open_store(postgres_url)
    assert everything(engine) == before
    with engine.connect() as connection:
        shared = connection.execute(text("SELECT count(*) FROM events_log WHERE body IS NULL")).scalar_one()
        far = connection.execute(text("SELECT count(*) FROM events_default")).scalar_one()
    assert (shared, far) == (12, 2)
    with store.work() as work:
        work.write(Batch(events=[event(31)]))
    store.close()
    engine.dispose()
    assert verify_store(postgres_url, heads_due=False).newer == 31
