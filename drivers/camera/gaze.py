"""Where people are looked for in a picture: a network's time goes by the pixels that it is shown.

Promises a rectangle that holds whatever moved since the last picture and everybody who is known, with room around it,
and the whole picture once in :data:`WHOLE_S`, so that who stands still, or came in too faintly to be seen moving, is
found that much later at the latest. Pure: pictures and seconds in, rectangles out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.geometry import Box, box_of
from drivers.camera.people import ALL
from drivers.camera.picture import SIZE

WHOLE_S: Final = 1.0
MOVED_LEVELS: Final = 10  # grey levels between two pictures from which a pixel has moved
ROOM: Final = (
    0.1,
    0.18,
)  # of width and height, on each side: a body whose legs alone moved, and what it stands before
_NOISE: Final = np.ones((3, 3), np.uint8)


class Gaze:
    """One camera's. ``t`` never goes back."""

    def __init__(self) -> None:
        self._last: MatLike | None = None
        self._whole: float | None = None

    def forget(self) -> None:
        """The next picture is looked at as a whole."""
        self._last, self._whole = None, None

    def step(self, grey: MatLike, known: Sequence[Box], t: float) -> Box | None:
        """Where to look in a picture (at ``picture.SIZE``); None where nothing moved and nobody is known."""
        last, self._last = self._last, grey
        if last is None or self._whole is None or t - self._whole >= WHOLE_S:
            self._whole = t
            return ALL
        moved = _moved(grey, last)
        boxes = [*known, moved] if moved is not None else known
        return around(boxes) if boxes else None


def around(boxes: Sequence[Box]) -> Box:
    """The rectangle about all of them with :data:`ROOM`, within the picture."""
    left = max(0.0, min(box.x for box in boxes) - ROOM[0])
    top = max(0.0, min(box.y for box in boxes) - ROOM[1])
    right = min(1.0, max(box.x + box.w for box in boxes) + ROOM[0])
    bottom = min(1.0, max(box.y + box.h for box in boxes) + ROOM[1])
    return Box(x=left, y=top, w=max(0.0, right - left), h=max(0.0, bottom - top))


def _moved(grey: MatLike, last: MatLike) -> Box | None:
    changed = cv2.threshold(cv2.absdiff(grey, last), MOVED_LEVELS, 255, cv2.THRESH_BINARY)[1]
    x, y, w, h = cv2.boundingRect(cv2.morphologyEx(changed, cv2.MORPH_OPEN, _NOISE))
    return box_of(x, y, w, h, SIZE) if w and h else None
