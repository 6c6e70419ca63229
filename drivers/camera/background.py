"""The empty scene as a model, and what stands out of it.

Promises, for each picture, the pixels that differ from the scene, those that moved since the last picture,
and whether a region differs in *structure* (something is there) or only in light. People who stand still are
learned into the scene after about a minute: that is the nature of a background model.

Method: Zivkovic, "Improved Adaptive Gaussian Mixture Model for Background Subtraction", ICPR 2004: MOG2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.gradient import gradient

HISTORY: Final = 300  # pictures: a minute at five a second
VAR_THRESHOLD: Final = 25.0  # squared distance in standard deviations from which a pixel is foreground
MOVED_LEVELS: Final = 12  # grey levels between two pictures from which it moved; noise stays below
SUDDEN_SHARE: Final = 0.7  # foreground share from which it is the light or the lens
SETTLE: Final = 3  # pictures after such a change in which the new scene is learned
KEPT: Final = 5  # pictures for which one copy of the scene serves: it changes over hundreds
EDGE_FLOOR: Final = 1.5  # grey levels a pixel; gradients below are noise
_OPEN: Final = np.ones((3, 3), np.uint8)
_CLOSE: Final = np.ones((7, 7), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Foreground:
    """What stands out of the scene in one picture. Masks hold 0 or 255 a pixel."""

    grey: MatLike
    scene: Callable[[], MatLike]  # made when asked for: most pictures have nothing to compare with it
    mask: MatLike
    moved: MatLike
    settling: bool  # the scene is being learned (start, light switched, lens uncovered): nothing can be said

    def changed_structure(self, x: int, y: int, w: int, h: int) -> float:
        """How far the edges in this rectangle are not the scene's, 0.0 (same, or none) to 1.0.

        Light that is switched or a soft shadow scales edges but keeps them in place, so the normalised
        correlation of gradients stays near one; a body hides the scene's edges and brings its own.
        """
        cut = np.s_[y : y + h, x : x + w]
        ax, ay = gradient(self.grey[cut])
        bx, by = gradient(self.scene()[cut])
        now, then = float(np.mean(ax * ax + ay * ay)), float(np.mean(bx * bx + by * by))
        floor = EDGE_FLOOR * EDGE_FLOOR
        if max(now, then) < floor:
            return 0.0
        same = float(np.mean(ax * bx + ay * by)) / float(np.sqrt(max(now, floor) * max(then, floor)))
        return min(1.0, max(0.0, 1.0 - same))


class Background:
    """One camera's scene, shared by its rules."""

    def __init__(self) -> None:
        self._model = _new_model()
        self._last: MatLike | None = None
        self._scene: MatLike | None = None
        self._kept = 0
        self._settle = SETTLE

    def relearn(self) -> None:
        """Take the next pictures as the scene."""
        self._model = _new_model()
        self._last, self._scene = None, None
        self._settle = SETTLE

    def step(self, grey: MatLike) -> Foreground:
        """Learn from one small grey picture (``picture.small_grey``) and tell what stands out of it."""
        smooth = cv2.GaussianBlur(grey, (3, 3), 0)
        raw = self._model.apply(smooth)
        moved = self._moved(smooth)
        if self._settle == 0 and np.count_nonzero(raw) > SUDDEN_SHARE * raw.size:
            self.relearn()
            self._model.apply(smooth)
        settling = self._settle > 0
        self._settle = max(0, self._settle - 1)
        self._last = smooth
        self._kept += 1
        mask = cv2.morphologyEx(cv2.morphologyEx(raw, cv2.MORPH_OPEN, _OPEN), cv2.MORPH_CLOSE, _CLOSE)
        return Foreground(grey=smooth, scene=self._shown, mask=mask, moved=moved, settling=settling)

    def _shown(self) -> MatLike:
        if self._scene is None or self._kept >= KEPT:
            self._scene, self._kept = self._model.getBackgroundImage(), 0
        return self._scene

    def _moved(self, smooth: MatLike) -> MatLike:
        if self._last is None:
            return np.zeros_like(smooth)
        return cv2.threshold(cv2.absdiff(smooth, self._last), MOVED_LEVELS, 255, cv2.THRESH_BINARY)[1]


def _new_model() -> cv2.BackgroundSubtractorMOG2:
    return cv2.createBackgroundSubtractorMOG2(
        history=HISTORY, varThreshold=VAR_THRESHOLD, detectShadows=False
    )
