"""Who finds people in a picture, behind one interface: rules know boxes, not models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cv2.typing import MatLike

from drivers.camera.geometry import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """One person in one picture. ``score``: how sure the detector is, 0.0–1.0."""

    box: Box
    score: float


class PersonDetector(Protocol):
    """Belongs to one thread: OpenCV's networks answer wrongly, without an error, where threads share one."""

    def find(self, image: MatLike) -> Sequence[Detection]:
        """All people in a BGR picture of any size, in no order."""
