"""The recorder: writes what was decided, in order, as many at once as have queued.

Group commit without a timer: while one write is on its way to the disk, the next one gathers. What nobody waits for
gathers a moment longer, and goes along with the first that somebody does. Nothing is dropped: where the store is
away the same entries are tried again until they are written. Where they are written to is the clerk's affair.

It has a thread for that. Whoever put an entry may write it itself (:meth:`Recorder.claim`) where nobody else writes and
a database on this machine is written: to wake a thread costs as much as half a commit.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence

from gate.store.clerk import LONGEST_RETRY_S, Clerk
from gate.store.entry import Entry, LineMaker, Watch
from gate.store.errors import StoreAway

MOST_AT_ONCE = 2_000  # batches a transaction: bounds what a failing one has to repeat
RETRY_S = 0.25
COMPANY_S = 0.02
"""So long an entry that nobody waits for waits for company: each read has one behind it, a whole write of its own."""


class Recorder:
    """Writes entries in the order in which they were put. Start once; stop drains what the store will take."""

    def __init__(self, store: LineMaker, watch: Watch, retry_s: float = RETRY_S) -> None:
        """``retry_s``: the first pause before another try; it doubles up to LONGEST_RETRY_S."""
        self._clerk = Clerk(store, watch, retry_s)
        self._watch = watch
        self._queue: deque[Entry] = deque()
        self._awaited = 0  # of the queued ones
        self._writing = False  # by one thread or another
        self._change = threading.Condition()  # of these three
        self._ending = False
        self._stopping = threading.Event()
        self._retry_s = retry_s
        self._failed = False
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def away(self) -> bool:
        """True while the last attempt to write failed."""
        return self._clerk.away

    @property
    def backlog(self) -> int:
        """How many entries wait that no transaction has taken yet."""
        return len(self._queue)

    def start(self) -> None:
        """Begin to write."""
        self._clerk.start()
        self._thread.start()

    def put(self, entry: Entry) -> None:
        """Queue one entry, and have the recorder's thread write it; never blocks."""
        self.lay(entry)
        self.hurry()

    def lay(self, entry: Entry) -> None:
        """Queue one entry. Whoever lays calls :meth:`claim` or :meth:`hurry` at once behind it."""
        with self._change:
            self._queue.append(entry)
            self._awaited += entry.awaited

    def hurry(self) -> None:
        """Have the recorder's thread write what was laid; never blocks."""
        with self._change:
            if self._queue:
                self._change.notify()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Write what has queued and end; True if all of it was written in time, the tables in as long again."""
        with self._change:
            self._ending = True
            self._change.notify()
        self._thread.join(timeout_s / 2)
        self._stopping.set()  # only now: a store that is away ends the retries
        self._thread.join(timeout_s / 2)
        written = self._clerk.stop(timeout_s) and not self._clerk.away
        return written and not (self._thread.is_alive() or self._failed)

    # ── on the caller's thread ───────────────────────────────────────────────

    def claim(self) -> Sequence[Entry]:
        """What is queued, for the caller to :meth:`write` at once; nothing where that is for the recorder's thread:
        somebody writes already, nobody waits for it, the store is not near or was away."""
        with self._change:
            others = self._writing or self._clerk.away or self._failed or not self._clerk.near
            if others or not self._awaited:
                if self._queue:
                    self._change.notify()
                return ()
            return self._taken()

    def write(self, claimed: Sequence[Entry]) -> None:
        """Write what was claimed. What the store does not take at once goes back to the recorder's thread."""
        try:
            self._clerk.put(claimed, wait=False)
            self._written()
        except StoreAway:  # the recorder's thread finds out whether it is
            self._give_back(claimed)
        except Exception as error:  # noqa: BLE001 (as on the thread)
            self._fail(error)

    def _give_back(self, claimed: Sequence[Entry]) -> None:
        with self._change:
            self._queue.extendleft(reversed(claimed))
            self._awaited += sum(entry.awaited for entry in claimed)
            self._writing = False
            self._change.notify()

    # ── on the recorder's own ────────────────────────────────────────────────

    def _run(self) -> None:
        try:
            while entries := self._take():
                if not self._write_all(entries):
                    return
        except Exception as error:  # noqa: BLE001 (a bug: said to the engine, which stops; nothing more is released)
            self._fail(error)

    def _take(self) -> Sequence[Entry]:
        """Everything that is queued, at least one; nothing at the end."""
        with self._change:
            until: float | None = None
            while not self._due(until):
                if self._queue and not self._writing:
                    until = until or time.monotonic() + COMPANY_S
                    self._change.wait(until - time.monotonic())
                else:
                    until = None
                    self._change.wait()
            return () if self._failed else self._taken()

    def _due(self, until: float | None) -> bool:
        """Whether to write now, or to end. ``until``: so long what nobody waits for waits for company."""
        if self._failed:
            return True
        if self._writing:
            return False
        full = len(self._queue) >= MOST_AT_ONCE
        alone = until is not None and time.monotonic() >= until
        return self._ending or (bool(self._queue) and (self._awaited > 0 or full or alone))

    def _write_all(self, entries: Sequence[Entry]) -> bool:
        """False: the store took it no more before the end."""
        wait = self._retry_s
        while True:
            try:
                self._clerk.put(entries, wait=True)
                self._written()
                return True
            except StoreAway as fault:
                self._clerk.say_away(fault)
            if self._stopping.wait(wait):
                return False
            wait = min(wait * 2, LONGEST_RETRY_S)

    # ── on both ──────────────────────────────────────────────────────────────

    def _taken(self) -> Sequence[Entry]:
        """The oldest, for whoever writes now; the change is held."""
        many = min(len(self._queue), MOST_AT_ONCE)
        entries = [self._queue.popleft() for _ in range(many)]
        self._awaited -= sum(entry.awaited for entry in entries)
        self._writing = bool(entries)
        return entries

    def _written(self) -> None:
        """Whoever wrote is done."""
        with self._change:
            self._writing = False
            if self._queue or self._ending:
                self._change.notify()

    def _fail(self, error: Exception) -> None:
        with self._change:
            self._failed, self._writing = True, False
            self._change.notify()
        self._watch.recorder_failed(error)
