"""The log on PostgreSQL: what rows share is kept once, whatever becomes of the transaction that had it first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from gate.domain import events
from gate.domain.personal import PERSONAL
from gate.roots.audit_sources import verify_store
from gate.seal.report import SealBroken
from gate.store import Batch, EventRecord, Store, StoreConflict, open_store
from gate.store.connect import engine_for
from gate.store.log.codes import LONGEST, REPEATED, form_of
from gate.store.log.rows import FEW
from gate.store.read import open_reader
from tests.store.examples import event
from tests.support.postgres import Postgres

WORDS = {"portal", "cause", "wire"}
"""Fields of text: ids, and words of a short list."""


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


def contact(seq: int, **changed: Any) -> EventRecord:
    """A row of a type whose body is shared."""
    row = {
        "type": "ContactChanged",
        "body": f'{{"portal":"door-{seq % 2}","contact":"open"}}',
        "zone": "hall",
    }
    return event(seq, **{**row, **changed})


def ask(engine: Engine, query: str) -> Any:
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


@pytest.mark.parametrize("name", sorted(REPEATED))
def test_what_is_shared_names_nobody_and_counts_nothing(name: str) -> None:
    kind = getattr(events, name)
    hints = get_type_hints(kind)
    assert name not in PERSONAL
    for field in fields(kind):
        each = hints[field.name]
        kinds = set(get_args(each) or (each,)) - {type(None)}
        closed = all(part is bool or issubclass(part, Enum) for part in kinds)
        assert closed or field.name in WORDS, f"{name}.{field.name}"


@pytest.mark.parametrize("at_once", [1, FEW, FEW + 1, 64])
def test_rows_read_as_they_were_written(store: Store, url: str, at_once: int) -> None:
    """By INSERT and by COPY: every column, and the seal over all of it."""
    at = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC)
    rows = [
        contact(seq, src=f"cabinet-{seq % 3}", src_seq=2**62 + seq, boot=2**40, at=at, recorded_at=at)
        if seq % 2
        else event(
            seq,
            person="p1",
            personal='{"x":"\\"\u4fdd\\t"}',
            zone=None,
            request="a/1/2",
            at=at,
            recorded_at=at,
        )
        for seq in range(1, 65)
    ]
    line = store.line()
    for start in range(0, len(rows), at_once):
        line.write(Batch(events=rows[start : start + at_once]))
    line.close()
    reader = open_reader(url)
    shown = {row.seq: row for row in reader.events(limit=500).rows}
    reader.close()
    for row in rows:
        found = shown[row.seq]
        names = ("src", "boot", "src_seq", "at", "recorded_at", "type", "zone", "person", "request")
        assert [getattr(found, name) for name in names] == [getattr(row, name) for name in names]
    assert shown[1].body == rows[0].body
    assert verify_store(url, heads_due=False).newer == 64


def test_a_body_that_doors_repeat_is_kept_once(store: Store, engine: Engine) -> None:
    line = store.line()
    for seq in range(1, 41):
        line.write(Batch(events=[contact(seq)]))
    line.close()
    assert ask(engine, "SELECT count(*) FROM events_forms") == 2
    assert ask(engine, "SELECT count(body) FROM events_log") == 0
    assert ask(engine, "SELECT count(DISTINCT body) FROM events") == 2


@pytest.mark.parametrize(("length", "shared"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_long_body_is_its_row_s_own(length: int, shared: bool) -> None:
    assert bool(form_of("RexPressed", None, "x" * length)[2]) is shared


def test_a_body_too_long_for_an_index_is_written(store: Store, engine: Engine) -> None:
    with store.work() as work:
        work.write(Batch(events=[contact(1, body='{"wire":"' + "\u4fdd" * 3_000 + '"}')]))
    assert ask(engine, "SELECT length(body) FROM events") == 3_011


def test_numbers_of_a_transaction_that_failed_are_not_used_again(
    store: Store, engine: Engine, url: str
) -> None:
    """The same connection goes on: what it made and lost, it makes anew."""
    with pytest.raises(RuntimeError), store.work() as work:
        work.write(Batch(events=[contact(1)]))
        work.write(Batch(events=[contact(2)]))
        raise RuntimeError
    for seq in (1, 2, 3):
        with store.work() as work:
            work.write(Batch(events=[contact(seq)]))
    assert ask(engine, "SELECT count(*) FROM events WHERE type = 'ContactChanged'") == 3
    assert verify_store(url, heads_due=False).newer == 3


@pytest.mark.parametrize("rows", [1, FEW + 1])
def test_an_event_has_one_row_whatever_the_engine_believes(store: Store, rows: int) -> None:
    line = store.line()
    line.write(Batch(events=[contact(1)]))
    again = [contact(2, src_seq=1), *(contact(seq) for seq in range(3, 2 + rows))]
    with pytest.raises(StoreConflict, match="duplicate key"):
        line.write(Batch(events=again))
    line.write(Batch(events=[contact(2)]))
    line.close()


@pytest.mark.parametrize(("table", "column"), [("events_sources", "boot"), ("events_forms", "zone")])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = '7'", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_rows_share_is_append_only(
    store: Store, engine: Engine, table: str, column: str, statement: str
) -> None:
    with store.work() as work:
        work.write(Batch(events=[contact(1)]))
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement.format(table, column)))


CHANGES = {
    "a body": "UPDATE events_forms SET body = replace(body, 'open', 'closed')",
    "a zone": "UPDATE events_forms SET zone = 'vault'",
    "a source": "UPDATE events_sources SET boot = 2",
    "a form is gone": "DELETE FROM events_forms",
    "a source is gone": "DELETE FROM events_sources",
    "another form": "UPDATE events_log SET form = form + 1",
    "a body of its own": "UPDATE events_log SET body = '{}'",
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_whoever_changes_what_rows_share_is_found(
    store: Store, engine: Engine, url: str, change: str
) -> None:
    """By somebody who owns the database: triggers do not stop him, the seal tells of him."""
    with store.work() as work:
        work.write(Batch(events=[contact(seq) for seq in range(1, 5)]))
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(CHANGES[change]))
    with pytest.raises(SealBroken, match=r"event 1 \(.*altered"):
        verify_store(url, heads_due=False)
