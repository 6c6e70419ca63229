"""A person who walks through the picture: a few filled shapes that look like a body from across a room.

Two ways: across the room, and through the door in its back wall. Who comes nearer grows, as before a real lens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
from cv2.typing import MatLike

from simulators.camera.office import SIZE

CROSSING_S: Final = 4.0
HEIGHT: Final = 150  # pixels from sole to crown
MARGIN: Final = 40  # pixels beyond the edge where a walk begins and ends
STRIDES: Final = 1.8  # steps a second
PASSING_S: Final = 4.0
BEHIND_Y: Final = 190  # where the feet of somebody are who stands behind the door in the back wall
NEAREST_Y: Final = 352
END_X: Final = 230
TURN: Final = 0.1  # of the way: just short of the threshold
Colour = tuple[int, int, int]
_SKIN: Final[Colour] = (150, 178, 220)
_SHOES: Final[Colour] = (30, 30, 34)
COATS: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((140, 60, 40), (60, 50, 46)),
    ((46, 50, 150), (44, 40, 40)),
    ((60, 110, 50), (90, 84, 78)),
    ((40, 40, 44), (120, 96, 60)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One crossing that began at ``since`` seconds; ``right``: from left to right; ``sole``: y of the feet."""

    since: float
    right: bool
    sole: int
    coat: int

    def over(self, t: float) -> bool:
        """Whether the person has left the picture."""
        return t - self.since >= CROSSING_S

    def draw(self, image: MatLike, t: float) -> None:
        """Draw the person as at ``t`` into the picture."""
        done = min(1.0, max(0.0, (t - self.since) / CROSSING_S))
        way = SIZE[0] + 2 * MARGIN
        x = round(-MARGIN + way * done) if self.right else round(SIZE[0] + MARGIN - way * done)
        _body(image, (x, self.sole), 1.0, _swing(t - self.since), COATS[self.coat % len(COATS)])


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorWalk:
    """Somebody through the door in the back wall from ``since`` on, ``inward`` towards the camera or out again.

    ``turns``: comes to the threshold and goes back: nobody has passed.
    """

    since: float
    door_x: int
    inward: bool
    coat: int
    turns: bool = False

    def over(self, t: float) -> bool:
        """Whether the person has left the picture."""
        return t - self.since >= PASSING_S

    def draw(self, image: MatLike, t: float) -> None:
        """Draw the person as at ``t`` into the picture; nothing before ``since``."""
        if t < self.since:
            return
        done = min(1.0, (t - self.since) / PASSING_S)
        near = done if self.inward else 1.0 - done
        if self.turns:
            near = TURN * (1.0 - abs(2.0 * done - 1.0))
        sole = BEHIND_Y + (NEAREST_Y - BEHIND_Y) * near
        x = self.door_x + (END_X - self.door_x) * near
        scale = 0.5 + 0.75 * near
        _body(image, (round(x), round(sole)), scale, _swing(t - self.since), COATS[self.coat % len(COATS)])


def _swing(passed: float) -> float:
    return math.sin(passed * STRIDES * math.pi)


def _body(
    image: MatLike, foot: tuple[int, int], scale: float, swing: float, colours: tuple[Colour, Colour]
) -> None:
    """``foot``: the point between the soles; ``scale`` 1.0 is :data:`HEIGHT` pixels."""
    (x, sole), (coat, trousers) = foot, colours

    def size(pixels: float) -> int:
        return max(1, round(pixels * scale))

    hip, shoulder = sole - size(HEIGHT * 0.48), sole - size(HEIGHT * 0.82)
    crown, reach = sole - size(HEIGHT), round(swing * 20 * scale)
    cv2.ellipse(image, (x, sole), (size(26), size(5)), 0, 0, 360, (88, 96, 108), -1)  # the shadow at the feet
    for side in (reach, -reach):
        cv2.line(image, (x, hip), (x + side, sole - size(4)), trousers, size(13))
        at = sole - size(2)
        cv2.line(image, (x + side - size(3), at), (x + side + size(7), at), _SHOES, size(6))
    cv2.line(image, (x, shoulder + size(8)), (x - reach, hip), coat, size(9))
    trunk = (size(19), (hip - shoulder) // 2 + size(6))
    cv2.ellipse(image, (x, (hip + shoulder) // 2), trunk, 0, 0, 360, coat, -1)
    cv2.line(image, (x, shoulder + size(8)), (x + reach, hip), _darker(coat), size(9))
    cv2.ellipse(image, (x, crown + size(14)), (size(11), size(14)), 0, 0, 360, _SKIN, -1)
    cv2.ellipse(image, (x, crown + size(9)), (size(12), size(10)), 0, 180, 360, _SHOES, -1)


def _darker(colour: Colour) -> Colour:
    return colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4
