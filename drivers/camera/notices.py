"""Notices about a camera, each said once in a while: one that changes its size with every picture fills no log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from drivers.camera.signals import CameraNotice, CameraSignal

AGAIN_S: Final = 60.0
MOST: Final = 8  # notices in :data:`AGAIN_S`, however they differ


class Notices:
    """One camera's. ``t`` never goes back."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}  # text: second

    def sifted(self, signals: Iterable[CameraSignal], t: float) -> list[CameraSignal]:
        """The signals without the notices that were said within :data:`AGAIN_S`, or are too many."""
        self._said = {text: said for text, said in self._said.items() if t - said < AGAIN_S}
        return [
            signal for signal in signals if not isinstance(signal, CameraNotice) or self._new(signal.why, t)
        ]

    def _new(self, text: str, t: float) -> bool:
        if text in self._said or len(self._said) >= MOST:
            return False
        self._said[text] = t
        return True
