"""How a camera is now, for a health page that asks; changes come as signals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from drivers.camera.picture import Frame

JUMP_S: Final = 2.0


class CameraState(StrEnum):
    """Whether pictures come."""

    CONNECTING = "connecting"  # not known yet
    UP = "up"
    FROZEN = "frozen"  # pictures come, always the same one
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraHealth:
    """A snapshot. Rates are pictures a second: those that the camera sends, and those that are analysed."""

    camera: str
    state: CameraState
    why: str  # of LOST, and of nothing else
    rate: float
    analysed: float
    size: tuple[int, int] | None  # width, height of the last stream
    tries: int  # times the camera was opened, successful or not
    newest: datetime | None  # instant of the newest picture
    not_running: tuple[str, ...]  # rules of the site file that this camera cannot run, in words


class ClockWatch:
    """Compares the wall clock with the monotonic one from picture to picture."""

    def __init__(self) -> None:
        self._last: tuple[datetime, float] | None = None

    def step(self, frame: Frame) -> float:
        """Seconds by which the wall clock jumped since the last picture (below zero: back); 0.0 for none."""
        last, self._last = self._last, (frame.at, frame.t)
        if last is None:
            return 0.0
        drift = (frame.at - last[0]).total_seconds() - (frame.t - last[1])
        return drift if abs(drift) >= JUMP_S else 0.0
