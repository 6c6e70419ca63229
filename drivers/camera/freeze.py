"""Whether pictures change at all. A live sensor's noise never repeats; a hung encoder's picture does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.judge import FROZEN_AFTER
from drivers.camera.signals import CameraSignal, PictureFrozen, PictureLive

BLOCK: Final = (16, 9)  # the picture in blocks of 20 × 20 pixels at picture.SIZE
SAME_SHARE: Final = 0.97  # share of identical blocks of a frozen picture: a clock drawn into it may run on
LIVELY: Final = 0.5  # usual share of identical blocks under which a camera counts as one with noise
LEARNED: Final = 25  # pictures after which the usual share is known


class Freeze:
    """Counts for how long the picture has been the same one."""

    def __init__(self, camera: str) -> None:
        self._camera = camera
        self._last: MatLike | None = None
        self._since: float | None = None
        self._usual = 0.0
        self._count = 0
        self.frozen = False

    def relearn(self) -> None:
        """Nothing is known of the camera any more."""
        self._last, self._since, self._count = None, None, 0

    def step(self, grey: MatLike, t: float) -> float:
        """Seconds up to now in which the picture (at ``picture.SIZE``) has not changed; 0.0 when it did."""
        last, self._last = self._last, grey
        if last is None:
            return 0.0
        share = same_share(grey, last)
        limit = SAME_SHARE if self._count >= LEARNED and self._usual < LIVELY else 1.0
        if share < limit:
            self._learn(share)
            self._since = None
            return 0.0
        if self._since is None:
            self._since = t
        return t - self._since

    def told(self, frozen_for: float, at: datetime) -> Sequence[CameraSignal]:
        """The change of health, if there is one."""
        frozen = frozen_for >= FROZEN_AFTER
        if frozen == self.frozen:
            return ()
        self.frozen = frozen
        change = PictureFrozen if frozen else PictureLive
        return [change(camera=self._camera, at=at)]

    def _learn(self, share: float) -> None:
        self._count += 1
        self._usual += (share - self._usual) / min(self._count, 100)


def same_share(a: MatLike, b: MatLike) -> float:
    """The share of blocks in which no pixel of the two pictures differs, 0.0–1.0."""
    difference = np.asarray(cv2.absdiff(a, b))
    height, width = difference.shape[0] // BLOCK[1], difference.shape[1] // BLOCK[0]
    rows = difference.reshape(BLOCK[1], height, -1).max(axis=1)  # whole rows first: these are contiguous
    blocks = rows.reshape(BLOCK[1], BLOCK[0], width).max(axis=2)
    return float(np.count_nonzero(blocks == 0)) / (BLOCK[0] * BLOCK[1])
