"""Learning a camera's scene: at first quickly, then slowly, and never while something is wrong."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.measures import Scene

ADAPT_S: Final = 600.0  # time constant with which daylight, plants and furniture are followed
REFRESH_S: Final = 5.0  # a new Scene is made this often: its edges cost more than one picture's
LEAST_PICTURES: Final = 5


class Learner:
    """The mean of a scene's pictures over time. ``period``: seconds of pictures before there is a scene.

    Until :data:`ADAPT_S` have passed every picture weighs the same, so that somebody who walked through while the
    first scene was learned soon fades from it.
    """

    def __init__(self, period: float) -> None:
        self._period = period
        self.scene: Scene | None = None
        self._mean: MatLike | None = None
        self._count = 0
        self._since = self._last = 0.0  # of the newest scene, or of the first picture; of the last picture

    def forget(self) -> None:
        """Start over."""
        self.scene, self._mean, self._count = None, None, 0

    def learn(self, grey: MatLike, t: float) -> None:
        """Take a picture in. Call it only with pictures that show the scene as it is to be."""
        if self._mean is None:
            self._mean = grey.astype(np.float32)
            self._count, self._since, self._last = 1, t, t
            return
        self._count += 1
        weight = max(1.0 / self._count, min(0.1, (t - self._last) / ADAPT_S))
        cv2.accumulateWeighted(grey, self._mean, weight)
        begun = self.scene is not None
        if t - self._since >= (REFRESH_S if begun else self._period) and self._count >= LEAST_PICTURES:
            self.scene, self._since = Scene(self._mean.copy()), t
        self._last = t

    def skip(self, t: float) -> None:
        """A picture that may not be learned: time passes, so that the next one does not weigh for the gap."""
        self._last = t
