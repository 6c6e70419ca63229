"""From every earlier version with data in it to this one: every row is there, and says what it said."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, insert, inspect, select
from sqlalchemy.sql.sqltypes import Boolean, Date, DateTime, Integer, LargeBinary

from gate.roots.audit_sources import verify_store
from gate.store import open_store
from gate.store.connect import engine_for
from gate.store.migrate import SCRIPTS, newest, upgrade
from gate.store.read import open_reader

pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")

EARLIER = sorted({script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()} - {newest()})
SEALED = "0005"
"""From here on only the product writes events: a row of a test's own would be no part of the tree."""
RESEALED = "0011"
"""Here the tree of an older log was made anew, and heads over the old one are none over it."""
TREE = frozenset({"seal_frontier", "seal_nodes", "checkpoints", "countersignatures"})
NOON = datetime(2025, 12, 31, 12, tzinfo=UTC)
MICROSECONDS = 1767182400000000
"""The same as SQLite keeps it."""
Kept = dict[str, dict[str, Any]]


@pytest.mark.parametrize("revision", EARLIER)
def test_data_of_an_earlier_version_is_kept(store_url: str, revision: str) -> None:
    engine = engine_for(store_url)
    upgrade(engine, revision)
    before = fill(engine, with_events=revision < SEALED)
    open_store(store_url).close()
    if revision < RESEALED:
        before = {name: row for name, row in before.items() if name not in TREE}
    after = read(engine, before)
    engine.dispose()
    assert after == before
    if revision < SEALED:
        check_log(store_url)


def test_there_is_something_to_upgrade_from() -> None:
    assert EARLIER[:2] == ["0001", "0002"]


def check_log(url: str) -> None:
    """The old events can be read as before, found by their time, and are sealed."""
    reader = open_reader(url)
    first, second = reversed(reader.events().rows)
    assert (json.loads(first.body), first.person) == ({"door": 1}, "p1")
    assert second.recorded_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert reader.event(1) == first
    reader.close()
    assert verify_store(url, heads_due=False).newer == 2


# ── rows for whatever tables there were ──────────────────────────────────────


def fill(engine: Engine, *, with_events: bool) -> Kept:
    """One row in each table, parents first, and two events of two months; what was written, by table."""
    written: Kept = {}
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            if table.name == "events":
                if with_events:
                    add_events(connection, table)
            elif table.name != "alembic_version" and not table.name.startswith("events_"):
                written[table.name] = row_of(table)
                connection.execute(insert(table).values(**written[table.name]))
    return written


def add_events(connection: Connection, table: Table) -> None:
    january = datetime(2026, 1, 1, tzinfo=UTC)
    for seq, at in ((1, NOON), (2, january)):
        instant: Any = at if connection.dialect.name == "postgresql" else int(at.timestamp() * 1_000_000)
        row = {"seq": seq, "src": "cabinet", "boot": 1, "src_seq": seq, "at": instant, "recorded_at": instant}
        row |= {"type": "RexPressed", "person": "p1", "body": f'{{"door":{seq}}}'}
        connection.execute(insert(table).values(**row))


def row_of(table: Table) -> dict[str, Any]:
    """A value for each column, of its type; texts that other tables refer to are all the same."""
    row = {column.name: _value(column.type, column.name) for column in table.columns}
    return {**row, "seq": 2} if table.name == "receipts" else row  # the answer to the second event


def _value(kind: object, name: str) -> object:
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, DateTime):
        return NOON
    if isinstance(kind, Date):
        return date(2025, 12, 31)
    if isinstance(kind, LargeBinary):
        return b"\x01\x02"
    if isinstance(kind, Integer):  # SQLite keeps instants as these, too
        return MICROSECONDS if name.endswith(("_at", "starts", "ends")) or name == "at" else 7
    return "1"


def read(engine: Engine, before: Kept) -> Kept:
    """The columns that were written, as they are now."""
    tables = MetaData()
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        assert before.keys() <= names
        tables.reflect(connection, only=sorted(before))
        return {name: _row(connection, tables.tables[name], before[name]) for name in before}


def _row(connection: Connection, table: Table, before: dict[str, Any]) -> dict[str, Any]:
    (row,) = connection.execute(select(*(table.c[name] for name in before))).mappings()
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_a_sealed_log_of_before_is_sealed_anew(store_url: str) -> None:
    """What was erased before stays verifiable: what hides it is all that is left of it."""
    engine = engine_for(store_url)
    upgrade(engine, "0010")
    with engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["events", "receipts"])
        for each in OLD_ROWS:
            instant: Any = NOON if connection.dialect.name == "postgresql" else MICROSECONDS
            row = {"src": "cabinet", "boot": 1, "at": instant, "recorded_at": instant, "body": "{}", **each}
            row |= {"src_seq": each["seq"], "leaf": bytes(32)}
            connection.execute(insert(tables.tables["events"]).values(**row))
    open_store(store_url).close()
    report = verify_store(store_url, heads_due=False)
    engine.dispose()
    assert (report.newer, report.erased) == (3, 1)


OLD_ROWS: tuple[dict[str, Any], ...] = (
    {"seq": 1, "type": "RexPressed"},
    {"seq": 2, "type": "PassageEnded", "person": "p1", "personal": '{"persons":["p1"]}', "salt": bytes(16)},
    {"seq": 3, "type": "PassageEnded", "hidden": bytes(range(32))},
)
