"""A recorder, and stores and lines that fail when told."""

import threading

from gate.store import Batch, Entry, Store, StoreAway
from gate.store.line import WritingLine
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


class FlakyStore:
    """A store whose line can be pulled out; without a redo file: tests/store/redo has those."""

    def __init__(self, store: Store) -> None:
        self.flaky = FlakyLine(store.line())

    def line(self) -> FlakyLine:
        return self.flaky

    def redo(self) -> None:
        return None
