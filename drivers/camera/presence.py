"""Rules about people in an area: ``person`` (anybody), ``loitering`` (one stays), ``crowding`` (too many).

Promises :class:`PeopleStarted` in the picture that completes the hold time and :class:`PeopleEnded` once it has not
been true for the quiet time. They differ in one question alone: who in this picture makes the rule true.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from drivers.camera.geometry import WHOLE, Polygon
from drivers.camera.picture import Frame
from drivers.camera.plane import foot, inside
from drivers.camera.rule import Armed, View, always
from drivers.camera.signals import CameraSignal, PeopleEnded, PeopleStarted
from drivers.camera.tracker import Track

HOLD: Final = timedelta(0)  # a track counts from its second picture on, which is enough
CROWD_HOLD: Final = timedelta(seconds=3)
QUIET: Final = timedelta(seconds=1.5)
LINGERS: Final = 2.0  # seconds unseen that somebody's stay in an area bears
FASTENED: Final = 64  # people whose stay is remembered; the longest unseen are forgotten first

Judge = Callable[[Sequence[Track], float], Sequence[Track]]
"""(people in the area, seconds) → those that make the rule true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spell:
    """A time in which the rule is true, told or not yet."""

    since: Frame
    last: Frame
    count: int
    score: float
    told: bool = False


class PeopleRule:
    """One rule. ``zone``: the site's zone that it watches; ``area``: where feet must stand."""

    def __init__(
        self,
        camera: str,
        *,
        name: str = "person",
        zone: str = "",
        armed: Armed = always,
        area: Polygon = WHOLE,
        hold: timedelta = HOLD,
        quiet: timedelta = QUIET,
        judge: Judge | None = None,
    ) -> None:
        self.name = name
        self._camera, self._zone, self._armed, self._area = camera, zone, armed, area
        self._hold, self._quiet = hold.total_seconds(), quiet.total_seconds()
        self._judge = judge or anybody
        self._spell: _Spell | None = None

    @property
    def active(self) -> bool:
        """Whether a start was told that has not ended."""
        return self._spell is not None and self._spell.told

    def relearn(self) -> None:
        """Nothing was learned; a spell that was only beginning is forgotten."""
        if self._spell is not None and not self._spell.told:
            self._spell = None

    def step(self, view: View) -> Sequence[CameraSignal]:
        """A picture came."""
        frame = view.frame
        if not self._armed(frame.at):
            return self._ended(frame.at)
        true = self._judge(self._there(view), frame.t)
        if not true:
            return self.absent(frame.at, frame.t)
        best = max(true, key=lambda track: track.score)
        spell = self._spell or _Spell(since=frame, last=frame, count=0, score=0.0)
        spell = replace(
            spell, last=frame, count=max(spell.count, len(true)), score=max(spell.score, best.score)
        )
        self._spell = spell
        if spell.told or frame.t - spell.since.t < self._hold:
            return ()
        self._spell = replace(spell, told=True)
        return [self._started(spell, best, view)]

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        """Nobody, or no picture."""
        if self._spell is None or t - self._spell.last.t < self._quiet:
            return ()
        return self._ended(at)

    def _there(self, view: View) -> list[Track]:
        sure = [track for track in view.people() if track.sure]
        return [track for track in sure if self._area == WHOLE or inside(self._area, foot(track.box))]

    def _started(self, spell: _Spell, best: Track, view: View) -> PeopleStarted:
        return PeopleStarted(
            camera=self._camera,
            rule=self.name,
            zone=self._zone,
            count=spell.count,
            score=round(best.score, 3),
            box=best.box,
            since=spell.since.at,
            at=view.frame.at,
            still=view.frame.still(),
        )

    def _ended(self, at: datetime) -> Sequence[CameraSignal]:
        spell, self._spell = self._spell, None
        if spell is None or not spell.told:
            return ()
        return [
            PeopleEnded(
                camera=self._camera,
                rule=self.name,
                zone=self._zone,
                count=spell.count,
                score=round(spell.score, 3),
                last=spell.last.at,
                at=at,
            )
        ]


def anybody(there: Sequence[Track], t: float) -> Sequence[Track]:
    """Everybody in the area makes the rule true."""
    return there


def more_than(count: int) -> Judge:
    """All of them, once they are more than ``count``."""
    return lambda there, _t: there if len(there) > count else ()


class Stay:
    """Those who have stayed in the area for ``after`` without leaving it; a short loss of sight is no leaving."""

    def __init__(self, after: timedelta) -> None:
        self._after = after.total_seconds()
        self._stays: dict[int, tuple[float, float]] = {}  # track: seconds of arrival, of last sight

    def __call__(self, there: Sequence[Track], t: float) -> Sequence[Track]:
        self._stays = {id_: stay for id_, stay in self._stays.items() if t - stay[1] <= LINGERS}
        for track in there:
            came, _ = self._stays.get(track.id, (t, t))
            self._stays[track.id] = (came, t)
        while len(self._stays) > FASTENED:
            del self._stays[min(self._stays, key=lambda id_: self._stays[id_][1])]
        return [track for track in there if t - self._stays[track.id][0] >= self._after]
