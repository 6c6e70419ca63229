"""What nobody waits for goes along with what somebody does, and whoever puts something may write it."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gate.store import Batch, Entry, Recorder, Store, open_store
from gate.store.connect import BUSY_MS
from tests.store.examples import event
from tests.store.recording import FlakyStore, Heard, Kept


@pytest.fixture
def near(tmp_path: Path) -> Iterator[Store]:
    """A database of this machine."""
    opened = open_store(f"sqlite:///{tmp_path / 'near.db'}")
    yield opened
    opened.close()


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
