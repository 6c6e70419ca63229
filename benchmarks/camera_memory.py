"""What one more camera costs in memory: a process with many pipelines against one with few."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.figures import Bound, Figure, Target

MOST_MB: Final = 80.0
FEW, MANY = 1, 9
CODE = """
import resource, sys
import cv2
from benchmarks.camera_rig import RATE, START, office
from drivers.camera.jpeg import read_jpeg
from drivers.camera.motion import MotionRule
from drivers.camera.picture import SIZE, Frame, still_of
from drivers.camera.pipeline import Kit, Pipeline
from drivers.camera.presence import PeopleRule
from drivers.camera.ring import Ring
from drivers.camera.tamper import TamperRule
from drivers.camera.yolox import load_yolox
from simulators.camera.scene import Action
from pathlib import Path

cv2.setNumThreads(1)
count, model = int(sys.argv[1]), sys.argv[2]
def made():
    rules = [MotionRule("c"), TamperRule("c")] + ([PeopleRule("c")] if model else [])
    return Pipeline("c", rules, Kit(ring=Ring("c"), detector=load_yolox(Path(model)) if model else None))
pipelines = [made() for _ in range(count)]
for n, image in enumerate(office(13.0, {6.0: Action.PERSON})):
    if n % 2 == 0:
        jpeg = still_of(image)
        for each in pipelines:
            pixels = read_jpeg(bytes(bytearray(jpeg)), SIZE[0])
            each.step(Frame(image=pixels, at=START, t=n / RATE), RATE, START, n / RATE)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def memory_each(model: Path | None) -> list[Figure]:
    """Megabytes of resident memory for each further camera of 720p, a clip being made."""
    found = [_figure("memory of a camera: motion, tamper, clips", None)]
    if model is not None:
        found.append(_figure("memory of a camera with people", model))
    return found


def _figure(name: str, model: Path | None) -> Figure:
    each = (_peak(MANY, model) - _peak(FEW, model)) / (MANY - FEW)
    target = Target(reference_name="MB allowed", reference=MOST_MB, bound=Bound.AT_MOST, ratio=1.0)
    return Figure(name=name, value=max(0.0, each), unit="MB", target=target)


def _peak(count: int, model: Path | None) -> float:
    argv = [sys.executable, "-c", CODE, str(count), "" if model is None else str(model)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    return float(done.stdout)
