"""Clips for the camera benchmark: real footage where it is, a simulated office where it is not."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import cv2
from cv2.typing import MatLike

from gate.roots.camera_model import installed_model
from simulators.camera.scene import Action, Scene

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


@contextmanager
def clip_720p(seconds: float) -> Iterator[Path]:
    """A file of Motion JPEG as a camera sends it: 1280 × 720 at 10 a second, people walking through."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.avi"
        film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), RATE, SIZE)
        walks = {2.0 + 6.0 * n: Action.PERSON for n in range(int(seconds // 6))}
        for picture in office(seconds, walks):
            film.write(picture)
        film.release()
        yield path
