"""How many pictures a second come, and whether that is as many as usual."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from drivers.camera.signals import CameraSignal, FrameRateLow, FrameRateNormal

WINDOW_S: Final = 5.0
SETTLED_S: Final = 10.0  # after the first picture: then the rate is the usual one
LOW_FOR_S: Final = 10.0
LOW: Final = 0.5
NORMAL: Final = 0.8


class Meter:
    """Counts pictures over the last :data:`WINDOW_S` seconds (at most 256 of them)."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=256)

    def clear(self) -> None:
        """The stream ended."""
        self._times.clear()

    def count(self, t: float) -> None:
        """A picture came."""
        self._times.append(t)

    def rate(self, t: float) -> float:
        """Pictures a second up to ``t``; 0.0 where fewer than two came in the window."""
        times = [each for each in tuple(self._times) if t - each <= WINDOW_S]
        if len(times) < 2:
            return 0.0
        return (len(times) - 1) / max(times[-1] - times[0], 1e-3)


class RateWatch:
    """Tells when the rate has been under half of the usual one for :data:`LOW_FOR_S`, and when it is back."""

    def __init__(self, camera: str) -> None:
        self._camera = camera
        self._up_since: float | None = None
        self._low_since: float | None = None
        self._usual: float | None = None
        self.low = False

    def up(self, t: float) -> None:
        """A stream began."""
        self._up_since, self._low_since = t, None

    def lost(self) -> None:
        """The stream ended: no rate to judge."""
        self._up_since = None

    def step(self, rate: float, at: datetime, t: float) -> Sequence[CameraSignal]:
        """The rate now, any time while the stream is up."""
        if self._up_since is None or t - self._up_since < SETTLED_S:
            return ()
        if self._usual is None:
            self._usual = rate
        self._usual = max(self._usual, rate * 0.9)
        if rate >= NORMAL * self._usual:
            return self._normal(rate, self._usual, at)
        if rate >= LOW * self._usual or self.low:
            self._low_since = None
            return ()
        self._low_since = t if self._low_since is None else self._low_since
        if t - self._low_since < LOW_FOR_S:
            return ()
        self.low = True
        return [FrameRateLow(camera=self._camera, rate=round(rate, 1), usual=round(self._usual, 1), at=at)]

    def _normal(self, rate: float, usual: float, at: datetime) -> Sequence[CameraSignal]:
        self._low_since = None
        if not self.low:
            return ()
        self.low = False
        return [FrameRateNormal(camera=self._camera, rate=round(rate, 1), usual=round(usual, 1), at=at)]
