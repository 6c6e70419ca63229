"""Who finds people in a picture, behind one interface: rules know boxes, not models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from cv2.typing import MatLike

from drivers.camera.geometry import Box

ALL: Final = Box(x=0.0, y=0.0, w=1.0, h=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """One person in one picture. ``score``: how sure the detector is, 0.0–1.0."""

    box: Box
    score: float


class PersonDetector(Protocol):
    """Belongs to one thread: OpenCV's networks answer wrongly, without an error, where threads share one."""

    @property
    def wide(self) -> int:
        """Pixels of width beyond which a picture shows it nothing more."""

    def find(self, image: MatLike, where: Box = ALL) -> Sequence[Detection]:
        """The people in a BGR picture of any size, in no order; boxes are shares of the whole picture.

        ``where``: who is outside of it may be left out, so that less need be looked at.
        """
