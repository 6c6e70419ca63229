"""Nobody changes the log, not even with SQL of their own; a repeat of an event is no second row."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from gate.store import Batch, Store, StoreConflict, open_store
from gate.store.connect import engine_for
from gate.store.read import Reader
from tests.store.examples import event


@pytest.mark.parametrize("statement", ["UPDATE events SET body = '{}' WHERE seq = 1", "DELETE FROM events"])
def test_events_are_append_only(store: Store, ready_url: str, statement: str) -> None:
    with store.work() as work:
        work.write(Batch(events=[event(1)]))
    engine = engine_for(ready_url)
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_truncate_is_refused_on_postgresql(postgres_url: str) -> None:
    open_store(postgres_url).close()
    engine = engine_for(postgres_url)
    with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE events_log"))
    engine.dispose()


def test_a_repeated_event_keeps_its_first_row(store: Store, reader: Reader) -> None:
    for body in ('{"try":1}', '{"try":2}'):
        with store.work() as work:
            work.write(Batch(events=[event(1, body=body)]))
    assert [row.body for row in reader.events().rows] == ['{"try":1}']


def test_an_event_under_two_numbers_is_an_error(store: Store) -> None:
    with store.work() as work:
        work.write(Batch(events=[event(1)]))
    with pytest.raises(StoreConflict, match=r"(?i)unique"), store.work() as work:
        work.write(Batch(events=[event(2, src_seq=1)]))


def test_a_gap_in_the_log_is_an_error(store: Store) -> None:
    with pytest.raises(StoreConflict, match="expected event 1 of the log next, got 2"), store.work() as work:
        work.write(Batch(events=[event(2)]))


def test_two_writers_of_one_number_are_an_error_not_a_loss(store: Store) -> None:
    with store.work() as work:
        work.write(Batch(events=[event(1)]))
    with pytest.raises(StoreConflict, match=r"(?i)unique"), store.work() as work:
        work.write(Batch(events=[event(1, src="other")]))
