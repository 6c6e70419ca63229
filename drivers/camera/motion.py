"""The rules ``motion`` and ``intrusion``: something moves in an area while the rule is armed.

Promises :class:`MotionStarted` in the picture that completes the hold time, and :class:`MotionEnded` once
nothing has moved for the quiet time. What only changes in light, and what stands still, is no motion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from drivers.camera.background import Foreground
from drivers.camera.geometry import WHOLE, Box, Polygon, area_mask, box_of
from drivers.camera.picture import SIZE
from drivers.camera.regions import regions
from drivers.camera.rule import Armed, View, always
from drivers.camera.signals import CameraSignal, MotionEnded, MotionStarted

HOLD: Final = timedelta(milliseconds=350)  # two pictures at five a second, three at ten
QUIET: Final = timedelta(seconds=3)
MIN_AREA: Final = 0.005  # of the picture: a person of a sixth of its height
MOVING: Final = 0.05  # share of a blob's pixels that differ from the last picture
STRUCTURE: Final = 0.4  # see Foreground.changed_structure
GAP: Final = 0.3  # seconds without a blob that the hold time bears without starting anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Something that moves: its share of the whole picture and where it is."""

    share: float
    box: Box


def largest_mover(seen: Foreground, area: MatLike | None, min_area: float) -> Blob | None:
    """The largest thing that moves in the area (mask at ``picture.SIZE``, None: everywhere), or None."""
    mask = seen.mask if area is None else cv2.bitwise_and(seen.mask, area)
    for each in regions(mask):
        if each.size < min_area * mask.size:
            return None
        moving = np.count_nonzero(seen.moved[each.cut][each.pixels])
        if (
            moving >= MOVING * each.size
            and seen.changed_structure(each.x, each.y, each.w, each.h) >= STRUCTURE
        ):
            box = box_of(each.x, each.y, each.w, each.h, SIZE)
            return Blob(share=round(each.size / mask.size, 4), box=box)
    return None


class MotionRule:
    """One motion rule. ``name`` is ``motion`` or ``intrusion``, ``zone`` the site's zone that it guards."""

    def __init__(
        self,
        camera: str,
        *,
        name: str = "motion",
        zone: str = "",
        armed: Armed = always,
        area: Polygon = WHOLE,
        hold: timedelta = HOLD,
        quiet: timedelta = QUIET,
        min_area: float = MIN_AREA,
    ) -> None:
        self.name = name
        self._camera, self._zone, self._armed = camera, zone, armed
        self._area = None if area == WHOLE else area_mask([area], SIZE)
        self._hold, self._quiet = hold.total_seconds(), quiet.total_seconds()
        self._min_area = min_area
        self._since: float | None = None
        self._last = 0.0
        self._best: Blob | None = None  # of the event that is on: the largest share, the last box

    @property
    def active(self) -> bool:
        """Whether a motion was told that has not ended."""
        return self._best is not None

    def relearn(self) -> None:
        """The background is learned elsewhere; a movement that was only beginning is forgotten."""
        self._since = None

    def step(self, view: View) -> Sequence[CameraSignal]:
        """A picture came."""
        at, t = view.frame.at, view.frame.t
        seen = view.foreground()  # disarmed too: the scene must be known when the rule is armed
        if not self._armed(at):
            self._since = None
            return self._ended(at)
        blob = None if seen.settling else largest_mover(seen, self._area, self._min_area)
        if blob is None:
            return self._still(at, t)
        self._last = t
        if self._best is not None:
            self._best = Blob(share=max(self._best.share, blob.share), box=blob.box)
            return ()
        if self._since is None:
            self._since = t
        return self._started(view, blob) if t - self._since >= self._hold else ()

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        """No picture: nothing can be seen to move, so an event ends after the quiet time as always."""
        return self._still(at, t)

    def _still(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        if self._since is not None and t - self._last > GAP:
            self._since = None
        return self._ended(at) if t - self._last >= self._quiet else ()

    def _started(self, view: View, blob: Blob) -> Sequence[CameraSignal]:
        self._since, self._best = None, blob
        return [
            MotionStarted(
                camera=self._camera,
                rule=self.name,
                zone=self._zone,
                score=blob.share,
                box=blob.box,
                at=view.frame.at,
                still=view.frame.still(),
            )
        ]

    def _ended(self, at: datetime) -> Sequence[CameraSignal]:
        best, self._best = self._best, None
        if best is None:
            return ()
        return [
            MotionEnded(
                camera=self._camera, rule=self.name, zone=self._zone, score=best.share, box=best.box, at=at
            )
        ]
