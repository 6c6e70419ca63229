"""The site's clock: what every process calls now.

In the field it is the machine's. A simulated site may run on a clock of its own: a small file that all its
processes map, holding how far that clock is ahead of the machine's; :class:`SimulatedClock` moves it forward
only. Elapsed time on wires is never taken from here but from the monotonic clock.
"""

from __future__ import annotations

import mmap
import os
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

ENVIRONMENT = "GATE_CLOCK"
"""Names the file of a simulated clock; unset in the field."""

_OFFSET = struct.Struct("<q")  # microseconds ahead of the machine's clock
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """What code that needs the time is given."""

    def now(self) -> datetime:
        """The instant, aware UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever go forward, for measuring."""

    def patience(self, seconds: float) -> float:
        """How long a loop may really sleep when ``seconds`` of site time are left until its next deadline."""


class MachineClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Aware UTC now."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """The machine's monotonic seconds."""
        return time.monotonic()

    def patience(self, seconds: float) -> float:
        """All of it: nobody moves this clock."""
        return max(0.0, seconds)


class SimulatedClock:
    """The machine's clock plus an offset shared by every process that maps the same file."""

    LOOK_AGAIN_S = 0.05  # a jump is noticed within this

    def __init__(self, path: Path) -> None:
        """Map an existing file; FileNotFoundError if :meth:`create` never made it."""
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _OFFSET.size)

    @classmethod
    def create(cls, path: Path, start: datetime) -> SimulatedClock:
        """A clock that reads ``start`` (aware) at this moment."""
        offset = (start - datetime.now(UTC)) // _MICROSECOND
        path.write_bytes(_OFFSET.pack(offset))
        return cls(path)

    def now(self) -> datetime:
        """Aware UTC now, on the simulated site."""
        return datetime.now(UTC) + self._offset()

    def monotonic(self) -> float:
        """The machine's monotonic seconds: wires are not simulated faster than they are."""
        return time.monotonic()

    def patience(self, seconds: float) -> float:
        """Short enough to notice a jump soon."""
        return min(max(0.0, seconds), self.LOOK_AGAIN_S)

    def jump(self, by: timedelta) -> None:
        """Move forward; ValueError for a step back, since a site's time never runs backwards."""
        if by < timedelta(0):
            raise ValueError(f"a clock is moved forward only; got {by}")
        self._map[:] = _OFFSET.pack((self._offset() + by) // _MICROSECOND)

    def _offset(self) -> timedelta:
        (microseconds,) = _OFFSET.unpack(self._map[:])
        return timedelta(microseconds=microseconds)


def site_clock() -> Clock:
    """The clock this process was started with."""
    path = os.environ.get(ENVIRONMENT)
    return SimulatedClock(Path(path)) if path else MachineClock()
