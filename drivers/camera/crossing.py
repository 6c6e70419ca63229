"""The rules on lines: ``line-crossing``, ``wrong-way``, ``tailgate``. Who walked over the line, and which way.

A line has a margin on both sides: feet that shiver on it cross nothing. Who comes from one side to the other beyond the
margin, between the line's ends, has crossed; who walks around an end has not. Coming back is another crossing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from drivers.camera.geometry import Point
from drivers.camera.plane import Line, along, distance_from, foot
from drivers.camera.rule import Armed, View, always
from drivers.camera.signals import CameraSignal, Direction, LineCrossed
from drivers.camera.tracker import FORGET_S, Track

MARGIN: Final = 0.02  # of the picture: the shiver of a standing person's box
ENDS: Final = 0.1  # of the line's length that counts beyond either end: a box's foot is not exactly the foot


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One person over the line."""

    track: Track
    direction: Direction


class LineWatch:
    """The sides on which people are. Pure: tracks and seconds in, crossings out."""

    def __init__(self, line: Line, margin: float = MARGIN) -> None:
        self._line, self._margin = line, margin
        self._last: dict[
            int, tuple[float, float, Point]
        ] = {}  # track: seconds, distance, foot; beyond the margin

    def forget(self) -> None:
        """Nobody's side is known any more."""
        self._last.clear()

    def step(self, people: Sequence[Track], t: float) -> list[Crossing]:
        """The people of one picture, each with a number of its own; who crossed since the last one."""
        self._last = {id_: last for id_, last in self._last.items() if t - last[0] <= FORGET_S + 1.0}
        crossed = []
        for track in people:
            point = foot(track.box)
            away = distance_from(self._line, point)
            before = self._last.get(track.id) or self._begun(track)
            if abs(away) < self._margin:
                if before is not None:  # on the line: still the side from which he came
                    self._last[track.id] = (t, before[1], before[2])
                continue
            self._last[track.id] = (t, away, point)
            if (
                before is not None
                and before[1] * away < 0
                and self._between(before[1], before[2], away, point)
            ):
                crossed.append(Crossing(track=track, direction=Direction.IN if away < 0 else Direction.OUT))
        return crossed

    def _begun(self, track: Track) -> tuple[float, float, Point] | None:
        """The side where a track that is new here began: a door lets people appear right before the line."""
        point = foot(track.first)
        away = distance_from(self._line, point)
        return None if abs(away) < self._margin else (track.since, away, point)

    def _between(self, was: float, start: Point, away: float, end: Point) -> bool:
        """Whether the way from ``start`` to ``end`` meets the line between its ends."""
        part = was / (was - away)
        met = (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
        return -ENDS <= along(self._line, met) <= 1.0 + ENDS


class LineRule:
    """One rule. ``only``: the direction that it tells, None for both; ``portal``: the door that the line stands for."""

    def __init__(
        self,
        camera: str,
        line: Line,
        *,
        name: str = "line-crossing",
        zone: str = "",
        portal: str = "",
        only: Direction | None = None,
        armed: Armed = always,
    ) -> None:
        self.name = name
        self._camera, self._zone, self._portal = camera, zone, portal
        self._only, self._armed = only, armed
        self._watch = LineWatch(line)

    def relearn(self) -> None:
        """The picture is another one: nobody's side is known."""
        self._watch.forget()

    def step(self, view: View) -> Sequence[CameraSignal]:
        """A picture came."""
        if not self._armed(view.frame.at):
            self._watch.forget()
            return ()
        crossed = self._watch.step(view.people(), view.frame.t)
        return [
            self._told(each, view) for each in crossed if self._only is None or each.direction is self._only
        ]

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        """No picture: nobody crosses."""
        return ()

    def _told(self, crossing: Crossing, view: View) -> LineCrossed:
        return LineCrossed(
            camera=self._camera,
            rule=self.name,
            zone=self._zone,
            portal=self._portal,
            direction=crossing.direction,
            track=crossing.track.id,
            score=round(crossing.track.score, 3),
            box=crossing.track.box,
            at=view.frame.at,
            still=view.frame.still(),
        )
