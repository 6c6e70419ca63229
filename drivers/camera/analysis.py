"""All rules of one camera over its pictures. Pure: pictures with their times in, signals out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from cv2.typing import MatLike

from drivers.camera.background import Background, Foreground
from drivers.camera.freeze import Freeze
from drivers.camera.gaze import Gaze
from drivers.camera.geometry import Polygon
from drivers.camera.movers import moving_people
from drivers.camera.people import Detection, PersonDetector
from drivers.camera.picture import Frame, PrivacyMask
from drivers.camera.rule import Rule, View
from drivers.camera.signals import CameraNotice, CameraSignal
from drivers.camera.tracker import Track, Tracker


class Analysis:
    """Prepares each picture once and gives it to every rule. Not for several threads at once."""

    def __init__(
        self,
        camera: str,
        rules: Sequence[Rule],
        privacy: Sequence[Polygon] = (),
        detector: PersonDetector | None = None,
    ) -> None:
        self._camera = camera
        self._rules = tuple(rules)
        self._mask = PrivacyMask(privacy)
        self._background = Background()
        self._freeze = Freeze(camera)
        self._detector, self._tracker, self._gaze = detector, Tracker(), Gaze()
        self.people: tuple[Track, ...] = ()  # of the last picture in which a rule asked for them
        self._size: tuple[int, int] | None = None

    @property
    def frozen(self) -> bool:
        """Whether the same picture comes again and again."""
        return self._freeze.frozen

    def step(self, frame: Frame) -> list[CameraSignal]:
        """One picture, in order of time. Its privacy areas are blackened for good before all else."""
        self._mask.apply(frame)
        told = self._resized(frame)
        grey = frame.grey()
        frozen_for = self._freeze.step(grey, frame.t)
        told.extend(self._freeze.told(frozen_for, frame.at))
        foreground = cache(lambda: self._background.step(grey))
        view = View(
            frame=frame,
            grey=grey,
            foreground=foreground,
            frozen_for=frozen_for,
            people=cache(lambda: self._people(frame, grey, foreground)),
        )
        for rule in self._rules:
            told.extend(rule.step(view))
        return told

    def absent(self, at: datetime, t: float) -> list[CameraSignal]:
        """No picture comes at this time."""
        return [signal for rule in self._rules for signal in rule.absent(at, t)]

    def relearn(self) -> None:
        """Forget the scene: the camera was aimed anew on purpose, or its pictures have another size."""
        self._background.relearn()
        self._freeze.relearn()
        self._tracker.forget()
        self._gaze.forget()
        for rule in self._rules:
            rule.relearn()

    def _people(self, frame: Frame, grey: MatLike, foreground: Callable[[], Foreground]) -> tuple[Track, ...]:
        found = moving_people(foreground()) if self._detector is None else self._detected(frame, grey)
        self.people = self._tracker.step(found, frame.t)
        return self.people

    def _detected(self, frame: Frame, grey: MatLike) -> Sequence[Detection]:
        where = self._gaze.step(grey, self._tracker.expected(frame.t), frame.t)
        if self._detector is None or where is None:
            return ()
        return self._detector.find(frame.at_least(self._detector.wide), where)

    def _resized(self, frame: Frame) -> list[CameraSignal]:
        before, self._size = self._size, frame.size
        if before is None or before == self._size:
            return []
        self.relearn()
        was, now = (f"{width}x{height}" for width, height in (before, frame.size))
        why = f"changed its picture from {was} to {now}: learning anew"
        return [CameraNotice(camera=self._camera, why=why, at=frame.at)]
