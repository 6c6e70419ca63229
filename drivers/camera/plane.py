"""Points, lines and areas in the plane of a picture. Plain numbers, no picture.

Coordinates are shares of width and height from left top, as in :mod:`drivers.camera.geometry`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from drivers.camera.geometry import Box, Point

Line = tuple[Point, Point]


def foot(box: Box) -> Point:
    """Where somebody stands: the middle of the box's lower edge."""
    return box.x + box.w / 2, box.y + box.h


def inside(area: Sequence[Point], point: Point) -> bool:
    """Whether the point lies in the polygon (even–odd rule; on its edge either answer is right)."""
    x, y = point
    within = False
    previous = area[-1]
    for corner in area:
        (x1, y1), (x2, y2) = previous, corner
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
        previous = corner
    return within


def distance_from(line: Line, point: Point) -> float:
    """How far the point is from the line drawn on for ever: above zero to the left hand of who looks from its first
    point to its second, below zero to the right. (y grows downwards, so left is up where the line runs right.)"""
    (x1, y1), (x2, y2) = line
    x, y = point
    turned = (x2 - x1) * (y1 - y) - (y1 - y2) * (x - x1)
    return turned / hypot(x2 - x1, y2 - y1)


def along(line: Line, point: Point) -> float:
    """Where the point is beside the line: 0.0 at its first point, 1.0 at its second."""
    (x1, y1), (x2, y2) = line
    x, y = point
    dx, dy = x2 - x1, y2 - y1
    return ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)


def shared(a: Box, b: Box) -> float:
    """Intersection by union of two boxes, 0.0–1.0."""
    wide = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    high = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return both / (a.w * a.h + b.w * b.h - both)
