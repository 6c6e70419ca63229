"""Where people are looked for in a picture: a network's time goes by the pixels that it is shown.

Promises a rectangle that holds whatever moved since the last picture and everybody who is known, with room around it.
Once in :data:`AGAIN_S` it also holds all that differs from the picture last looked at as a whole: who came in too
slowly or too faintly to be seen moving. Where nothing differs, a network would say what it said then; the whole picture
is looked at all the same once in :data:`WHOLE_S`, since a doubtful look may turn out better.
Pure: pictures and seconds in, rectangles out.
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

AGAIN_S: Final = 1.0
WHOLE_S: Final = 3.0
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
        self._whole: tuple[MatLike, float] | None = (
            None  # the last one that was looked at as a whole, its second
        )
        self._again = 0.0

    def forget(self) -> None:
        """The next picture is looked at as a whole."""
        self._last, self._whole = None, None

    def step(self, grey: MatLike, known: Sequence[Box], t: float) -> Box | None:
        """Where to look in a picture (at ``picture.SIZE``); None where nothing moved and nobody is known."""
        last, self._last = self._last, grey
        if last is None or self._whole is None or t - self._whole[1] >= WHOLE_S:
            self._whole, self._again = (grey, t), t
            return ALL
        changes = [_moved(grey, last)]
        if t - self._again >= AGAIN_S:
            self._again = t
            changes.append(_moved(grey, self._whole[0]))
        boxes = [*known, *(box for box in changes if box is not None)]
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
