"""Clips for the camera benchmark: real footage where it is, a simulated office where it is not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import cv2
from cv2.typing import MatLike

from drivers.camera.picture import still_of
from gate.roots.camera_model import installed_model
from simulators.camera.scene import Action, Scene
from simulators.camera.server import to_part

FOOTAGE: Final = "GATE_FOOTAGE"
MODEL: Final = "GATE_PERSON_MODEL"
SIZE: Final = (1280, 720)
RATE: Final = 10.0
START: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def footage(name: str) -> Path | None:
    """A clip of the folder that GATE_FOOTAGE names, None where it is not."""
    folder = os.environ.get(FOOTAGE)
    path = Path(folder) / name if folder else None
    return path if path is not None and path.is_file() else None


def person_model() -> Path | None:
    """The file that GATE_PERSON_MODEL names, else the installed model, else None."""
    named = os.environ.get(MODEL)
    return Path(named) if named and Path(named).is_file() else installed_model()


def office(seconds: float, actions: dict[float, Action] | None = None, seed: int = 3) -> Iterator[MatLike]:
    """Pictures of a simulated office at :data:`RATE`, 1280 × 720; actions by their second."""
    scene = Scene("bench", seed)
    waiting = sorted((actions or {}).items())
    for step in range(round(seconds * RATE)):
        t = step / RATE
        while waiting and waiting[0][0] <= t:
            scene.play(waiting.pop(0)[1], t)
        picture = scene.picture(t, START + timedelta(seconds=t))
        yield cv2.resize(picture, SIZE, interpolation=cv2.INTER_LINEAR)


def mjpeg_720p(seconds: float) -> bytes:
    """What a camera sends over HTTP: 1280 × 720 Motion JPEG at 10 a second, people walking through."""
    walks = {2.0 + 6.0 * n: Action.PERSON for n in range(int(seconds // 6))}
    return b"".join(to_part(still_of(picture)) for picture in office(seconds, walks))
