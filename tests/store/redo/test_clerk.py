"""The recorder with a redo file: doors wait for the file, people for the tables, and the order is one."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gate.domain.commands import Outcome, Receipt
from gate.domain.erasure import EraseEvents
from gate.store import Batch, Entry, GivenReceipt, Recorder, Store, StoreAway, open_store
from gate.store.clerk import Clerk
from gate.store.entry import Redo
from gate.store.line import WritingLine
from gate.store.read import Reader, open_reader
from gate.store.redo.file import HALF, LARGEST, records
from gate.store.redo.recovery import redo_path, redone
from gate.store.redo.spelling import MOST_EVENTS
from tests.store.examples import NOON, event

LONG_S = 30.0


class Heard:
    """What the recorder said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.back, self.failed = threading.Event(), threading.Event()

    def store_away(self, why: str) -> None:
        self.said.append(f"away: {why}")

    def store_back(self) -> None:
        self.said.append("back")
        self.back.set()

    def recorder_failed(self, error: Exception) -> None:
        self.said.append(f"failed: {type(error).__name__}")
        self.failed.set()


class HeldLine:
    """A line to the tables that writes when it is let, and can be pulled out."""

    def __init__(self, line: WritingLine) -> None:
        self.line = line
        self.free, self.asked = threading.Event(), threading.Event()
        self.pulled = False
        self.lazy: list[bool] = []

    @property
    def near(self) -> bool:
        return self.line.near

    def write(self, batch: Batch, *, wait: bool = True, lazy: bool = False) -> None:
        self.asked.set()
        assert self.free.wait(LONG_S)
        if self.pulled:
            raise StoreAway("pulled out")
        self.line.write(batch, wait=wait, lazy=lazy)
        self.lazy.append(lazy)

    def close(self) -> None:
        self.line.close()


class Held:
    """A store with such a line."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.held = HeldLine(store.line())

    def line(self) -> HeldLine:
        return self.held

    def redo(self) -> Redo | None:
        return self.store.redo()


class Site:
    """A recorder at work, and what it told."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.store = open_store(url)
        self.reader: Reader = open_reader(url)
        self.maker, self.heard = Held(self.store), Heard()
        self.recorder = Recorder(self.maker, self.heard, retry_s=0.01)
        self.recorder.start()
        self.told: list[str] = []
        self.changed = threading.Condition()

    def put(self, seq: int, batch: Batch | None = None, *, claim: bool = True) -> None:
        """Event ``seq``, written by this thread where that may be."""
        given = batch or Batch(events=[event(seq)])
        self.recorder.lay(
            Entry(given, lambda: self.tell(f"recorded {seq}"), release=lambda: self.tell(f"released {seq}"))
        )
        if claim and (claimed := self.recorder.claim()):
            self.recorder.write(claimed)
        else:
            self.recorder.hurry()

    def tell(self, word: str) -> None:
        with self.changed:
            self.told.append(word)
            self.changed.notify_all()

    def wait_for(self, word: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: word in self.told, LONG_S), word

    def in_tables(self) -> list[int]:
        return [row.seq for row in reversed(self.reader.events(limit=500).rows)]

    def in_file(self) -> list[int]:
        return sorted(records(self.file().read_bytes()))

    def file(self) -> Path:
        path = redo_path(self.url)
        assert path is not None
        return path

    def end(self) -> None:
        self.maker.held.free.set()
        self.recorder.stop(LONG_S)
        self.reader.close()
        self.store.close()


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path) -> Iterator[Site]:
    (tmp_path / "gate.db").write_bytes(migrated_file.read_bytes())
    made = Site(f"sqlite:///{tmp_path / 'gate.db'}")
    yield made
    made.end()


def receipt(seq: int) -> Batch:
    given = Receipt(id=f"r{seq}", outcome=Outcome.DONE, event=seq)
    return Batch(events=[event(seq)], receipts=[GivenReceipt(at=NOON, receipt=given)])


def test_doors_wait_for_the_file_and_people_for_the_tables(site: Site) -> None:
    for seq in (1, 2, 3):
        site.put(seq)
    assert site.told == ["released 1", "released 2", "released 3"]
    assert (site.in_file(), site.in_tables()) == ([2, 3, 4], [])
    site.maker.held.free.set()
    site.wait_for("recorded 3")
    assert site.told[3:] == ["recorded 1", "recorded 2", "recorded 3"]
    assert site.in_tables() == [1, 2, 3]
    assert set(site.maker.held.lazy) == {True}, "nobody waits for the disk"


def test_a_read_is_kept_while_the_tables_are_written(site: Site) -> None:
    site.put(1)
    assert site.maker.held.asked.wait(LONG_S)
    site.put(2)
    assert site.told == ["released 1", "released 2"]


def test_what_is_read_at_once_is_in_the_tables_with_all_before_it(site: Site) -> None:
    site.put(1)
    site.put(2, receipt(2), claim=False)
    assert site.maker.held.asked.wait(LONG_S)
    site.put(3, claim=False)
    assert site.told == ["released 1"], "3 is not kept before what is before it"
    site.maker.held.free.set()
    site.wait_for("recorded 3")
    assert [word for word in site.told if word.startswith("recorded")] == [
        "recorded 1",
        "recorded 2",
        "recorded 3",
    ]
    assert site.in_tables() == [1, 2, 3]
    assert False in site.maker.held.lazy, "a receipt is durable"


