"""The recorder: in order, together, and never less than everything."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from gate.store import Batch, Entry, Recorder, Store, StoreAway, open_store
from gate.store.connect import BUSY_MS, engine_for
from gate.store.line import WritingLine
from gate.store.read import Reader
from tests.store.examples import event


class Heard:
    """What the recorder said, and a way to wait for it."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.away, self.back, self.failed = threading.Event(), threading.Event(), threading.Event()

    def store_away(self, why: str) -> None:
        self.said.append(f"away: {why}")
        self.away.set()

    def store_back(self) -> None:
        self.said.append("back")
        self.back.set()

    def recorder_failed(self, error: Exception) -> None:
        self.said.append(f"failed: {type(error).__name__}")
        self.failed.set()


class FlakyLine:
    """A line to a database that can be pulled out."""

    def __init__(self, line: WritingLine) -> None:
        self.line = line
        self.pulled = threading.Event()
        self.sizes: list[int] = []

    @property
    def near(self) -> bool:
        return self.line.near

    def write(self, batch: Batch, *, wait: bool = True, lazy: bool = False) -> None:
        if self.pulled.is_set():
            raise StoreAway("pulled out")
        self.line.write(batch, wait=wait, lazy=lazy)
        self.sizes.append(len(batch.events))

    def close(self) -> None:
        self.line.close()


class Kept:
    """An event on its way, and whether it was recorded."""

    def __init__(self, seq: int, *, src: str = "cabinet-1", awaited: bool = True) -> None:
        self.done = threading.Event()
        self.entry = Entry(Batch(events=[event(seq, src=src)]), self.done.set, awaited=awaited)


@pytest.fixture
def near(tmp_path: Path) -> Iterator[Store]:
    """A database of this machine."""
    opened = open_store(f"sqlite:///{tmp_path / 'near.db'}")
    yield opened
    opened.close()


class FlakyStore:
    """A store whose line can be pulled out; without a redo file: tests/store/redo has those."""

    def __init__(self, store: Store) -> None:
        self.flaky = FlakyLine(store.line())

    def line(self) -> FlakyLine:
        return self.flaky

    def redo(self) -> None:
        return None


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


def test_what_nobody_waits_for_goes_along_with_what_somebody_does(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gate.store.recorder.COMPANY_S", 60.0)
    flaky = FlakyStore(store)
    recorder = Recorder(flaky, Heard())
    recorder.start()
    late, awaited = Kept(1, awaited=False), Kept(2)
    recorder.put(late.entry)
    recorder.put(awaited.entry)
    assert awaited.done.wait(30)
    assert late.done.is_set()
    assert flaky.flaky.sizes == [2]
    assert recorder.stop(60.0)


def test_what_nobody_waits_for_is_written_all_the_same(store: Store) -> None:
    flaky = FlakyStore(store)
    recorder = Recorder(flaky, Heard())
    recorder.start()
    alone = Kept(1, awaited=False)
    recorder.put(alone.entry)
    assert alone.done.wait(30)
    assert recorder.stop(60.0)


def test_a_stop_does_not_wait_for_company(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gate.store.recorder.COMPANY_S", 60.0)
    flaky = FlakyStore(store)
    recorder = Recorder(flaky, Heard())
    recorder.start()
    recorder.put(Entry(Batch(events=[event(1)]), lambda: None, awaited=False))
    assert recorder.stop(60.0)
    assert flaky.flaky.sizes == [1]


def test_whoever_put_it_writes_it_where_nobody_else_does(near: Store) -> None:
    recorder = Recorder(FlakyStore(near), Heard())
    recorder.start()
    told: list[str] = []
    first, second = (Batch(events=[event(seq)]) for seq in (1, 2))
    writers: list[str] = []
    recorder.lay(Entry(first, lambda: told.append("first recorded"), awaited=False))
    recorder.lay(
        Entry(second, lambda: told.append("second recorded"), release=lambda: told.append("released"))
    )
    claimed = recorder.claim()
    assert (len(claimed), recorder.backlog, recorder.claim()) == (2, 0, ())
    recorder.lay(Entry(Batch(), lambda: writers.append(threading.current_thread().name)))
    assert recorder.claim() == (), "somebody writes already"
    recorder.write(claimed)
    assert told == ["released", "first recorded", "second recorded"], (
        "what somebody waits for at a door goes first"
    )
    with near.work() as work:
        assert work.snapshot().seq == 2
    assert recorder.stop(60.0)
    assert writers == ["recorder"], "what was put meanwhile is written by the recorder's thread"


def test_what_nobody_waits_for_is_not_claimed(near: Store) -> None:
    recorder = Recorder(near, Heard())
    alone = Kept(1, awaited=False)
    recorder.lay(alone.entry)
    assert recorder.claim() == ()
    recorder.start()
    assert alone.done.wait(30)
    assert recorder.stop(60.0)


def test_a_store_far_away_is_waited_for_on_the_recorders_thread(postgres_url: str) -> None:
    store = open_store(postgres_url)
    recorder = Recorder(store, Heard())
    recorder.start()
    far = Kept(1)
    recorder.lay(far.entry)
    assert recorder.claim() == ()
    assert far.done.wait(30)
    assert recorder.stop(60.0)
    store.close()


def test_what_a_busy_store_does_not_take_at_once_is_left_to_the_recorders_thread(near: Store) -> None:
    heard = Heard()
    recorder = Recorder(FlakyStore(near), heard)
    recorder.start()
    first, second = Kept(1), Kept(2)
    with near.work() as work:
        work.write(Batch(events=[event(1)]))  # holds the database
        recorder.lay(first.entry)
        recorder.lay(second.entry)
        started = time.monotonic()
        recorder.write(recorder.claim())
        assert time.monotonic() - started < BUSY_MS / 1000, "it does not wait for others"
        assert not first.done.is_set()
    assert second.done.wait(30)
    assert first.done.is_set()
    assert recorder.stop(60.0)
    assert heard.said == []
    with near.work() as work:
        assert work.snapshot().seq == 2


def test_a_conflict_found_by_the_caller_is_a_fault_too(near: Store) -> None:
    heard = Heard()
    recorder = Recorder(FlakyStore(near), heard)
    recorder.start()
    for src in ("a", "b"):
        each = Kept(1, src=src)
        recorder.lay(each.entry)
        recorder.write(recorder.claim())
    assert heard.failed.is_set()
    assert not each.done.is_set()
    recorder.lay(Kept(2).entry)
    assert recorder.claim() == ()
    assert recorder.stop() is False
