"""Pages by portal and by subject, which PostgreSQL's indexes lead to by blocks of 4,096 numbers, across their ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from gate.store import open_store
from gate.store.connect import engine_for
from gate.store.read import EventFilter, Reader, open_reader
from gate.store.read.event_query import Asked, statement
from tests.support.postgres import Postgres

START = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = 9_000  # three blocks, the last not full
DOORS = 40
FILL = f"""
INSERT INTO events_sources (src, boot) VALUES ('a', 1);
INSERT INTO events_forms (type, zone, body) VALUES ('RexPressed', '', '{{}}');
INSERT INTO events_log (seq, source, form, src_seq, at, recorded_at, portal, subject)
SELECT n, 1, 1, n, at, at, 'door-' || n % {DOORS}, 'rdr-' || n % {DOORS}
FROM (SELECT n, timestamptz '2026-01-01Z' + n * interval '1 minute' AS at FROM generate_series(1, {SIZE}) AS n) AS log;
INSERT INTO log_days SELECT floor(extract(epoch FROM at) / 86400), min(seq), max(seq) FROM events GROUP BY 1;
ANALYZE events_log
"""


@pytest.fixture(scope="module")
def engine(postgres_server: Postgres, migrated_database: str) -> Iterator[Engine]:
    with postgres_server.database(migrated_database) as url:
        open_store(url).close()
        made = engine_for(url)
        with made.begin() as connection:
            connection.execute(text(FILL))
        yield made
        made.dispose()


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Iterator[Reader]:
    found = open_reader(engine.url.render_as_string(hide_password=False))
    yield found
    found.close()


def paged(reader: Reader, only: EventFilter, before: int | None = None) -> list[int]:
    """Numbers of all pages."""
    found: list[int] = []
    while True:
        page = reader.events(only, before=before, limit=50)
        found += [row.seq for row in page.rows]
        before = page.older
        if before is None:
            return found


def of_door(door: int, first: int = 1, last: int = SIZE) -> list[int]:
    return [seq for seq in range(last, first - 1, -1) if seq % DOORS == door]


@pytest.mark.parametrize("only", [EventFilter(portal="door-7"), EventFilter(subject="rdr-7")])
@pytest.mark.parametrize("before", [None, 8193, 8192, 8191, 4097, 4096, 4095, 8, 7])
def test_pages_go_on_across_the_ends_of_blocks(reader: Reader, only: EventFilter, before: int | None) -> None:
    assert paged(reader, only, before) == of_door(7, last=SIZE if before is None else before - 1)


@pytest.mark.parametrize(
    ("first", "last"), [(1, SIZE), (4095, 4096), (4096, 4096), (4096, 8192), (8200, SIZE)]
)
def test_so_do_those_of_a_time(reader: Reader, first: int, last: int) -> None:
    since, until = (START + timedelta(minutes=number) for number in (first, last + 1))
    door = first % DOORS
    only = EventFilter(portal=f"door-{door}", since=since, until=until)
    assert paged(reader, only) == of_door(door, first, last)


def test_the_index_of_portals_leads_there_in_order(engine: Engine) -> None:
    """No more than the newest blocks are read: not all that the door ever said."""
    asked = statement(Asked(named=("portal",), blocks=True)).params(portal="door-7", limit=51)
    spelt = asked.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        said = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {spelt}"))
    assert "Incremental Sort" in said
    assert "Presorted Key: ((l.seq >> 12))" in said


@pytest.mark.parametrize(
    ("only", "count"),
    [
        (EventFilter(types=("RexPressed",)), SIZE),
        (EventFilter(types=("RexPressed", "Other"), zone="hall"), 0),
        (EventFilter(zone="hall"), 0),
        (EventFilter(types=("Other",)), 0),
    ],
)
def test_types_and_zones_are_looked_for_in_what_rows_share(
    reader: Reader, only: EventFilter, count: int
) -> None:
    assert len(reader.events(only, limit=500).rows) == min(count, 500)


def test_of_a_rare_type_no_join_is_made_for_each_row(engine: Engine) -> None:
    asked = statement(Asked(types=True, forms=True)).params(types=["Other"], limit=51)
    spelt = asked.compile(engine, compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        said = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {spelt}"))
    assert "hashed SubPlan" in said
