"""A person who walks through the picture: a few filled shapes that look like a body from across a room."""

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
        swing = math.sin((t - self.since) * STRIDES * math.pi)
        _body(image, x, self.sole, swing, COATS[self.coat % len(COATS)])


def _body(image: MatLike, x: int, sole: int, swing: float, colours: tuple[Colour, Colour]) -> None:
    coat, trousers = colours
    hip, shoulder, crown = sole - HEIGHT * 48 // 100, sole - HEIGHT * 82 // 100, sole - HEIGHT
    reach = round(swing * 20)
    cv2.ellipse(image, (x, sole), (26, 5), 0, 0, 360, (88, 96, 108), -1)  # the shadow at the feet
    for side in (reach, -reach):
        cv2.line(image, (x, hip), (x + side, sole - 4), trousers, 13)
        cv2.line(image, (x + side - 3, sole - 2), (x + side + 7, sole - 2), _SHOES, 6)
    cv2.line(image, (x, shoulder + 8), (x - reach, hip), coat, 9)
    cv2.ellipse(image, (x, (hip + shoulder) // 2), (19, (hip - shoulder) // 2 + 6), 0, 0, 360, coat, -1)
    cv2.line(image, (x, shoulder + 8), (x + reach, hip), _darker(coat), 9)
    cv2.ellipse(image, (x, crown + 14), (11, 14), 0, 0, 360, _SKIN, -1)
    cv2.ellipse(image, (x, crown + 9), (12, 10), 0, 180, 360, _SHOES, -1)


def _darker(colour: Colour) -> Colour:
    return colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4
