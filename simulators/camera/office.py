"""The empty office that a simulated camera looks at: drawn once, with texture as real walls and floors have it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

SIZE: Final = (640, 360)
FLOOR_Y: Final = 215  # where the back wall meets the floor

_WALL: Final = (188, 196, 200)
_FLOOR: Final = (120, 132, 146)
_WOOD: Final = (72, 104, 150)
_DARK: Final = (58, 60, 66)
_GLASS: Final = (214, 200, 176)


def door_of(seed: int) -> int:
    """The middle of the office's door, in pixels from the left."""
    return int(np.random.default_rng(seed).integers(440, 530)) + 37


def draw_office(seed: int) -> MatLike:
    """A 640 × 360 BGR picture; another ``seed`` gives other furniture in another place."""
    dice = np.random.default_rng(seed)
    image: MatLike = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
    image[:FLOOR_Y] = _WALL
    image[FLOOR_Y:] = _FLOOR
    _tiles(image)
    _door(image, int(dice.integers(440, 530)))
    _window(image, int(dice.integers(180, 240)))
    _shelf(image, int(dice.integers(20, 60)), dice)
    _desks(image, dice)
    return _textured(image, dice)


def _tiles(image: MatLike) -> None:
    for x in range(-640, 1281, 80):
        cv2.line(image, (320 + (x - 320) // 3, FLOOR_Y), (x, SIZE[1]), (98, 108, 122), 1, cv2.LINE_AA)
    for y in (230, 252, 284, 326):
        cv2.line(image, (0, y), (SIZE[0], y), (98, 108, 122), 1)
    cv2.line(image, (0, FLOOR_Y), (SIZE[0], FLOOR_Y), _DARK, 2)


def _door(image: MatLike, x: int) -> None:
    cv2.rectangle(image, (x, 70), (x + 74, FLOOR_Y), _WOOD, -1)
    cv2.rectangle(image, (x, 70), (x + 74, FLOOR_Y), _DARK, 2)
    cv2.rectangle(image, (x + 12, 84), (x + 62, 134), _GLASS, -1)
    cv2.circle(image, (x + 64, 150), 4, _DARK, -1)
    cv2.rectangle(image, (x + 84, 138), (x + 96, 158), _DARK, -1)  # the badge reader


def _window(image: MatLike, x: int) -> None:
    cv2.rectangle(image, (x, 50), (x + 170, 140), _GLASS, -1)
    for at in range(58, 140, 9):
        cv2.line(image, (x, at), (x + 170, at), (186, 174, 152), 1)
    cv2.rectangle(image, (x, 50), (x + 170, 140), (232, 234, 236), 4)
    cv2.line(image, (x + 85, 50), (x + 85, 140), (232, 234, 236), 4)


def _shelf(image: MatLike, x: int, dice: np.random.Generator) -> None:
    cv2.rectangle(image, (x, 60), (x + 110, FLOOR_Y + 8), _WOOD, -1)
    for row in range(4):
        y, at = 68 + row * 37, x + 6
        cv2.rectangle(image, (x + 5, y), (x + 105, y + 31), _DARK, -1)
        while at < x + 96:
            width = int(dice.integers(5, 11))
            colour = tuple(int(each) for each in dice.integers(60, 220, 3))
            cv2.rectangle(image, (at, y + int(dice.integers(2, 10))), (at + width - 1, y + 31), colour, -1)
            at += width


def _desks(image: MatLike, dice: np.random.Generator) -> None:
    for left in (int(dice.integers(160, 200)), int(dice.integers(330, 360))):
        cv2.rectangle(image, (left, 196), (left + 110, 206), (60, 84, 118), -1)
        cv2.rectangle(image, (left + 4, 206), (left + 10, 246), _DARK, -1)
        cv2.rectangle(image, (left + 100, 206), (left + 106, 246), _DARK, -1)
        cv2.rectangle(image, (left + 32, 158), (left + 80, 190), _DARK, -1)
        cv2.rectangle(image, (left + 36, 162), (left + 76, 186), (150, 118, 70), -1)
        cv2.rectangle(image, (left + 53, 190), (left + 59, 196), _DARK, -1)


def _textured(image: MatLike, dice: np.random.Generator) -> MatLike:
    coarse = dice.normal(0.0, 5.0, (SIZE[1] // 6, SIZE[0] // 6)).astype(np.float32)
    grain = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC)
    textured: MatLike = np.clip(image.astype(np.float32) + grain[:, :, None], 0, 255).astype(np.uint8)
    return textured
