"""A simulated camera: its scene drawn at its frame rate while somebody looks, as JPEG."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import cv2

from simulators.camera.scene import Action, Scene

RATE: Final = 10.0  # pictures a second
QUALITY: Final = 70


class SimulatedCamera:
    """Draws a scene. All methods may be called from any thread.

    ``monotonic`` counts seconds for the script, ``now`` is the clock that is stamped into the picture.
    """

    def __init__(
        self,
        name: str,
        *,
        seed: int = 1,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name = name
        self._scene = Scene(name, seed)
        self._monotonic, self._now = monotonic, now
        self._lock = threading.Lock()
        self._jpeg = b""
        self._drawn_at = -1.0

    def play(self, action: str) -> None:
        """Begin an action of :class:`simulators.camera.scene.Action`. Raises ValueError for another word."""
        try:
            known = Action(action)
        except ValueError:
            words = ", ".join(Action)
            raise ValueError(f"expected an action of {self.name} ({words}), came {action!r}") from None
        with self._lock:
            self._draw()  # so that "freeze" keeps this moment, not the last time somebody looked
            self._scene.play(known, self._monotonic())
            self._drawn_at = -1.0

    def jpeg(self) -> bytes:
        """The picture of this moment; the same bytes for everybody within one frame time."""
        with self._lock:
            if self._monotonic() - self._drawn_at >= 0.9 / RATE:
                self._draw()
            return self._jpeg

    def _draw(self) -> None:
        t = self._monotonic()
        image = self._scene.picture(t, self._now())
        ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        if not ok:
            raise RuntimeError(f"{self.name}: the picture could not be coded as JPEG")
        self._jpeg, self._drawn_at = bytes(data), t
