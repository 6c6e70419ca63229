"""The deciding thread's loop: the next item, what is due, and what was decided into the store."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gate.clock import Clock
from gate.engine.errors import EngineError
from gate.engine.inbox import RecorderFailed, Stop
from gate.engine.intake import Intake
from gate.engine.running import Running
from gate.engine.stand_in import StandIn
from gate.store import Recorder

SETTLE_S = 0.005
"""So long after an item what is due may wait: those who answer for the item come first."""


class Deciding:
    """Takes items until ``stopping`` is set. Another thread does so where this one waits for the disk too long."""

    def __init__(
        self, running: Running, inbox: Intake, recorder: Recorder, clock: Clock, stopping: threading.Event
    ) -> None:
        self._running, self._inbox, self._recorder = running, inbox, recorder
        self._clock, self._stopping = clock, stopping
        self._stand_in = StandIn(self._stand_in_for, inbox.nudge)

    def run(self) -> None:
        """Decide until stopped; EngineError where that cannot go on."""
        with self._stand_in:
            self._serve(self._write, lambda: False)

    def _stand_in_for(self, wanted: Callable[[], bool]) -> None:
        self._serve(self._recorder.hurry, wanted)

    def _serve(self, write: Callable[[], None], ended: Callable[[], bool]) -> None:
        """``write`` is called behind each step, for what was put."""
        patience, busy_since = 0.0, None
        while not self._stopping.is_set() and not ended():
            item = self._inbox.get(patience)
            if isinstance(item, Stop):
                break
            if isinstance(item, RecorderFailed):
                raise EngineError(f"the recorder cannot go on: {item.error}") from item.error
            if item is not None:
                busy_since, patience = busy_since or self._clock.monotonic(), SETTLE_S
                self._running.take(item)
                write()
            if item is None or busy_since is None or self._clock.monotonic() - busy_since >= SETTLE_S:
                self._running.on_time()
                write()
                patience, busy_since = self._running.patience(), None

    def _write(self) -> None:
        """Here, where nothing else is to be decided; else by the recorder, while this thread decides on."""
        if not self._recorder.backlog:
            return
        if self._inbox.more():
            self._recorder.hurry()
        elif claimed := self._recorder.claim():
            with self._stand_in.meanwhile():
                self._recorder.write(claimed)
