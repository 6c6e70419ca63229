"""Puts entries into the store: into its redo file where they fit, with the tables behind it; else into the tables.

Where there is no redo file (PostgreSQL), where what is written is read at once (receipts), or is much, and while the
store is away, the tables are written at once and durably, with all that they lack. Order is kept throughout: nothing
is kept in the file while something before it is not yet in the tables.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gate.store.batch import Batch, joined
from gate.store.entry import Entry, LineMaker, Watch, release_all
from gate.store.errors import StoreAway

BEHIND_S = 0.002
"""So long the tables wait: for more, and until what the release set off is on its way."""
LONGEST_RETRY_S = 5.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Entries in the redo file that the tables do not have yet, and all of them as one batch."""

    entries: Sequence[Entry]
    batch: Batch


class Clerk:
    """One thread at a time calls :meth:`put`; a thread of its own lets the tables follow, from :meth:`start` on."""

    def __init__(self, store: LineMaker, watch: Watch, retry_s: float) -> None:
        """``retry_s``: the first pause before another try; it doubles up to LONGEST_RETRY_S."""
        self._line, self._redo = store.line(), store.redo()
        self._watch, self._retry_s = watch, retry_s
        self._turn = threading.Lock()  # of whoever writes the tables
        self._kept: deque[Kept] = deque()
        self._away = False
        self._changing = threading.Lock()  # the two before it; held for a moment
        self._some, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._follow, name="tables", daemon=True)

    @property
    def away(self) -> bool:
        """True while the last attempt to write the tables failed."""
        return self._away

    @property
    def near(self) -> bool:
        """True where the caller may put by itself: it waits for a disk, and not for a network."""
        return self._line.near

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Let the tables have everything, and let go; True if they have it in time."""
        self._ending.set()
        self._some.set()
        self._thread.join(timeout_s)
        return not (self._thread.is_alive() or self._kept)

    # ── entries ──────────────────────────────────────────────────────────────

    def put(self, entries: Sequence[Entry], *, wait: bool) -> None:
        """Write them, and call what they ask for. Without ``wait``: StoreAway, too, where others write just now."""
        if not self._keep(entries):
            self._write(entries, wait=wait)

    def say_away(self, fault: StoreAway) -> None:
        """Once for each time that the store goes."""
        with self._changing:
            went, self._away = not self._away, True
        if went:
            self._watch.store_away(str(fault))

    def _keep(self, entries: Sequence[Entry]) -> bool:
        if self._redo is None or self._away:
            return False
        batch = joined([entry.batch for entry in entries])
        number = self._redo.keep(batch)
        if number is None:
            return False
        release_all(entries)
        with self._changing:
            self._kept.append(Kept(entries, replace(batch, redone=number)))
        self._some.set()
        return True

    def _write(self, entries: Sequence[Entry], *, wait: bool) -> None:
        if not self._turn.acquire(blocking=wait):
            raise StoreAway("another thread writes the tables")
        try:
            self._commit(entries, wait=wait)
        finally:
            self._turn.release()

    # ── the tables, for whoever has the turn ─────────────────────────────────

    def _commit(self, entries: Sequence[Entry], *, wait: bool = True, lazy: bool = False) -> None:
        """What is kept, and the entries behind it, in one transaction."""
        with self._changing:
            kept = tuple(self._kept)
        batch = joined([*(each.batch for each in kept), *(entry.batch for entry in entries)])
        if entries and self._redo is not None:  # a number may be used up by a record that failed
            batch = replace(batch, redone=self._redo.upto)
        self._line.write(batch, wait=wait, lazy=lazy)
        with self._changing:
            for _ in kept:
                self._kept.popleft()
            came, self._away = self._away, False
        if came:
            self._watch.store_back()
        release_all(entries)
        self._settle(batch, lazy=lazy)
        for entry in (*(entry for each in kept for entry in each.entries), *entries):
            entry.recorded()

    def _settle(self, batch: Batch, *, lazy: bool) -> None:
        if self._redo is not None and not lazy:
            self._redo.safe(batch.redone)
            if batch.erasures:
                self._redo.wipe()

    # ── the thread ───────────────────────────────────────────────────────────

    def _follow(self) -> None:
        wait = self._retry_s
        try:
            while not self._done():
                try:
                    self._catch_up()
                    wait = self._retry_s
                except StoreAway as fault:
                    self.say_away(fault)
                    if self._ending.wait(wait):
                        return
                    wait = min(wait * 2, LONGEST_RETRY_S)
        except Exception as error:  # noqa: BLE001 (a bug: said to the engine, which stops)
            self._watch.recorder_failed(error)
        finally:
            self._close()

    def _done(self) -> bool:
        """True at the end; else once the tables are behind, and some company has come."""
        self._some.clear()  # before the two are looked at: whoever changes one of them sets it behind that
        if not (self._kept or self._ending.is_set()):
            self._some.wait()
        self._ending.wait(BEHIND_S)
        return self._ending.is_set() and not self._kept

    def _catch_up(self) -> None:
        with self._turn:
            if self._kept:
                self._commit((), lazy=self._redo is not None and not self._redo.crowded)

    def _close(self) -> None:
        with self._turn:
            self._line.close()
            if self._redo is not None:
                self._redo.close()
