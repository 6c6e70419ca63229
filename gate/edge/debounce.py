"""Debouncing: a level counts once it has stood still, and short ones are labelled, never dropped.

IEC 60839-11-1 T2.24: changes over 400 ms are all processed. Here a level must stand for 50 ms; what followed a level
of under 400 ms is labelled ``brief``; what came and went within 50 ms is told after the fact as a *glitch*.
Time is a parameter: monotonic seconds.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

STEADY_S = 0.050
BRIEF_S = 0.400

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Generic[K, V]):
    """The level that counts now. ``brief``: the one before lasted under 400 ms.

    ``glitch``: this level never changed for good, but was away at that other one for a moment.
    """

    key: K
    value: V
    brief: bool = False
    glitch: V | None = None


@dataclass(slots=True)
class _Track(Generic[V]):
    value: V
    since: float
    candidate: V | None = None
    candidate_since: float = 0.0
    glitch: V | None = None
    calm_since: float = 0.0

    def deadline(self) -> float:
        if self.candidate is not None:
            return self.candidate_since + STEADY_S
        return self.calm_since + STEADY_S if self.glitch is not None else math.inf


class Debouncer(Generic[K, V]):
    """Any number of inputs by key. The first level of a key counts at once: it is no change."""

    def __init__(self) -> None:
        self._tracks: dict[K, _Track[V]] = {}
        self._moving: dict[K, _Track[V]] = {}  # those with a deadline

    def value(self, key: K) -> V | None:
        """The level that counts, None where nothing was heard yet."""
        track = self._tracks.get(key)
        return None if track is None else track.value

    def seen(self, key: K, value: V, now: float) -> tuple[Settled[K, V], ...]:
        """A raw level. Gives what settled before it, or by it."""
        track = self._tracks.get(key)
        if track is None:
            self._tracks[key] = _Track(value, -math.inf)
            return (Settled(key=key, value=value),)
        settled = self._settle(key, track, now)
        if value == track.value:
            if track.candidate is not None:
                track.glitch, track.candidate, track.calm_since = track.candidate, None, now
        elif value != track.candidate:
            track.candidate, track.candidate_since = value, now
        if track.deadline() < math.inf:
            self._moving[key] = track
        return settled

    def force(self, key: K, value: V, now: float) -> tuple[Settled[K, V], ...]:
        """A level that counts at once: nobody knows any more, or a device is back."""
        track = self._tracks.get(key)
        if track is not None and track.value == value and track.candidate is None:
            return ()
        self._tracks[key] = _Track(value, now if track is not None else -math.inf)
        self._moving.pop(key, None)
        return (Settled(key=key, value=value),)

    def due(self, now: float) -> tuple[Settled[K, V], ...]:
        """What has stood still for long enough by now."""
        moving = list(self._moving.items())
        return tuple(settled for key, track in moving for settled in self._settle(key, track, now))

    def next_deadline(self) -> float | None:
        """When ``due`` has something to say; None: nothing is moving."""
        return min((track.deadline() for track in self._moving.values()), default=None)

    def _settle(self, key: K, track: _Track[V], now: float) -> tuple[Settled[K, V], ...]:
        if now < track.deadline():
            return ()
        self._moving.pop(key, None)
        glitch, track.glitch = track.glitch, None
        if track.candidate is None:
            return (Settled(key=key, value=track.value, brief=True, glitch=glitch),)
        brief = track.candidate_since - track.since < BRIEF_S
        track.value, track.since, track.candidate = track.candidate, track.candidate_since, None
        return (Settled(key=key, value=track.value, brief=brief),)
