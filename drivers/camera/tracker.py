"""Boxes of one picture after the other become people who walk: each keeps its number while it is seen.

Method: prediction by constant velocity, matching by overlap and nearness, sure boxes first and weak ones only for
those already known (the idea of ByteTrack, Zhang et al., ECCV 2022). Pure: boxes and seconds in, tracks out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from drivers.camera.geometry import Box
from drivers.camera.people import Detection
from drivers.camera.plane import shared

SURE: Final = 0.5  # score from which a box may begin a track
WEAK: Final = 0.25  # ... and from which it may continue one
CONFIRMED: Final = 2  # boxes after which a track counts: one alone may be a coat on a chair
PROVED: Final = 3  # boxes from which the mean of their scores says something
DOUBTFUL: Final = 0.6  # mean score under which a track is no person to raise an alarm for
FORGET_S: Final = 1.2  # unseen for so long, a track is over
NEAR: Final = 0.6  # in heights of the box: centres further apart are two people
FOLLOW: Final = 0.6  # weight of the newest step in the velocity
FASTEST: Final = 2.0  # picture widths a second; what is faster is a wrong match


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One person over time. ``since``, ``seen``: seconds of the first and the latest box; ``mean``: of all scores."""

    id: int
    box: Box
    score: float
    since: float
    seen: float
    first: Box  # where the track began
    mean: float
    hits: int = 1
    velocity: tuple[float, float] = (0.0, 0.0)

    @property
    def sure(self) -> bool:
        """Whether most of its boxes were good ones: what is far, half hidden or a likeness stays doubtful."""
        return self.hits >= PROVED and self.mean >= DOUBTFUL

    def at(self, t: float) -> Box:
        """Where the box is expected at ``t``."""
        ahead = t - self.seen
        return replace(
            self.box, x=self.box.x + self.velocity[0] * ahead, y=self.box.y + self.velocity[1] * ahead
        )


class Tracker:
    """One camera's people. ``t`` never goes back."""

    def __init__(self) -> None:
        self._tracks: list[Track] = []
        self._count = 0

    def forget(self) -> None:
        """Nobody is known any more; numbers go on."""
        self._tracks = []

    def expected(self, t: float) -> list[Box]:
        """Where everybody who is not forgotten should be at ``t``, also who was seen only once."""
        return [track.at(t) for track in self._tracks if t - track.seen <= FORGET_S]

    def step(self, found: Sequence[Detection], t: float) -> tuple[Track, ...]:
        """Take one picture's boxes; the confirmed people seen in this picture, oldest first."""
        known = [track for track in self._tracks if t - track.seen <= FORGET_S]
        sure = [each for each in found if each.score >= SURE]
        weak = [each for each in found if WEAK <= each.score < SURE]
        matched, unseen, new = _match(known, sure, t)
        again, unseen, _ = _match(unseen, weak, t)
        begun = [self._begin(each, t) for each in new]
        self._tracks = sorted([*matched, *again, *unseen, *begun], key=lambda track: track.id)
        return tuple(track for track in self._tracks if track.seen == t and track.hits >= CONFIRMED)

    def _begin(self, found: Detection, t: float) -> Track:
        self._count += 1
        box, score = found.box, found.score
        return Track(id=self._count, box=box, score=score, mean=score, since=t, seen=t, first=box)


def _match(
    tracks: Sequence[Track], found: Sequence[Detection], t: float
) -> tuple[list[Track], list[Track], list[Detection]]:
    """Best pairs first: tracks that go on, tracks without a box, boxes without a track."""
    pairs = [
        (likeness, i, j)
        for i, track in enumerate(tracks)
        for j, each in enumerate(found)
        if (likeness := _likeness(track.at(t), each.box)) > 0.0
    ]
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    going = [_moved(tracks[i], found[j], t) for i, j in taken.items()]
    unseen = [track for i, track in enumerate(tracks) if i not in taken]
    return going, unseen, [each for j, each in enumerate(found) if j not in used]


def _likeness(expected: Box, box: Box) -> float:
    """Overlap plus nearness of the centres in heights; 0.0 for boxes too far apart."""
    apart = hypot(
        expected.x + expected.w / 2 - box.x - box.w / 2, expected.y + expected.h / 2 - box.y - box.h / 2
    )
    near = 1.0 - apart / (NEAR * max(expected.h, box.h, 1e-6))
    return shared(expected, box) + near if near > 0.0 else 0.0


def _moved(track: Track, found: Detection, t: float) -> Track:
    passed = t - track.seen
    velocity = track.velocity
    if passed > 0.0:
        step = _step(track.box.x + track.box.w / 2, found.box.x + found.box.w / 2, passed)
        fall = _step(track.box.y + track.box.h, found.box.y + found.box.h, passed)
        velocity = (velocity[0] + FOLLOW * (step - velocity[0]), velocity[1] + FOLLOW * (fall - velocity[1]))
    hits = track.hits + 1
    mean = track.mean + (found.score - track.mean) / hits
    return replace(track, box=found.box, score=found.score, mean=mean, seen=t, hits=hits, velocity=velocity)


def _step(before: float, after: float, passed: float) -> float:
    return max(-FASTEST, min(FASTEST, (after - before) / passed))
