"""One camera from its URL to its signals, in two threads of its own.

One thread drains the camera (:mod:`drivers.camera.capture`), the other runs the rules and emits. Cameras share
nothing: one that is dead, stalled or sends rubbish delays no other. Memory is bounded: one decoded picture between the
threads, a few in the rules. A fault of Gate in a rule ends this camera's watch with a ``CameraLost`` and is raised.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from drivers.camera.backoff import Backoff
from drivers.camera.capture import Capture
from drivers.camera.health import CameraHealth
from drivers.camera.pipeline import BARE, Kit, Pipeline
from drivers.camera.rule import Rule
from drivers.camera.signals import CameraSignal
from drivers.camera.slot import Slot
from drivers.camera.source import Source
from drivers.camera.stream import Stream

ANALYSIS_RATE: Final = 5.0  # pictures a second; catches a person within half a second
TICK_S: Final = 0.5  # how often rules are told that no picture comes
STOP_S: Final = 1.0  # how long stop() waits for a thread that may sit in a read


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Watcher:
    """Watches one camera. ``emit`` is called from one thread, in order, and must not block for long.

    ``now`` gives aware UTC instants and is called from both threads. ``rate``: analysed pictures a second.
    ``kit`` is this watcher's alone.
    In place of a URL may stand a function that opens a stream or raises ``SourceError``.
    """

    def __init__(
        self,
        camera_id: str,
        url: str | Callable[[], Stream],
        rules: Sequence[Rule],
        emit: Callable[[CameraSignal], None],
        now: Callable[[], datetime] = utc_now,
        *,
        rate: float = ANALYSIS_RATE,
        kit: Kit = BARE,
        backoff: Backoff | None = None,
    ) -> None:
        self.id = camera_id
        self._emit, self._now = emit, now
        self._slot = Slot()
        self._pipeline = Pipeline(camera_id, rules, kit)
        open_ = (
            Source(url=url, colours=kit.detector.wide if kit.detector else None).open
            if isinstance(url, str)
            else url
        )
        self._capture = Capture(
            open_, self._slot, rate=rate, now=now, monotonic=time.monotonic, backoff=backoff
        )
        self._stop, self._relearn = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start both threads. Once."""
        bodies = {"capture": self._run_capture, "analysis": self._run_analysis}
        for part, body in bodies.items():
            thread = threading.Thread(target=body, name=f"{self.id}-{part}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Stop; back within about two seconds. A thread that sits in a read ends at its time limit by itself."""
        self._stop.set()
        self._slot.close()
        for thread in self._threads:
            thread.join(STOP_S)

    def relearn(self) -> None:
        """The camera was aimed anew on purpose: learn the scene from the next picture on."""
        self._relearn.set()

    def still(self) -> bytes | None:
        """The newest analysed picture as JPEG with privacy masks applied, or None before the first."""
        newest = self._pipeline.newest
        return None if newest is None else newest.still()

    def health(self) -> CameraHealth:
        """How the camera is now. From any thread."""
        t, pipeline = time.monotonic(), self._pipeline
        newest = pipeline.newest
        return CameraHealth(
            camera=self.id,
            state=pipeline.state,
            why=pipeline.why,
            rate=round(self._capture.meter.rate(t), 1),
            analysed=round(pipeline.meter.rate(t), 1),
            size=pipeline.size,
            tries=self._capture.tries,
            newest=newest.at if newest else None,
            not_running=tuple(rule.why for rule in pipeline.not_running),
        )

    def _run_capture(self) -> None:
        try:
            self._capture.run(self._stop)
        except BaseException as bug:
            self._slot.lost(f"is not watched any more: {type(bug).__name__}: {bug}")
            raise

    def _run_analysis(self) -> None:
        try:
            self._analyse()
        except BaseException as bug:
            self._stop.set()
            for signal in self._pipeline.failed(f"{type(bug).__name__}: {bug}", self._now()):
                self._emit(signal)
            raise

    def _analyse(self) -> None:
        self._tell(self._pipeline.started(self._now()))
        while not self._stop.is_set():
            item = self._slot.take(TICK_S)
            if self._relearn.is_set():
                self._relearn.clear()
                self._pipeline.relearn()
            t = time.monotonic()
            self._tell(self._pipeline.step(item, self._capture.meter.rate(t), self._now(), t))

    def _tell(self, signals: Sequence[CameraSignal]) -> None:
        for signal in signals:
            if self._stop.is_set():
                return
            self._emit(signal)
