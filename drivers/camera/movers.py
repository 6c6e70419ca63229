"""People by movement alone, where no model is installed: what stands out of the scene, is upright and large enough.

Good enough to count people who walk through a door's line before a fixed camera; people who stand still fade, and a
trolley is taken for a person. A blob wider than a person is split into as many as fit: two abreast are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.background import Foreground
from drivers.camera.geometry import box_of
from drivers.camera.people import Detection
from drivers.camera.picture import SIZE
from drivers.camera.regions import regions

LEAST_HEIGHT: Final = 0.15  # of the picture: somebody smaller is too far away to be counted
UPRIGHT: Final = 0.55  # height by width under which a blob is no person, however many
SLIM: Final = 0.62  # width by height of one person in stride; what is wider is several
STRUCTURE: Final = 0.35  # see Foreground.changed_structure
SCORE: Final = 0.7  # a movement says less than a face; enough to be counted, see drivers.camera.tracker
JOINT: Final = np.ones((9, 3), np.uint8)  # closes the gap between coat and trousers, not between two people


def moving_people(seen: Foreground) -> Sequence[Detection]:
    """Nobody while the scene is being learned."""
    if seen.settling:
        return ()
    mask = cv2.morphologyEx(seen.mask, cv2.MORPH_CLOSE, JOINT)
    found: list[Detection] = []
    for each in regions(mask):
        x, y, w, h = each.x, each.y, each.w, each.h
        if h >= LEAST_HEIGHT * SIZE[1] and h >= UPRIGHT * w and _is_there(seen, x, y, w, h):
            found.extend(_each(mask, x, y, w, h))
    return found


def _is_there(seen: Foreground, x: int, y: int, w: int, h: int) -> bool:
    return seen.changed_structure(x, y, w, h) >= STRUCTURE


def _each(mask: MatLike, x: int, y: int, w: int, h: int) -> list[Detection]:
    """One box for each person that fits beside the others; each ends where its own feet are."""
    several = max(1, round(w / (SLIM * h))) if w > SLIM * h else 1
    boxes = []
    for n in range(several):
        left, right = x + n * w // several, x + (n + 1) * w // several
        rows = np.flatnonzero(mask[y : y + h, left:right].any(axis=1))
        if rows.size >= LEAST_HEIGHT * SIZE[1]:
            top, bottom = y + int(rows[0]), y + int(rows[-1]) + 1
            boxes.append(Detection(box=box_of(left, top, right - left, bottom - top, SIZE), score=SCORE))
    return boxes
