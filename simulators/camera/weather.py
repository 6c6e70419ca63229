"""What is no tampering and nobody: dusk, rain before the lens, headlights over a wall. Drawn into pictures in place."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

DUSK_S: Final = 10.0
NIGHT: Final = 0.3  # of full light by night
SWEEP_S: Final = 3.0
STREAKS: Final = 60


def light_at(passed: float, *, dark: bool) -> float:
    """Share of full light ``passed`` seconds after it began to get dark, or light again."""
    done = min(1.0, max(0.0, passed / DUSK_S))
    return 1.0 - (1.0 - NIGHT) * (done if dark else 1.0 - done)


def draw_rain(image: MatLike, turn: int) -> None:
    """Streaks, others at each ``turn``."""
    height, width = image.shape[:2]
    dice = np.random.default_rng(1000 + turn)
    for x, y in dice.integers(0, (width, height), (STREAKS, 2)):
        length = int(dice.integers(8, 18))
        cv2.line(image, (int(x), int(y)), (int(x) - 2, int(y) + length), (205, 205, 205), 1)


def draw_headlights(image: MatLike, done: float) -> None:
    """A bright patch that goes from left to right as ``done`` goes from 0.0 to 1.0."""
    height, width = image.shape[:2]
    patch = _patch(height, width)
    shift = round(width * (1.6 * done - 0.8))
    moved = cv2.warpAffine(patch, np.array([[1.0, 0.0, shift], [0.0, 1.0, 0.0]]), (width, height))
    image[:] = cv2.add(image, cv2.merge([moved, moved, moved]))


@lru_cache(maxsize=2)
def _patch(height: int, width: int) -> MatLike:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    far = ((x - width / 2) / (width * 0.18)) ** 2 + ((y - height * 0.4) / (height * 0.3)) ** 2
    patch: MatLike = (90.0 * np.exp(-far)).astype(np.uint8)
    return patch
