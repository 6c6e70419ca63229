"""What a rule is: it is given each picture with its time and answers with signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cv2.typing import MatLike

from drivers.camera.background import Foreground
from drivers.camera.picture import Frame
from drivers.camera.signals import CameraSignal, RuleNotRunning
from drivers.camera.tracker import Track

Armed = Callable[[datetime], bool]
"""Whether a rule's alarms count at an instant. Called from the camera's thread: no waiting."""


def nobody() -> tuple[Track, ...]:
    """The people in a picture where no detector looks for them."""
    return ()


def always(at: datetime) -> bool:
    """The schedule of a rule that is never disarmed."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """One picture with what several rules need of it, made once."""

    frame: Frame
    grey: MatLike  # at picture.SIZE
    foreground: Callable[
        [], Foreground
    ]  # made when first asked for; a rule that asks, asks for every picture
    frozen_for: float  # seconds that the picture has not changed; 0.0 when it did
    people: Callable[[], tuple[Track, ...]] = nobody  # made when first asked for


class Rule(Protocol):
    """A state machine over pictures. Never waits, never reads a clock; ``t`` never goes back."""

    @property
    def name(self) -> str:
        """As people call it: the kind, or the site file's id for it."""

    def step(self, view: View) -> Sequence[CameraSignal]:
        """A picture came."""

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        """No picture at this time: the camera is away. Called now and then, not at a fixed rate."""

    def relearn(self) -> None:
        """Forget the learned scene: the camera was aimed anew on purpose, or its resolution changed."""


class NotRunning:
    """A rule of the site file that cannot run here, kept so that it is told and never silently ignored."""

    def __init__(self, *, camera: str, name: str, needs: str) -> None:
        self._camera = camera
        self.name = name
        self.why = f"rule {name} does not run: it needs {needs}"

    def told(self, at: datetime) -> RuleNotRunning:
        """The line for people."""
        return RuleNotRunning(camera=self._camera, rule=self.name, why=self.why, at=at)

    def step(self, view: View) -> Sequence[CameraSignal]:
        return ()

    def absent(self, at: datetime, t: float) -> Sequence[CameraSignal]:
        return ()

    def relearn(self) -> None:
        """Nothing was learned."""
