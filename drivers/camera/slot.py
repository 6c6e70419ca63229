"""Between a camera's two threads: the newest picture, and whether pictures come at all.

Holds one picture, whatever the speed of the two sides; a picture that nobody took in time is dropped.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

from drivers.camera.picture import Frame

CHANGES: Final = 32  # changes kept for a reader that is late; older ones are overtaken by newer ones anyway


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamUp:
    """The first picture of a stream came; ``size`` is its width and height."""

    size: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLost:
    """The stream ended or did not open."""

    why: str


class Slot:
    """One writer, one reader."""

    def __init__(self) -> None:
        self._there = threading.Condition()
        self._changes: deque[StreamUp | StreamLost] = deque(maxlen=CHANGES)
        self._frame: Frame | None = None
        self._closed = False

    def up(self, size: tuple[int, int]) -> None:
        """Pictures come from now on."""
        self._change(StreamUp(size=size))

    def lost(self, why: str) -> None:
        """No pictures come any more; one that nobody took is dropped, so that order is kept."""
        self._change(StreamLost(why=why))

    def put(self, frame: Frame) -> None:
        """The newest picture, in place of one that nobody took."""
        with self._there:
            self._frame = frame
            self._there.notify()

    def close(self) -> None:
        """Wake the reader for good."""
        with self._there:
            self._closed = True
            self._there.notify()

    def take(self, timeout: float) -> Frame | StreamUp | StreamLost | None:
        """What came first: changes before the picture after them. None after ``timeout`` seconds or once closed."""
        with self._there:
            self._there.wait_for(self._any, timeout)
            if self._closed:
                return None
            if self._changes:
                return self._changes.popleft()
            frame, self._frame = self._frame, None
            return frame

    def _change(self, change: StreamUp | StreamLost) -> None:
        with self._there:
            self._frame = None
            self._changes.append(change)
            self._there.notify()

    def _any(self) -> bool:
        return self._closed or bool(self._changes) or self._frame is not None
