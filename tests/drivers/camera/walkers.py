"""Made-up people: boxes that walk, as a detector would tell them."""

from __future__ import annotations

from drivers.camera.geometry import Box
from drivers.camera.people import Detection
from drivers.camera.tracker import Track

WIDE, HIGH = 0.06, 0.3


def standing(x: float, y: float, score: float = 0.9) -> Detection:
    """Somebody whose feet are at x, y."""
    return Detection(box=Box(x=x - WIDE / 2, y=y - HIGH, w=WIDE, h=HIGH), score=score)


def track(id_: int, x: float, y: float, t: float = 0.0, *, hits: int = 5, mean: float = 0.9) -> Track:
    """A confirmed track with its feet at x, y."""
    box = standing(x, y).box
    return Track(id=id_, box=box, score=mean, mean=mean, since=0.0, seen=t, first=box, hits=hits)
