"""Countersignatures of an older store: one a minute becomes one a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, text

from gate.store.connect import engine_for
from gate.store.migrate import upgrade
from gate.store.tables import CountersignatureRow
from tests.store.examples import NOON


def test_an_older_store_keeps_the_last_of_each_day(store_url: str) -> None:
    engine = engine_for(store_url)
    upgrade(engine, "0017")
    evening = NOON.replace(hour=23, minute=58)
    rows = [
        {"size": size, "agent": agent, "at": evening + timedelta(minutes=size), "signature": "x"}
        for size in range(5)
        for agent in ("cabinet-1", "cabinet-2")
    ]
    with engine.begin() as connection:
        connection.execute(insert(CountersignatureRow), rows)
    upgrade(engine)
    with engine.begin() as connection:
        kept = connection.execute(
            text("SELECT size, agent FROM countersignatures ORDER BY size, agent")
        ).all()
    engine.dispose()
    assert kept == [(1, "cabinet-1"), (1, "cabinet-2"), (4, "cabinet-1"), (4, "cabinet-2")]
