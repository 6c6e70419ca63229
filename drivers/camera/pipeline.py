"""What one camera's analysis thread does with each thing that comes to it. No threads here, no clock.

Turns stream changes and pictures into signals: health of its own, alarms of the rules. A picture that OpenCV cannot
work on is told once and skipped; the next one is judged as always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import cv2

from drivers.camera.analysis import Analysis
from drivers.camera.geometry import Polygon
from drivers.camera.health import CameraState, ClockWatch
from drivers.camera.notices import Notices
from drivers.camera.people import PersonDetector
from drivers.camera.picture import Frame
from drivers.camera.rate import Meter, RateWatch
from drivers.camera.ring import Ring
from drivers.camera.rule import NotRunning, Rule
from drivers.camera.signals import (
    CameraLost,
    CameraNotice,
    CameraSignal,
    CameraUp,
    ClipTaken,
    LineCrossed,
    MotionStarted,
    PeopleStarted,
    TamperSeen,
)
from drivers.camera.slot import StreamLost, StreamUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What one camera has besides rules. Nothing in it may be shared with another camera.

    ``privacy``: areas that are blackened before anything else is done; ``ring``: keep clips of what rules see;
    ``caveat``: what the camera's health is to say besides, for as long as it runs.
    """

    privacy: tuple[Polygon, ...] = ()
    detector: PersonDetector | None = None
    ring: Ring | None = None
    caveat: str = ""


BARE: Final = Kit()


class Pipeline:
    """One camera's state and rules. One thread calls it; its attributes may be read from others."""

    def __init__(
        self,
        camera: str,
        rules: Sequence[Rule],
        kit: Kit = BARE,
    ) -> None:
        self.camera = camera
        self._ring = kit.ring
        self.not_running = tuple(rule for rule in rules if isinstance(rule, NotRunning))
        running = [rule for rule in rules if not isinstance(rule, NotRunning)]
        self._caveats = [*filter(None, [kit.caveat]), *(rule.why for rule in self.not_running)]
        self._notices = Notices()
        self._analysis = Analysis(camera, running, kit.privacy, kit.detector)
        self._rates, self._clock = RateWatch(camera), ClockWatch()
        self._state, self.why = CameraState.CONNECTING, ""
        self._failed = ""
        self.size: tuple[int, int] | None = None
        self.newest: Frame | None = None  # analysed, privacy masks applied
        self.meter = Meter()  # of analysed pictures

    @property
    def state(self) -> CameraState:
        """Whether pictures come, and whether they change."""
        frozen = self._state is CameraState.UP and self._analysis.frozen
        return CameraState.FROZEN if frozen else self._state

    def started(self, at: datetime) -> list[CameraSignal]:
        """What is to be said before the first picture: rules that do not run."""
        return [rule.told(at) for rule in self.not_running]

    def relearn(self) -> None:
        """Learn the scene from the next picture on."""
        self._analysis.relearn()

    def step(
        self, item: Frame | StreamUp | StreamLost | None, rate: float, at: datetime, t: float
    ) -> list[CameraSignal]:
        """What came, or None if nothing did for a while. ``rate``: pictures a second that the camera sends."""
        told = self._notices.sifted(self._told(item, rate, at, t), t)
        return told if self._ring is None else [*told, *self._clips(self._ring, told, at, t)]

    def _told(
        self, item: Frame | StreamUp | StreamLost | None, rate: float, at: datetime, t: float
    ) -> list[CameraSignal]:
        match item:
            case Frame():
                return [*self._judge(item), *self._rates.step(rate, at, t)]
            case StreamUp(size=size):
                return self._up(size, at, t)
            case StreamLost(why=why):
                return self._lost(why, at, t)
            case None:
                return [*self._analysis.absent(at, t), *self._rates.step(rate, at, t)]

    def _clips(self, ring: Ring, told: Sequence[CameraSignal], at: datetime, t: float) -> list[CameraSignal]:
        for signal in told:
            match signal:
                case TamperSeen():
                    ring.want("tamper", signal.still, signal.at, t)
                case MotionStarted() | PeopleStarted() | LineCrossed():
                    ring.want(signal.rule, signal.still, signal.at, t)
                case _:
                    continue
        return [ClipTaken(clip=clip, at=at) for clip in ring.ready(t)]

    def failed(self, why: str, at: datetime) -> list[CameraSignal]:
        """The analysis ends for a reason that is no picture's: the camera is not watched any more, and says so."""
        self._state, self.why = CameraState.LOST, f"is not watched any more: {why}"
        return [CameraLost(camera=self.camera, why=self.why, at=at)]

    def _judge(self, frame: Frame) -> list[CameraSignal]:
        told = self._jumped(frame)
        try:
            told.extend(self._analysis.step(frame))
            if self._ring is not None:
                self._ring.add(frame)
        except cv2.error as error:
            return [*told, *self._unfit(error, frame.at)]
        self._failed = ""
        self.newest = frame
        self.meter.count(frame.t)
        return told

    def _jumped(self, frame: Frame) -> list[CameraSignal]:
        jump = self._clock.step(frame)
        if not jump:
            return []
        why = f"the clock jumped by {jump:+.1f} s; hold times are not affected"
        return [CameraNotice(camera=self.camera, why=why, at=frame.at)]

    def _unfit(self, error: cv2.error, at: datetime) -> list[CameraSignal]:
        self._analysis.relearn()
        text = f"sends a picture that cannot be analysed: {error.err or error}"
        if text == self._failed:
            return []
        self._failed = text
        return [CameraNotice(camera=self.camera, why=text, at=at)]

    def _up(self, size: tuple[int, int], at: datetime, t: float) -> list[CameraSignal]:
        self._state, self.why, self.size = CameraState.UP, "", size
        self._rates.up(t)
        detail = "; ".join([f"{size[0]}x{size[1]}", *self._caveats])
        return [CameraUp(camera=self.camera, detail=detail, at=at)]

    def _lost(self, why: str, at: datetime, t: float) -> list[CameraSignal]:
        before, self._state, self.why = self._state, CameraState.LOST, why
        self._rates.lost()
        told: list[CameraSignal] = []
        if before is not CameraState.LOST:
            told.append(CameraLost(camera=self.camera, why=why, at=at))
        return [*told, *self._analysis.absent(at, t)]
