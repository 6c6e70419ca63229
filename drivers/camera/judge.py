"""Each picture's verdict against the learned scene, and the learning of that scene from ordinary pictures."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.learner import Learner
from drivers.camera.measures import Measures, Scene, levels
from drivers.camera.rule import View
from drivers.camera.signals import TamperKind
from drivers.camera.verdict import Verdict, plain_verdict, verdict

FROZEN_AFTER: Final = 4.0  # seconds; a coder that skips a still scene sends a whole new picture sooner
MIX: Final = 0.5  # weight of the newest picture in the mean that is measured: less noise, hardly a delay
CUT: Final = 12.0  # mean grey levels from the mean picture to a new one from which nothing is mixed
ADAPTS: Final = 0.5  # structure from which a picture is learned


class Judge:
    """Pictures in order of time → verdicts. ``learn``: seconds of pictures that make the first scene."""

    def __init__(self, learn: float) -> None:
        self._learner = Learner(learn)
        self._mean: MatLike | None = None
        self.seen: Measures | None = None  # of the last picture, once a scene is learned

    @property
    def scene(self) -> Scene | None:
        """What was learned so far; None while learning."""
        return self._learner.scene

    def forget(self) -> None:
        """Learn anew from the next picture on."""
        self._learner.forget()
        self._mean = None
        self.seen = None

    def look(self, view: View) -> Verdict | None:
        """The verdict on a picture. ``FROZEN`` has lasted when it is said; the others are of this moment."""
        grey, t = view.grey, view.frame.t
        if view.frozen_for >= FROZEN_AFTER:
            self._learner.skip(t)
            return TamperKind.FROZEN, 1.0
        found, learns = self._compare(self._mixed(grey))
        if learns:
            self._learner.learn(grey, t)
        else:
            self._learner.skip(t)
        return found

    def _mixed(self, grey: MatLike) -> MatLike:
        image = grey.astype(np.float32)
        if self._mean is None or float(cv2.mean(cv2.absdiff(image, self._mean))[0]) > CUT:
            self._mean = image
        return cv2.accumulateWeighted(image, self._mean, MIX)

    def _compare(self, image: MatLike) -> tuple[Verdict | None, bool]:
        scene = self._learner.scene
        if scene is None:  # nothing learned: a black or a white picture can be told all the same
            found = plain_verdict(levels(image))
            return found, found is None
        self.seen = seen = scene.measure(image)
        found = verdict(seen, plain=scene.plain)
        return found, found is None and (scene.plain or seen.structure >= ADAPTS)
