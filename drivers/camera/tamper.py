"""The tamper rule: a camera that no longer sees what it is to see.

Promises one :class:`TamperSeen` for each tampering once it has lasted for the hold time, with the kind
that most of that time's pictures showed, and one :class:`TamperCleared` once the scene has been back for the
clear time.
A person who passes close to the lens hides the scene for less than the hold time and trips nothing.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Final

from drivers.camera.judge import Judge
from drivers.camera.picture import Frame
from drivers.camera.rule import Armed, View, always
from drivers.camera.signals import CameraNotice, CameraSignal, TamperCleared, TamperKind, TamperSeen
from drivers.camera.verdict import Verdict

HOLD: Final = timedelta(seconds=3)
CLEAR: Final = timedelta(seconds=3)
LEARN: Final = timedelta(seconds=5)
LOST_AFTER: Final = 5.0  # seconds without a picture after there were some
LOOK_S: Final = 0.3  # while all is ordinary, every second picture of five a second is enough; see _at_rest
GAP: Final = 0.6  # seconds of ordinary pictures that the hold time bears without starting anew


class TamperRule:
    """One camera's tamper rule. ``hold``, ``clear`` and ``learn`` count in pictures' time, not a clock's."""

    name = "tamper"

    def __init__(
        self,
        camera: str,
        *,
        armed: Armed = always,
        hold: timedelta = HOLD,
        clear: timedelta = CLEAR,
        learn: timedelta = LEARN,
    ) -> None:
        self._camera, self._armed = camera, armed
        self._hold, self._clear = hold.total_seconds(), clear.total_seconds()
        self._judge = Judge(learn.total_seconds())
        self._last: Frame | None = None
        self._looked = -inf
        self._suspect: deque[tuple[float, Verdict]] = deque(maxlen=512)
        self._good_since: float | None = None
        self._active: TamperKind | None = None
        self._told_plain = False

    @property
    def active(self) -> TamperKind | None:
        """The tampering that was told and has not cleared."""
        return self._active

    def relearn(self) -> None:
        """Take what comes from now on as the scene; an active alarm clears against the new one."""
        self._judge.forget()
        self._suspect.clear()
        self._told_plain = False

    def step(self, view: View) -> Sequence[CameraSignal]:
        """A picture came."""
        frame = self._last = view.frame
        if not self._armed(frame.at):
            self._suspect.clear()
            return self._cleared(frame.at)
        if self._at_rest(view):
            return ()
        self._looked = frame.t
        found = self._judge.look(view)
        told = self._ordinary(frame) if found is None else self._bad(found, frame)
        return [*self._plain(frame.at), *told]

    def _at_rest(self, view: View) -> bool:
        """Whether this picture may pass unmeasured: the last one was ordinary, and of just before.

        Half of the time is saved, and a tampering begins to count one picture later at most. From its first picture
        on, and until an alarm has cleared, every one is measured.
        """
        quiet = not self._suspect and self._active is None and not view.frozen_for
        return quiet and self._judge.scene is not None and view.frame.t - self._looked < LOOK_S

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        """No picture: signal loss, if there ever was a signal."""
        self._suspect.clear()
        self._good_since = None
        last = self._last
        if last is None or self._active or not self._armed(at) or t - last.t < LOST_AFTER:
            return ()
        return self._alarm((TamperKind.LOST, 1.0), last, at)

    def _bad(self, found: Verdict, frame: Frame) -> Sequence[CameraSignal]:
        self._good_since = None
        if self._active:
            return ()
        self._suspect.append((frame.t, found))
        if found[0] is TamperKind.FROZEN:
            return self._alarm(found, frame, frame.at)
        if frame.t - self._suspect[0][0] < self._hold:
            return ()
        kind = Counter(kind for _, (kind, _) in self._suspect).most_common(1)[0][0]
        score = max(score for _, (of, score) in self._suspect if of is kind)
        return self._alarm((kind, score), frame, frame.at)

    def _ordinary(self, frame: Frame) -> Sequence[CameraSignal]:
        if self._suspect and frame.t - self._suspect[-1][0] > GAP:
            self._suspect.clear()
        if self._good_since is None:
            self._good_since = frame.t
        return self._cleared(frame.at) if frame.t - self._good_since >= self._clear else ()

    def _alarm(self, found: Verdict, last: Frame, at: datetime) -> Sequence[CameraSignal]:
        kind, score = found
        self._active = kind
        self._suspect.clear()
        still = last.still()
        return [TamperSeen(camera=self._camera, kind=kind, score=score, at=at, still=still)]

    def _cleared(self, at: datetime) -> Sequence[CameraSignal]:
        kind, self._active = self._active, None
        if kind is None:
            return ()
        structure = self._judge.seen.structure if self._judge.seen else 0.0
        return [TamperCleared(camera=self._camera, kind=kind, score=round(structure, 3), at=at)]

    def _plain(self, at: datetime) -> Sequence[CameraSignal]:
        """Said once where the scene has too few edges: a blank wall hides most tampering."""
        scene = self._judge.scene
        if scene is None or not scene.plain or self._told_plain:
            return ()
        self._told_plain = True
        why = "sees too few edges: tamper can tell only black, glare, freezing and loss"
        return [CameraNotice(camera=self._camera, why=why, at=at)]
