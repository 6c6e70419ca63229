"""Who decides while the one who decides waits for the disk?

The deciding thread commits a read itself: to hand it to another thread and be woken by it costs more than to decide
it. A disk that hangs must not hold up the next door for that. So the thread leaves its turn while it waits, and where
it stays away for longer than a commit should take, another thread takes the turn until the first one is back. At
any time one of them decides at most, and finds everything as the other has left it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

LOOK_S = 0.02
"""How often the other thread looks, while things are written."""
HELD_UP_S = 0.02
"""Who is away for so long is held up: many commits of a disk that works."""
QUIET_LOOKS = 50
"""So many looks in a row without anything written, and it sleeps until something is."""

Serve = Callable[[Callable[[], bool]], None]


class StandIn:
    """``serve(wanted)`` decides until ``wanted()`` says that the turn is wanted back; ``nudge`` ends its waiting.

    The owner decides within ``with stand_in:`` and waits for the disk within ``with stand_in.meanwhile():``, which
    raises what ended ``serve``, if anything did.
    """

    def __init__(self, serve: Serve, nudge: Callable[[], None]) -> None:
        self._serve, self._nudge = serve, nudge
        self._turn = threading.Lock()
        self._wanted = False
        self._left_at: float | None = None  # monotonic seconds, while the owner is away
        self._times_left = 0
        self._awake = threading.Event()
        self._ended = threading.Event()
        self._fault: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="stand-in", daemon=True)

    def __enter__(self) -> None:
        self._turn.acquire()
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._awake.set()
        self._turn.release()
        self._thread.join()

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """The owner is away: whatever takes long, another decides."""
        self._leave()
        try:
            yield
        finally:
            self._come_back()
        if self._fault is not None:
            raise self._fault

    def _leave(self) -> None:
        self._left_at = time.monotonic()
        self._times_left += 1
        self._turn.release()
        if not self._awake.is_set():
            self._awake.set()

    def _come_back(self) -> None:
        """Once whoever decides meanwhile is done with what it has at hand."""
        self._left_at = None
        if not self._turn.acquire(blocking=False):
            self._wanted = True
            self._nudge()
            self._turn.acquire()
            self._wanted = False

    # ── the other thread ─────────────────────────────────────────────────────

    def _run(self) -> None:
        while not self._ended.is_set():
            self._watch()
            seen = self._times_left
            self._awake.clear()
            if seen != self._times_left or self._ended.is_set():  # whoever left just now has found us awake
                continue
            self._awake.wait()

    def _watch(self) -> None:
        """Look after the owner until nothing was written for a while."""
        quiet, seen = 0, -1
        while quiet < QUIET_LOOKS and not self._ended.wait(LOOK_S):
            quiet = quiet + 1 if self._times_left == seen else 0
            seen = self._times_left
            left_at = self._left_at
            if left_at is not None and time.monotonic() - left_at >= HELD_UP_S:
                self._take_turn()

    def _take_turn(self) -> None:
        if not self._turn.acquire(blocking=False):
            return  # it has just come back
        try:
            if self._fault is None:
                self._serve(lambda: self._wanted)
        except Exception as fault:  # noqa: BLE001 - it ends the owner, which raises it
            self._fault = fault
        finally:
            self._turn.release()
