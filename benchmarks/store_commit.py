"""How long a commit takes at a steady load, beside the floor: the same rows in a bare transaction of the driver.

Both are timed from when the event was due, not from when the thread that offers it came to do so: a slow commit makes
those behind it wait, and they say so.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.store_log import Log
from benchmarks.store_rig import Place
from gate.store import Batch, Entry, EventRecord, Recorder, open_store

RATE = 1_000.0
SWITCH_S = 0.0005
"""As the engine's process sets it."""


class _Silent:
    """Nobody is told anything: a store that goes away ends the benchmark by its own missing figures."""

    def store_away(self, why: str) -> None:
        raise RuntimeError(f"the store went away: {why}")

    def store_back(self) -> None: ...

    def recorder_failed(self, error: Exception) -> None:
        raise RuntimeError("the recorder failed") from error


def commits(place: Place, count: int) -> list[float]:
    """Milliseconds from when an event is due to its release, at ``RATE`` a second; offered as the engine does."""
    events = Log().take(count)[:count]
    with place.database() as url:
        store = open_store(url)
        recorder = Recorder(store, _Silent())
        recorder.start()
        taken: list[float] = []
        offered(events, lambda event, due: _put(recorder, event, due, taken))
        if not recorder.stop(30.0):
            raise RuntimeError("expected everything to be recorded within 30 s")
        store.close()
    return taken


def offered(events: Sequence[EventRecord], put: Callable[[EventRecord, float], None]) -> None:
    """Hand each over at its time, with that time; what is late is handed over at once."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    begun = time.perf_counter()
    for number, event in enumerate(events):
        due = begun + number / RATE
        wait = due - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        put(event, due)
    sys.setswitchinterval(before)


def _put(recorder: Recorder, event: EventRecord, due: float, taken: list[float]) -> None:
    """As the thread that decides: it writes by itself where nothing else is to be done (gate.engine.deciding)."""

    def released() -> None:
        taken.append((time.perf_counter() - due) * 1000)

    recorder.lay(Entry(Batch(events=(event,)), _nobody_is_told, release=released))
    if time.perf_counter() >= due + 1 / RATE:  # the next one is due
        recorder.hurry()
    elif claimed := recorder.claim():
        recorder.write(claimed)


def _nobody_is_told() -> None:
    """Pages are not what is measured."""


def floor_commits(folder: Path, count: int) -> list[float]:
    """The same rows at the same rate through sqlite3 itself: five columns, no index, synchronous=FULL."""
    events = Log().take(count)[:count]
    taken: list[float] = []
    done = threading.Event()
    with tempfile.TemporaryDirectory(dir=folder) as name:
        connection = sqlite3.connect(f"{name}/floor.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, src, src_seq, type, body)")

        def write(event: EventRecord, due: float) -> None:
            row = (event.seq, event.src, event.src_seq, event.type, event.body)
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)  # a transaction of its own
            taken.append((time.perf_counter() - due) * 1000)

        offered(events, write)
        done.set()
        connection.close()
    return taken
