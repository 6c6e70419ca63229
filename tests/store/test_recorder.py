"""The recorder: in order, together, and never less than everything."""

from pathlib import Path

import pytest
from sqlalchemy import text

from gate.store import Batch, Entry, Recorder, Store, StoreAway, open_store
from gate.store.connect import engine_for
from gate.store.read import Reader
from tests.store.examples import event
from tests.store.recording import FlakyStore, Heard, Kept


def test_entries_are_written_in_order_and_told_after_the_commit(store: Store, reader: Reader) -> None:
    """In the tables, that is: pages look there."""
    heard = Heard()
    recorder = Recorder(store, heard)
    released: list[tuple[int, int]] = []

    def release(seq: int) -> None:
        released.append((seq, len(reader.events(limit=500).rows)))

    for seq in range(1, 51):
        recorder.put(Entry(Batch(events=[event(seq)]), lambda seq=seq: release(seq)))  # type: ignore[misc]
    recorder.start()
    assert recorder.stop(60.0)
    assert [seq for seq, _ in released] == list(range(1, 51))
    assert all(written >= seq for seq, written in released)
    assert heard.said == []


def test_what_queued_goes_in_one_transaction(store: Store) -> None:
    flaky = FlakyStore(store)
    recorder = Recorder(flaky, Heard())
    for seq in range(1, 31):
        recorder.put(Entry(Batch(events=[event(seq)]), lambda: None))
    recorder.start()
    assert recorder.stop(60.0)
    assert flaky.flaky.sizes == [30]


def test_a_store_that_is_away_is_said_once_and_loses_nothing(store: Store, reader: Reader) -> None:
    heard, flaky = Heard(), FlakyStore(store)
    flaky.flaky.pulled.set()
    recorder = Recorder(flaky, heard, retry_s=0.01)
    recorder.start()
    entries = [Kept(seq) for seq in (1, 2, 3)]
    for each in entries:
        recorder.put(each.entry)
    assert heard.away.wait(5)
    assert recorder.away
    assert not any(entry.done.is_set() for entry in entries)
    flaky.flaky.pulled.clear()
    assert all(entry.done.wait(5) for entry in entries)
    assert recorder.stop(60.0)
    assert [row.seq for row in reader.events().rows] == [3, 2, 1]
    assert heard.said == ["away: pulled out", "back"]


def test_stop_does_not_wait_for_ever(store: Store) -> None:
    flaky = FlakyStore(store)
    flaky.flaky.pulled.set()
    recorder = Recorder(flaky, Heard(), retry_s=0.01)
    recorder.start()
    recorder.put(Entry(Batch(events=[event(1)]), lambda: None))
    assert recorder.stop(0.2) is False


def test_a_conflict_is_a_fault_and_nothing_more_is_released(store: Store) -> None:
    heard = Heard()
    recorder = Recorder(store, heard)
    recorder.start()
    first, second = (Kept(1, src=src) for src in ("a", "b"))
    recorder.put(first.entry)
    assert first.done.wait(5)
    recorder.put(second.entry)
    assert heard.failed.wait(5)
    assert not second.done.is_set()
    assert recorder.stop() is False


def test_a_lost_connection_is_opened_again(postgres_url: str) -> None:
    store = open_store(postgres_url)
    line = store.line()
    line.write(Batch(events=[event(1)]))
    killer = engine_for(postgres_url)
    with killer.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        )
    killer.dispose()
    with pytest.raises(StoreAway):
        line.write(Batch(events=[event(2)]))
    line.write(Batch(events=[event(2)]))
    line.close()
    store.close()


def test_a_full_disk_is_a_store_that_is_away(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'gate.db'}")
    line = store.line()
    line.write(Batch(events=[event(1)]))
    line.on_open = "PRAGMA max_page_count=1"
    line.close()
    with pytest.raises(StoreAway, match="full"):
        line.write(Batch(events=[event(seq, body="x" * 5000) for seq in range(2, 60)]))
    line.on_open = ""
    line.write(Batch(events=[event(2)]))
    line.close()
    store.close()
