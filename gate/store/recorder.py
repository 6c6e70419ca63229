"""The recorder: one thread that writes what was decided, in order, as many at once as have queued.

Group commit without a timer: while one transaction is on its way to the disk, the next one gathers. What nobody waits
for gathers a moment longer, and goes along with the first that somebody does. Nothing is dropped: where the store is
away the same batch is tried again until it is written.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Protocol

from gate.store.batch import Batch, joined
from gate.store.errors import StoreAway

MOST_AT_ONCE = 2_000  # batches a transaction: bounds what a failing one has to repeat
RETRY_S = 0.25
LONGEST_RETRY_S = 5.0
COMPANY_S = 0.02
"""So long an entry that nobody waits for waits for company: each read has one behind it, a whole commit of its own."""


@dataclass(slots=True, eq=False)
class Entry:
    """A batch on its way. ``recorded`` is called once, on the recorder's thread, after the commit.

    ``awaited``: somebody waits for it; others may lie for COMPANY_S.
    """

    batch: Batch
    recorded: Callable[[], None]
    awaited: bool = True
    done: threading.Event = field(default_factory=threading.Event)


class Watch(Protocol):
    """Told when the store goes and comes back, and when the recorder cannot go on; on the recorder's thread."""

    def store_away(self, why: str) -> None: ...
    def store_back(self) -> None: ...
    def recorder_failed(self, error: Exception) -> None: ...


class Line(Protocol):
    """Commits one batch at a time: :class:`gate.store.line.WritingLine`."""

    def write(self, batch: Batch) -> None: ...
    def close(self) -> None: ...


class LineMaker(Protocol):
    """What a recorder needs of a store."""

    def line(self) -> Line: ...


class Recorder:
    """Writes entries in the order in which they were put. Start once; stop drains what the store will take."""

    def __init__(self, store: LineMaker, watch: Watch, retry_s: float = RETRY_S) -> None:
        """``retry_s``: the first pause before another try; it doubles up to LONGEST_RETRY_S."""
        self._line = store.line()
        self._watch = watch
        self._queue: SimpleQueue[Entry | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._retry_s = retry_s
        self._away = False
        self._failed = False
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def away(self) -> bool:
        """True while the last attempt to write failed."""
        return self._away

    @property
    def backlog(self) -> int:
        """How many entries wait that no transaction has taken yet."""
        return self._queue.qsize()

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, entry: Entry) -> None:
        """Queue one entry; never blocks."""
        self._queue.put(entry)

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Write what has queued and end; True if all of it was written in time."""
        self._queue.put(None)
        self._thread.join(timeout_s / 2)
        self._stopping.set()  # only now: a store that is away ends the retries
        self._thread.join(timeout_s / 2)
        return not (self._thread.is_alive() or self._away or self._failed)

    def _run(self) -> None:
        try:
            while entries := self._take():
                self._write_all(entries)
        except Exception as error:  # noqa: BLE001 (a bug: said to the engine, which stops; nothing more is released)
            self._failed = True
            self._watch.recorder_failed(error)
        finally:
            self._line.close()

    def _take(self) -> list[Entry]:
        """Everything that is queued, at least one; empty at the end."""
        first = self._queue.get()
        if first is None:
            return []
        entries, awaited, until = [first], first.awaited, time.monotonic() + COMPANY_S
        while len(entries) < MOST_AT_ONCE:
            try:
                entry = self._queue.get(timeout=0 if awaited else max(0.0, until - time.monotonic()))
            except Empty:
                break
            if entry is None:
                self._queue.put(None)  # for the next round
                break
            entries.append(entry)
            awaited = awaited or entry.awaited
        return entries

    def _write_all(self, entries: list[Entry]) -> None:
        batch = joined([entry.batch for entry in entries])
        wait = self._retry_s
        while not self._written(batch):
            if self._stopping.wait(wait):
                return
            wait = min(wait * 2, LONGEST_RETRY_S)
        for entry in entries:
            entry.done.set()
            entry.recorded()

    def _written(self, batch: Batch) -> bool:
        try:
            self._line.write(batch)
        except StoreAway as error:
            if not self._away:
                self._away = True
                self._watch.store_away(str(error))
            return False
        if self._away:
            self._away = False
            self._watch.store_back()
        return True
