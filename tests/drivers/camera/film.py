"""Plays simulated scenes and made-up views into rules, faster than life and with no clock but its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from cv2.typing import MatLike

from drivers.camera.analysis import Analysis
from drivers.camera.background import Foreground
from drivers.camera.picture import SIZE, Frame
from drivers.camera.rule import Rule, View
from drivers.camera.signals import CameraSignal
from simulators.camera.scene import Action, Scene

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
RATE = 5.0


def instant(t: float) -> datetime:
    """The wall clock at ``t`` seconds."""
    return START + timedelta(seconds=t)


def frame_at(t: float, image: MatLike | None = None) -> Frame:
    """A picture at ``t``; a black one of 64 × 36 if none is given."""
    return Frame(image=np.zeros((36, 64, 3), np.uint8) if image is None else image, at=instant(t), t=t)


def view_at(t: float, grey: MatLike | None = None, *, frozen_for: float = 0.0) -> View:
    """A view in which nothing stands out of the scene."""
    blank: MatLike = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    still = Foreground(grey=blank, scene=lambda: blank, mask=blank, moved=blank, settling=False)
    shown = blank if grey is None else grey
    return View(frame=frame_at(t), grey=shown, foreground=lambda: still, frozen_for=frozen_for)


class Film:
    """A simulated camera whose pictures go straight into an analysis, five a second."""

    def __init__(self, rules: Sequence[Rule], seed: int = 3) -> None:
        self.scene = Scene("cam", seed)
        self.analysis = Analysis("cam", rules)
        self.step = 0

    @property
    def t(self) -> float:
        """Seconds played so far."""
        return self.step / RATE

    def play(self, action: Action) -> None:
        """Begin an action now."""
        self.scene.play(action, self.t)

    def run(self, seconds: float) -> list[tuple[float, CameraSignal]]:
        """What is told in the next seconds, each with the time since now in seconds."""
        told: list[tuple[float, CameraSignal]] = []
        began = self.t
        for _ in range(round(seconds * RATE)):
            self.step += 1
            image = self.scene.picture(self.t, instant(self.t))
            frame = Frame(image=image.copy(), at=instant(self.t), t=self.t)
            told.extend((round(self.t - began, 3), each) for each in self.analysis.step(frame))
        return told
