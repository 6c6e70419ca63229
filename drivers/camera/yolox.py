"""People by YOLOX (Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430), trained on COCO.

Input: BGR, float32 0–255, 416 × 416, the picture scaled into the left top corner, the rest 114; not divided. All of
it is convolution, so any multiple of 32 pixels does as well where the engine takes one. Output: one row for each cell
of the grids of stride 8, 16 and 32, in this order, each row by row::

    x  y  w  h  objectness  class 0 (person)  class 1 …      centre = (x + column, y + row) × stride
                                                             size   = exp(w, h) × stride

A box's score is objectness × class. Of boxes that overlap the best one stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from drivers.camera.geometry import Box
from drivers.camera.letterbox import SIDE, STRIDE, Cut, cut_out, letterbox
from drivers.camera.network import ModelError, Network, Numbers, load_network
from drivers.camera.people import ALL, Detection

STRIDES: Final = (8, 16, STRIDE)
ROWS: Final = sum((SIDE // stride) ** 2 for stride in STRIDES)
PERSON: Final = 5  # column of the class in a row
LEAST: Final = 0.1  # scores below are noise; the tracker decides what to do with weak ones above
OVERLAP: Final = 0.5  # intersection by union from which two boxes are one person
EXP_MOST: Final = 6.0  # exp(6) × 32 is far larger than any picture: a spoilt model must not overflow


class YoloxDetector:
    """One camera's detector. Raises :class:`drivers.camera.network.ModelError` for a model of another shape."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.wide = SIDE
        try:
            shape = _shape(network, SIDE, SIDE)
        except cv2.error as error:
            raise ModelError(f"expected a YOLOX model of {SIDE} × {SIDE}: {error.err or error}") from None
        if len(shape) != 3 or shape[:2] != (1, ROWS) or shape[2] <= PERSON:
            raise ModelError(
                f"expected a YOLOX model of {SIDE} × {SIDE} with output 1 × {ROWS} × 85, came {shape}"
            )
        self._any_size = network.any_size and _is_any_size(network)

    def find(self, image: MatLike, where: Box = ALL) -> Sequence[Detection]:
        """The people, best first; a network of one size looks at the whole picture all the same."""
        height, width = image.shape[:2]
        cut = cut_out(image, where) if self._any_size else letterbox(image)
        return decode(self._network.run(_blob(cut.image))[0], cut, (width, height))


def load_yolox(path: Path) -> YoloxDetector:
    """A detector of its own from a model file. Raises :class:`ModelError`."""
    return YoloxDetector(load_network(path))


def _shape(network: Network, height: int, width: int) -> tuple[int, ...]:
    return network.run(_blob(np.zeros((height, width, 3), np.uint8))).shape


def _is_any_size(network: Network) -> bool:
    """Whether another input gives the rows of its own grids: an export may have the square's written into it."""
    height, width = 2 * STRIDE, 3 * STRIDE
    try:
        return _shape(network, height, width)[1] == len(_grid(height, width)[1])
    except cv2.error:
        return False


def decode(rows: Numbers, cut: Cut, size: tuple[int, int], least: float = LEAST) -> list[Detection]:
    """The people in a cut's output, best first. ``size``: of the whole picture, width and height."""
    scores = rows[:, 4] * rows[:, PERSON]
    kept = np.flatnonzero(scores >= least)
    if not kept.size:
        return []
    columns, steps = _grid(*cut.image.shape[:2])
    centre = (rows[kept, 0:2] + columns[kept]) * steps[kept]
    extent = np.exp(np.minimum(rows[kept, 2:4], EXP_MOST)) * steps[kept]
    centre += (cut.left, cut.top)
    corners = np.concatenate([centre - extent / 2, centre + extent / 2], axis=1) / cut.ratio
    corners = np.clip(corners, 0.0, [*size, *size])
    best = without_overlaps(corners, scores[kept])
    return [Detection(box=_box(corners[each], size), score=float(scores[kept][each])) for each in best]


def without_overlaps(corners: NDArray[np.floating], scores: Numbers, overlap: float = OVERLAP) -> list[int]:
    """Indices of the boxes (left, top, right, bottom) that stay, best first: greedy non-maximum suppression."""
    order, kept = list(np.argsort(-scores, kind="stable")), []
    while order:
        best = order.pop(0)
        kept.append(int(best))
        order = [each for each in order if _shared(corners[best], corners[each]) < overlap]
    return kept


def _shared(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Intersection by union; 0.0 for boxes without area."""
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return float(both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both))


@cache
def _grid(height: int, width: int) -> tuple[Numbers, Numbers]:
    """Column and row of each output row, and its stride. There are (416 / 32)² sizes at most."""
    places, strides = [], []
    for stride in STRIDES:
        y, x = np.mgrid[0 : height // stride, 0 : width // stride]
        places.append(np.stack([x.ravel(), y.ravel()], axis=1))
        strides.append(np.full((x.size, 1), stride))
    return np.concatenate(places).astype(np.float32), np.concatenate(strides).astype(np.float32)


def _blob(image: MatLike) -> Numbers:
    return np.asarray(cv2.dnn.blobFromImage(image), np.float32)


def _box(corners: NDArray[np.floating], size: tuple[int, int]) -> Box:
    left, top, right, bottom = (float(value) for value in corners)
    width, height = size
    return Box(x=left / width, y=top / height, w=(right - left) / width, h=(bottom - top) / height)
