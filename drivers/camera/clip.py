"""A recorded clip through rules, as fast as the machine can: for judging rules on footage.

Time is the clip's own: seconds from its first picture. No thread, no clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import cv2
from cv2.typing import MatLike

from drivers.camera.analysis import Analysis
from drivers.camera.people import PersonDetector
from drivers.camera.picture import Frame
from drivers.camera.rule import Rule
from drivers.camera.signals import (
    CameraSignal,
    LineCrossed,
    MotionEnded,
    MotionStarted,
    PeopleEnded,
    PeopleStarted,
    TamperCleared,
    TamperSeen,
)
from drivers.camera.source import quiet_opencv
from drivers.camera.stream import SourceError

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)  # a clip's first picture; only differences are ever told
UNKNOWN_RATE: Final = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPicture:
    """One picture with its number in the clip from 0 and its second."""

    number: int
    t: float
    image: MatLike


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipEvent:
    """One event of a rule in a clip; ``to_s`` None while it was true at the clip's end."""

    rule: str
    kind: str
    from_s: float
    to_s: float | None
    told_s: float  # when the alarm was told


def pictures(clip: Path, rate: float) -> Iterator[ClipPicture]:
    """At most ``rate`` pictures a second, evenly; those between are not decoded. Raises :class:`SourceError`."""
    if not clip.is_file():
        raise SourceError(f"expected a video file, came {clip}: no such file")
    quiet_opencv()
    capture = cv2.VideoCapture(str(clip), cv2.CAP_FFMPEG)
    try:
        if not capture.isOpened():
            raise SourceError(f"expected a video file, came {clip}: it cannot be decoded")
        fps = capture.get(cv2.CAP_PROP_FPS)
        fps = fps if 0.0 < fps <= 240.0 else UNKNOWN_RATE
        yield from _due(capture, fps, 1.0 / rate)
    finally:
        capture.release()


def _due(capture: cv2.VideoCapture, fps: float, period: float) -> Iterator[ClipPicture]:
    number, due = 0, 0.0
    while capture.grab():
        t = number / fps
        if t >= due - 0.25 / fps:
            due += period
            ok, image = capture.retrieve()
            if ok and image is not None and image.size:
                yield ClipPicture(number=number, t=t, image=image)
        number += 1
    if number == 0:
        raise SourceError("expected a video file: it holds no picture")


def play(
    clip: Path, rules: Sequence[Rule], rate: float, detector: PersonDetector | None = None
) -> tuple[list[CameraSignal], float]:
    """All signals in order, and the clip's last second that was looked at."""
    analysis = Analysis(clip.name, rules, detector=detector)
    told: list[CameraSignal] = []
    last = 0.0
    for picture in pictures(clip, rate):
        last = picture.t
        told.extend(analysis.step(Frame(image=picture.image, at=instant(picture.t), t=picture.t)))
    return told, last


def instant(t: float) -> datetime:
    """The clock of a clip."""
    return EPOCH + timedelta(seconds=t)


def second(at: datetime) -> float:
    """Seconds from the clip's first picture, to the hundredth."""
    return round((at - EPOCH).total_seconds(), 2)


def events_of(signals: Sequence[CameraSignal]) -> list[ClipEvent]:
    """Starts joined with their ends, in the order of starts; a crossing begins and ends at once."""
    events: list[ClipEvent] = []
    for signal in signals:
        match signal:
            case PeopleStarted() | MotionStarted():
                since = signal.since if isinstance(signal, PeopleStarted) else signal.at
                events.append(_begun(signal.rule, "", second(since), second(signal.at)))
            case TamperSeen():
                events.append(_begun("tamper", signal.kind, second(signal.at), second(signal.at)))
            case LineCrossed():
                t = second(signal.at)
                events.append(ClipEvent(rule=signal.rule, kind=signal.direction, from_s=t, to_s=t, told_s=t))
            case PeopleEnded():
                _end(events, signal.rule, second(signal.last))
            case MotionEnded():
                _end(events, signal.rule, second(signal.at))
            case TamperCleared():
                _end(events, "tamper", second(signal.at))
            case _:
                continue
    return events


def _begun(rule: str, kind: str, from_s: float, told_s: float) -> ClipEvent:
    return ClipEvent(rule=rule, kind=kind, from_s=from_s, to_s=None, told_s=told_s)


def _end(events: list[ClipEvent], rule: str, to_s: float) -> None:
    for n in reversed(range(len(events))):
        if events[n].rule == rule and events[n].to_s is None:
            old = events[n]
            events[n] = ClipEvent(
                rule=old.rule, kind=old.kind, from_s=old.from_s, to_s=to_s, told_s=old.told_s
            )
            return
