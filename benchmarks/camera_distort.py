"""What is done to pictures of real footage: tampering of each kind, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

Distort = Callable[[MatLike, float], MatLike]
"""(picture, seconds since it began) → picture."""


def covered(image: MatLike, t: float) -> MatLike:
    """A hand: near, dark, with a little structure of its own."""
    hand = cv2.GaussianBlur(cv2.resize(image[::-1], None, fx=0.02, fy=0.02), (0, 0), 1.0)
    grown = cv2.resize(hand, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_CUBIC)
    return _noisy(cv2.convertScaleAbs(grown, alpha=0.08, beta=14.0), t)


def blinded(image: MatLike, t: float) -> MatLike:
    """A torch into the lens."""
    return _noisy(cv2.convertScaleAbs(image, alpha=0.25, beta=220.0), t)


def moved(image: MatLike, t: float) -> MatLike:
    """Turned by a third of the picture, and tilted."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 12.0, 1.15)
    turn[:, 2] += (width / 3, height / 8)
    return cv2.warpAffine(image, turn, (width, height), borderMode=cv2.BORDER_REFLECT)


def defocused(image: MatLike, t: float) -> MatLike:
    """The lens turned out of focus."""
    return _noisy(cv2.GaussianBlur(image, (0, 0), image.shape[1] / 50.0), t)


def switched(image: MatLike, t: float) -> MatLike:
    """The light goes off and on again every four seconds."""
    return cv2.convertScaleAbs(image, alpha=0.45 if int(t / 4) % 2 == 0 else 1.0)


def dusk(image: MatLike, t: float) -> MatLike:
    """Darker and back, over twenty seconds."""
    return cv2.convertScaleAbs(image, alpha=1.0 - 0.65 * min(1.0, abs((t % 20.0) / 10.0 - 1.0)))


def rain(image: MatLike, t: float) -> MatLike:
    """Streaks before the lens."""
    wet, dice = image.copy(), np.random.default_rng(int(t * 1000))
    height, width = image.shape[:2]
    for x, y in dice.integers(0, (width, height), (80, 2)):
        cv2.line(wet, (int(x), int(y)), (int(x) - 2, int(y) + height // 25), (200, 200, 200), 1)
    return wet


def headlights(image: MatLike, t: float) -> MatLike:
    """A bright patch sweeps over the scene every five seconds."""
    height, width = image.shape[:2]
    patch: MatLike = np.zeros((height, width), np.uint8)
    centre = (int(width * ((t % 5.0) / 3.0 - 0.2)), height // 2)
    cv2.ellipse(patch, centre, (width // 8, height // 4), 0, 0, 360, (110,), -1)
    soft = cv2.GaussianBlur(patch, (0, 0), width / 40.0)
    return cv2.add(image, cv2.merge([soft, soft, soft]))


def _noisy(image: MatLike, t: float) -> MatLike:
    noise = np.random.default_rng(int(t * 1000)).normal(0.0, 2.0, image.shape[:2])[:, :, None]
    noisy: MatLike = np.clip(image + noise, 0, 255).astype(np.uint8)
    return noisy


TAMPERINGS: Final[dict[str, Distort]] = {
    "covered": covered,
    "blinded": blinded,
    "moved": moved,
    "defocused": defocused,
}
HARMLESS: Final[dict[str, Distort]] = {
    "light": switched,
    "dusk": dusk,
    "rain": rain,
    "headlights": headlights,
}
