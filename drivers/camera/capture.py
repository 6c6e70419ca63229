"""The thread that drains one camera: reads all its pictures, decodes those that are due, reopens what died.

A reader slower than its camera would fall behind without end, so every picture is taken off the stream at once
and only the newest is kept. Opening and reading have limits; a camera that is away costs its own thread and no other.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import cv2

from drivers.camera.backoff import Backoff
from drivers.camera.picture import Frame, Pixels, size_of
from drivers.camera.rate import Meter
from drivers.camera.slot import Slot
from drivers.camera.stream import SourceError, Stream

SLACK: Final = 0.25  # of a period by which a picture may come early and still be taken: cameras jitter
SPOILT: Final = 10  # pictures in a row that cannot be decoded, from which the stream is rubbish: two seconds


class Capture:
    """Fills ``slot`` with at most ``rate`` pictures a second until stopped. ``open`` is called for each try."""

    def __init__(
        self,
        open: Callable[[], Stream],
        slot: Slot,
        *,
        rate: float,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        backoff: Backoff | None = None,
    ) -> None:
        self._open, self._slot = open, slot
        self._period = 1.0 / rate
        self._now, self._monotonic = now, monotonic
        self._backoff = backoff or Backoff()
        self.meter = Meter()
        self.tries = 0

    def run(self, stop: threading.Event) -> None:
        """The thread's body."""
        while not stop.is_set():
            self.tries += 1
            lived, why = self._once(stop)
            self.meter.clear()
            if not stop.is_set():
                self._slot.lost(why)
                stop.wait(self._backoff.after(lived))

    def _once(self, stop: threading.Event) -> tuple[float, str]:
        """One life of the stream: how many seconds pictures came, and why they end."""
        try:
            stream = self._open()
        except SourceError as error:
            return 0.0, str(error)
        except cv2.error as error:
            return 0.0, f"does not open: {error.err or error}"
        life = _Life()
        try:
            why = self._drain(stream, stop, life)
        except cv2.error as error:
            why = f"cannot be decoded: {error.err or error}"
        finally:
            stream.release()
        return life.seconds, why

    def _drain(self, stream: Stream, stop: threading.Event, life: _Life) -> str:
        last, due, slack = self._monotonic(), -math.inf, SLACK * self._period
        while not stop.wait(_pause(stream, last, self._monotonic())):
            if not stream.grab():
                return (
                    "the stream ended or stalled" if life.first is not None else "opens but sends no picture"
                )
            last = self._monotonic()
            self.meter.count(last)
            if last < due - slack:
                continue
            due = (due if due > last - slack else last) + self._period
            image = stream.retrieve()
            life.spoilt = 0 if image is not None else life.spoilt + 1
            if image is not None:
                self._hand_over(image, last, life)
            elif life.spoilt >= SPOILT:
                return "sends what are no pictures"
        return "stopped"

    def _hand_over(self, image: Pixels, t: float, life: _Life) -> None:
        if life.first is None:
            life.first = t
            self._slot.up(size_of(image))
        life.last = t
        self._slot.put(Frame(image=image, at=self._now(), t=t))


@dataclass(slots=True)
class _Life:
    """When the first and the last picture of a stream came."""

    first: float | None = None
    last: float = 0.0
    spoilt: int = 0  # pictures in a row that could not be decoded

    @property
    def seconds(self) -> float:
        return 0.0 if self.first is None else self.last - self.first


def _pause(stream: Stream, last: float, t: float) -> float:
    """Seconds before the next picture is due: a file has no camera that paces it."""
    return 0.0 if stream.pace is None else max(0.0, last + stream.pace - t)
