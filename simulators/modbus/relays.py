"""The outputs of a controller and the timers that end their pulses. Sans-IO: time is a parameter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

OnOutput = Callable[[int, bool], None]
"""Called with the output (from 1) and its level on each change."""


class Relays:
    """``levels`` from output 1 on. With a ``watchdog`` they all fall off when nobody has asked for so long."""

    def __init__(self, count: int, on_output: OnOutput | None, watchdog: timedelta | None) -> None:
        self.levels = [False] * count
        self.bitten = False  # the watchdog has run out since it was last looked at
        self._on_output = on_output
        self._watchdog = watchdog
        self._fed: float | None = None
        self._timers: dict[int, tuple[float, bool]] = {}

    def timing(self, at: int) -> bool:
        """Whether a pulse runs."""
        return at in self._timers

    def set(self, at: int, level: bool) -> None:
        """Switch for good; a pulse that runs is forgotten."""
        self._timers.pop(at, None)
        self._switch(at, level)

    def pulse(self, at: int, level: bool, until: float) -> None:
        """Switch until then."""
        self._timers[at] = (until, not level)
        self._switch(at, level)

    def drop(self) -> None:
        """All off, all timers gone."""
        for at in range(len(self.levels)):
            self.set(at, False)

    def fed(self, now: float) -> None:
        """A request came: the watchdog starts anew."""
        self._fed = now

    @property
    def next_expiry(self) -> float | None:
        """When ``expire`` must be called next."""
        times = [until for until, _ in self._timers.values()]
        if self._watchdog is not None and self._fed is not None and any(self.levels):
            times.append(self._fed + self._watchdog.total_seconds())
        return min(times, default=None)

    def expire(self, now: float) -> None:
        """Let timers and watchdog run out."""
        for at, (until, then) in list(self._timers.items()):
            if now >= until:
                del self._timers[at]
                self._switch(at, then)
        watchdog, fed = self._watchdog, self._fed
        if watchdog is not None and fed is not None and now >= fed + watchdog.total_seconds():
            self.bitten = self.bitten or any(self.levels)
            self.drop()

    def _switch(self, at: int, level: bool) -> None:
        if self.levels[at] != level:
            self.levels[at] = level
            if self._on_output is not None:
                self._on_output(at + 1, level)
