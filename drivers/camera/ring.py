"""The last seconds of a camera as JPEGs, and the clips that are cut out of them when something was seen.

A camera's own JPEGs are kept as they came: no time is spent on them, and a clip is what the camera sent.
Memory is bounded twice, by seconds and by bytes. A clip runs from :data:`BEFORE_S` before the picture that raised the
alarm to :data:`AFTER_S` after it; what is seen while a clip runs has that clip too and makes it no longer.
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import cv2

from drivers.camera.picture import Frame, still_of

BEFORE_S: Final = 6.0
AFTER_S: Final = 6.0
WIDEST: Final = 640  # pixels of width of a clip's pictures that are coded here
MOST_BYTES: Final = 24 * 1024 * 1024  # twelve seconds of five pictures of 400 kB: 1080p of a busy scene
AS_SENT: Final = 1920 * 1080  # pixels up to which a camera's own JPEG is kept bit for bit
QUALITY: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One kept picture: JPEG, its instant and its monotonic second."""

    jpeg: bytes = field(repr=False)
    at: datetime
    t: float
    size: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The pictures around what a rule saw. ``still``: SHA-256 of the still that was told with it."""

    camera: str
    rule: str
    still: str
    told: datetime
    shots: tuple[Shot, ...]

    @property
    def size(self) -> int:
        """Bytes of its pictures."""
        return sum(len(shot.jpeg) for shot in self.shots)

    @property
    def rate(self) -> float:
        """Pictures a second over the clip; 1.0 for a single one."""
        seconds = self.shots[-1].t - self.shots[0].t
        return (len(self.shots) - 1) / seconds if seconds > 0 else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    rule: str
    still: str
    told: datetime
    t: float


class Ring:
    """One camera's. Not for several threads. ``t`` never goes back."""

    def __init__(self, camera: str, before: float = BEFORE_S, after: float = AFTER_S) -> None:
        self._camera, self._before, self._after = camera, before, after
        self._shots: deque[Shot] = deque()
        self._bytes = 0
        self._wanted: list[_Wanted] = []

    @property
    def held(self) -> int:
        """Bytes of pictures in memory."""
        return self._bytes

    def add(self, frame: Frame) -> None:
        """Keep a picture (privacy areas are blackened already); another size forgets what was before.

        Raises :class:`cv2.error` for a JPEG that must be made smaller and cannot be decoded.
        """
        shot, t = _shot(frame), frame.t
        if self._shots and self._shots[-1].size != shot.size:
            self._forget()
        self._shots.append(shot)
        self._bytes += len(shot.jpeg)
        oldest = min((wanted.t for wanted in self._wanted), default=t) - self._before
        while len(self._shots) > 1 and (self._shots[0].t < oldest or self._bytes > MOST_BYTES):
            self._bytes -= len(self._shots.popleft().jpeg)

    def want(self, rule: str, still: bytes, told: datetime, t: float) -> None:
        """Something was seen now: cut a clip once its time has come."""
        digest = hashlib.sha256(still).hexdigest()
        self._wanted.append(_Wanted(rule=rule, still=digest, told=told, t=t))

    def ready(self, t: float) -> list[Clip]:
        """Clips whose time is over, oldest first. A clip without any picture is none."""
        due = [wanted for wanted in self._wanted if t - wanted.t >= self._after]
        self._wanted = [wanted for wanted in self._wanted if t - wanted.t < self._after]
        return [clip for wanted in due if (clip := self._cut(wanted)).shots]

    def _cut(self, wanted: _Wanted) -> Clip:
        first, last = wanted.t - self._before, wanted.t + self._after
        shots = tuple(shot for shot in self._shots if first <= shot.t <= last)
        return Clip(camera=self._camera, rule=wanted.rule, still=wanted.still, told=wanted.told, shots=shots)

    def _forget(self) -> None:
        self._shots.clear()
        self._bytes = 0


def _shot(frame: Frame) -> Shot:
    width, height = frame.size
    if frame.jpeg is not None and width * height <= AS_SENT:
        return Shot(jpeg=frame.jpeg, at=frame.at, t=frame.t, size=frame.size)
    image = frame.at_least(WIDEST)
    height, width = image.shape[:2]
    if width > WIDEST:
        size = (WIDEST, max(1, round(height * WIDEST / width)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    height, width = image.shape[:2]
    return Shot(jpeg=still_of(image, QUALITY), at=frame.at, t=frame.t, size=(width, height))
