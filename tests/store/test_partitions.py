"""The log by month on PostgreSQL: made ahead, each month protected, the default one never needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError

from gate.store import Batch, EventRecord, Store, StoreConflict, open_store
from gate.store.connect import engine_for
from gate.store.partitions import AHEAD, month_of, next_month, with_ahead
from gate.store.read import open_reader
from tests.store.examples import event
from tests.support.postgres import Postgres


@pytest.fixture
def url(postgres_server: Postgres, migrated_database: str) -> Iterator[str]:
    with postgres_server.database(migrated_database) as url:
        yield url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = engine_for(url)
    yield made
    made.dispose()


def at(seq: int, year: int, month: int, day: int = 1) -> EventRecord:
    instant = datetime(year, month, day, tzinfo=UTC)
    return event(seq, at=instant, recorded_at=instant, person="p1")


def months(engine: Engine) -> dict[str, int]:
    """Rows by partition."""
    query = "SELECT relid::regclass::text FROM pg_partition_tree('events_log') WHERE isleaf"
    with engine.connect() as connection:
        names = [row[0] for row in connection.execute(text(query))]
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


@pytest.mark.parametrize(
    ("month", "after"), [(date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 12, 1), date(2027, 1, 1))]
)
def test_months_follow_each_other(month: date, after: date) -> None:
    assert next_month(month) == after


def test_a_month_is_utc_s() -> None:
    assert month_of(datetime.fromisoformat("2026-03-01T07:59:59+08:00")) == date(2026, 2, 1)
    assert month_of(datetime.fromisoformat("2026-03-01T08:00:00+08:00")) == date(2026, 3, 1)
    assert len(list(with_ahead([date(2026, 3, 1), date(2026, 1, 1)]))) == 2 + AHEAD


def test_a_line_makes_the_month_that_it_writes_to_and_those_that_follow(store: Store, engine: Engine) -> None:
    line = store.line()
    line.write(Batch(events=[at(1, 2031, 12, 31), at(2, 2032, 1)]))
    line.write(Batch(events=[at(3, 2032, 1, 2)]))
    line.close()
    found = months(engine)
    assert (found["events_2031_12"], found["events_2032_01"]) == (1, 2)
    assert {f"events_2032_0{month}" for month in (2, 3, 4)} <= set(found)
    assert found["events_default"] == 0


def test_a_unit_of_work_makes_them_too(store: Store, engine: Engine) -> None:
    with store.work() as work:
        work.write(Batch(events=[at(1, 2033, 5)]))
    assert months(engine)["events_2033_05"] == 1


def test_a_reader_of_all_holds_no_event_up(store: Store, engine: Engine) -> None:
    """A backup: its lock is in the way of a new partition, not of rows."""
    with engine.begin() as reading:
        reading.execute(text("LOCK TABLE events IN ACCESS SHARE MODE"))
        line = store.line()
        line.write(Batch(events=[at(1, 2034, 1)]))
    assert months(engine)["events_default"] == 1
    line.write(Batch(events=[at(2, 2034, 2)]))
    line.close()
    assert months(engine)["events_2034_02"] == 1


def test_pages_go_over_months(store: Store, url: str) -> None:
    with store.work() as work:
        work.write(Batch(events=[at(1, 2031, 1), at(2, 2031, 2), at(3, 2031, 4)]))
    reader = open_reader(url)
    first = reader.events(limit=2)
    assert [row.seq for row in first.rows] == [3, 2]
    assert [row.seq for row in reader.events(before=first.older).rows] == [1]
    reader.close()


@pytest.mark.parametrize("statement", ["UPDATE {} SET body = '{{}}'", "DELETE FROM {}", "TRUNCATE {}"])
def test_a_month_is_append_only_by_itself(store: Store, engine: Engine, statement: str) -> None:
    with store.work() as work:
        work.write(Batch(events=[at(1, 2031, 1)]))
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement.format("events_2031_01")))


def test_one_number_in_two_months_is_a_conflict(store: Store) -> None:
    with store.work() as work:
        work.write(Batch(events=[at(1, 2031, 1)]))
    with pytest.raises(StoreConflict, match="number 1 of the log is unique"), store.work() as work:
        work.write(Batch(events=[event(1, src="other", recorded_at=datetime(2031, 2, 1, tzinfo=UTC))]))


def test_the_months_of_an_old_log_are_made_by_the_migration(postgres_url: str) -> None:
    assert make_url(postgres_url).database
    store = open_store(postgres_url)
    store.close()
    engine = engine_for(postgres_url)
    found = months(engine)
    engine.dispose()
    now = month_of(datetime.now(UTC))
    assert {f"events_{month:%Y_%m}" for month in with_ahead([now])} <= set(found)