def test_many_at_once_are_for_the_tables(site: Site) -> None:
    site.put(1, Batch(events=[event(seq) for seq in range(1, MOST_EVENTS + 2)]), claim=False)
    assert site.maker.held.asked.wait(LONG_S)
    assert (site.told, site.in_file()) == ([], [])
    site.maker.held.free.set()
    site.wait_for("released 1")


def test_a_full_file_lets_the_tables_catch_up(site: Site) -> None:
    many = 3 * HALF // LARGEST
    site.maker.held.free.set()
    for seq in range(1, many + 1):
        site.put(seq, Batch(events=[event(seq, body="x" * (LARGEST - 1000))]))
    site.wait_for(f"recorded {many}")
    assert site.in_tables() == list(range(1, many + 1))
    assert False in site.maker.held.lazy
    assert [word for word in site.told if word[:3] == "rec"] == [
        f"recorded {seq}" for seq in range(1, many + 1)
    ]


@pytest.mark.parametrize("fails", ["pwrite", "fdatasync"])
def test_a_file_that_fails_leaves_all_to_the_tables(
    site: Site, monkeypatch: pytest.MonkeyPatch, fails: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Its record may be whole on the disk: it must not be put in again."""
    site.maker.held.free.set()
    write = os.pwrite

    def fail(*arguments: object) -> int:
        if fails == "fdatasync":
            return write(*arguments)  # type: ignore[arg-type]
        raise OSError(5, "Input/output error")

    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    site.put(1)
    site.wait_for("recorded 1")
    monkeypatch.setattr("gate.store.redo.file.os.pwrite", fail)
    monkeypatch.setattr("gate.store.redo.file.os.fdatasync", broken)
    site.put(2)
    site.wait_for("recorded 2")
    monkeypatch.undo()
    site.put(3)
    site.wait_for("recorded 3")
    assert [r.message for r in caplog.records if "redo file" in r.message] == [
        "the redo file cannot be written: doors wait for the database itself"
    ]
    assert 4 not in site.in_file()
    site.end()
    open_store(site.url).close()
    reader = open_reader(site.url)
    assert [row.seq for row in reader.events().rows] == [3, 2, 1]
    reader.close()


def test_what_was_erased_is_not_left_in_the_file(site: Site) -> None:
    site.maker.held.free.set()
    site.put(1, Batch(events=[event(1, personal='{"card":"a-secret-card"}', person="p1")]))
    site.wait_for("recorded 1")
    assert b"a-secret-card" in site.file().read_bytes()
    gone = EraseEvents(first=1, last=1, types=("ContactChanged",), before=NOON + timedelta(days=1))
    site.put(2, Batch(events=[event(2)], erasures=[gone]))
    site.wait_for("recorded 2")
    assert b"a-secret-card" not in site.file().read_bytes()


def test_tables_that_are_away_are_said_once_and_lose_nothing(site: Site) -> None:
    site.maker.held.pulled = True
    site.put(1)
    site.maker.held.free.set()
    away = wait_until(lambda: site.recorder.away)
    assert away, "found out by whoever follows"
    site.put(2)
    assert site.told == ["released 1"], "what comes now is for the agents to keep"
    site.maker.held.pulled = False
    site.wait_for("recorded 2")
    assert site.heard.back.wait(LONG_S)
    assert site.heard.said == ["away: pulled out", "back"]
    assert site.told == ["released 1", "released 2", "recorded 1", "recorded 2"]
    site.put(3)
    assert "released 3" in site.told, "the file is used again"


def test_a_stop_brings_the_tables_up_to_date(site: Site) -> None:
    site.put(1)
    site.maker.held.free.set()
    assert site.recorder.stop(LONG_S)
    assert site.in_tables() == [1]
    engine = site.store._engine
    assert redone(engine) == 2
    again = site.store.redo()
    assert again is not None, "the file is free"
    again.close()


def test_a_stop_with_tables_away_keeps_what_was_kept(site: Site) -> None:
    site.maker.held.pulled = True
    site.put(1)
    site.maker.held.free.set()
    assert site.recorder.stop(0.2) is False
    assert site.in_tables() == []
    open_store(site.url).close()
    assert site.in_tables() == [1]


def wait_until(true: Callable[[], bool]) -> bool:
    """Whether it has come true within LONG_S."""
    pause = threading.Event()
    return any(true() or pause.wait(0.01) for _ in range(int(LONG_S / 0.01)))


class Overtaken(threading.Event):
    """Somebody else does something right before it is cleared."""

    def __init__(self, before: Callable[[], None]) -> None:
        super().__init__()
        self.before: Callable[[], None] | None = before

    def clear(self) -> None:
        before, self.before = self.before, None
        if before is not None:
            before()
        super().clear()


def test_an_end_that_overtakes_the_tables_is_not_missed(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'gate.db'}")
    clerk = Clerk(store, Heard(), retry_s=0.25)
    recorded = threading.Event()

    def ends() -> None:
        clerk.put([Entry(Batch(events=[event(1)]), recorded.set)], wait=True)
        clerk._ending.set()
        clerk._some.set()

    clerk._some = Overtaken(ends)
    clerk._some.set()
    clerk.start()
    assert clerk.stop(LONG_S)
    assert recorded.is_set()
    store.close()
