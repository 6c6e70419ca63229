"""People by YOLOX (Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430), trained on COCO.

Input: BGR, float32 0–255, 416 × 416, the picture scaled into the left top corner, the rest 114; not divided. Output:
one row for each cell of the grids of stride 8, 16 and 32, in this order, each row by row::

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
from drivers.camera.network import ModelError, Network, Numbers, load_network
from drivers.camera.people import Detection

SIDE: Final = 416
STRIDES: Final = (8, 16, 32)
ROWS: Final = sum((SIDE // stride) ** 2 for stride in STRIDES)
PAD: Final = 114
PERSON: Final = 5  # column of the class in a row
LEAST: Final = 0.1  # scores below are noise; the tracker decides what to do with weak ones above
OVERLAP: Final = 0.5  # intersection by union from which two boxes are one person
EXP_MOST: Final = 6.0  # exp(6) × 32 is far larger than any picture: a spoilt model must not overflow


class YoloxDetector:
    """One camera's detector. Raises :class:`drivers.camera.network.ModelError` for a model of another shape."""

    def __init__(self, network: Network) -> None:
        self._network = network
        blank = np.full((SIDE, SIDE, 3), PAD, np.uint8)
        try:
            shape = network.run(_blob(blank)).shape
        except cv2.error as error:
            raise ModelError(f"expected a YOLOX model of {SIDE} × {SIDE}: {error.err or error}") from None
        if len(shape) != 3 or shape[:2] != (1, ROWS) or shape[2] <= PERSON:
            raise ModelError(
                f"expected a YOLOX model of {SIDE} × {SIDE} with output 1 × {ROWS} × 85, came {shape}"
            )

    def find(self, image: MatLike) -> Sequence[Detection]:
        """All people, best first."""
        height, width = image.shape[:2]
        inside, ratio = letterbox(image)
        return decode(self._network.run(_blob(inside))[0], ratio, (width, height))


def load_yolox(path: Path) -> YoloxDetector:
    """A detector of its own from a model file. Raises :class:`ModelError`."""
    return YoloxDetector(load_network(path))


def letterbox(image: MatLike) -> tuple[MatLike, float]:
    """The picture scaled into a square's left top corner, and the scale."""
    height, width = image.shape[:2]
    ratio = min(SIDE / width, SIDE / height)
    square: MatLike = np.full((SIDE, SIDE, 3), PAD, np.uint8)
    size = (max(1, int(width * ratio)), max(1, int(height * ratio)))
    square[: size[1], : size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    return square, ratio


def decode(rows: Numbers, ratio: float, size: tuple[int, int], least: float = LEAST) -> list[Detection]:
    """The people in an output (``ROWS`` × 6 or more), best first. ``size``: of the picture, width and height."""
    scores = rows[:, 4] * rows[:, PERSON]
    kept = np.flatnonzero(scores >= least)
    if not kept.size:
        return []
    columns, steps = _grid()
    centre = (rows[kept, 0:2] + columns[kept]) * steps[kept]
    extent = np.exp(np.minimum(rows[kept, 2:4], EXP_MOST)) * steps[kept]
    corners = np.concatenate([centre - extent / 2, centre + extent / 2], axis=1) / ratio
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
def _grid() -> tuple[Numbers, Numbers]:
    """Column and row of each output row, and its stride."""
    places, strides = [], []
    for stride in STRIDES:
        count = SIDE // stride
        y, x = np.mgrid[0:count, 0:count]
        places.append(np.stack([x.ravel(), y.ravel()], axis=1))
        strides.append(np.full((count * count, 1), stride))
    return np.concatenate(places).astype(np.float32), np.concatenate(strides).astype(np.float32)


def _blob(square: MatLike) -> Numbers:
    return np.ascontiguousarray(square.transpose(2, 0, 1)[None], np.float32)


def _box(corners: NDArray[np.floating], size: tuple[int, int]) -> Box:
    left, top, right, bottom = (float(value) for value in corners)
    width, height = size
    return Box(x=left / width, y=top / height, w=(right - left) / width, h=(bottom - top) / height)
