"""The day's visits are found by indexes: a desk with years behind it does not read through them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from gate.store import open_store, snapshot
from gate.store.connect import engine_for
from gate.store.read import desk_rows, muster_rows, people_rows, visit_rows
from tests.store.examples import NOON

DAY = timedelta(hours=14)
Ask = Callable[[Connection], object]


def plans(folder: Path, ask: Ask) -> list[str]:
    """What SQLite says of how it would answer each statement that ``ask`` sends."""
    url = f"sqlite:///{folder / 'gate.db'}"
    open_store(url).close()
    engine, asked = engine_for(url, read_only=True), []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    with engine.connect() as connection:
        ask(connection)
        steps = [
            row[3]
            for statement, parameters in list(asked)
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    engine.dispose()
    assert any("visits" in step for step in steps)
    return steps


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: people_rows.visits(connection, NOON - DAY, NOON + DAY),
        lambda connection: desk_rows.search(connection, "chen", NOON - DAY, NOON + DAY, 20),
        lambda connection: visit_rows.ahead(connection, NOON, None),
        lambda connection: visit_rows.submitted(connection, NOON),
        visit_rows.unfinished,
        lambda connection: muster_rows.muster(connection, ()),
        lambda connection: people_rows.counted(connection, NOON),
        snapshot.take,
    ],
    ids=[
        "the day's list",
        "search",
        "ahead",
        "awaiting approval",
        "end of the day",
        "roll call",
        "counters",
        "start",
    ],
)
def test_no_list_reads_through_all_visits(tmp_path: Path, ask: Ask) -> None:
    steps = plans(tmp_path, ask)
    assert not [step for step in steps if step.startswith("SCAN visits")], steps
