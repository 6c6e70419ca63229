"""Cameras: how many fit on a core, what each costs in memory, how soon an alarm is told, and how right rules are.

Streams per core stand beside a plain decode loop over the same clip in the same run. Accuracy is measured on footage
that is not part of the product (GATE_FOOTAGE, GATE_PERSON_MODEL; docs/cameras.md): what is not there is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2

from benchmarks.camera_accuracy import accuracy
from benchmarks.camera_latency import alarm_latency
from benchmarks.camera_memory import memory_each
from benchmarks.camera_rig import RATE, START, clip_720p, person_model
from benchmarks.figures import Bound, Figure, Target
from benchmarks.suite import Options
from drivers.camera.motion import MotionRule
from drivers.camera.picture import Frame
from drivers.camera.pipeline import Kit, Pipeline
from drivers.camera.presence import PeopleRule
from drivers.camera.ring import Ring
from drivers.camera.rule import Rule
from drivers.camera.tamper import TamperRule
from drivers.camera.yolox import load_yolox

ANALYSED: Final = 5.0  # pictures a second that rules see, of the ten that come
STREAMS: Final = 20.0
WITH_PEOPLE: Final = 8.0
SECONDS, QUICK_SECONDS = 30.0, 6.0
HISTORY_S: Final = 2.0  # left out of the measurement: models and caches warm up


def run(options: Options) -> list[Figure]:
    """The figures; targets are streams, bytes, seconds and shares, not ratios to another program."""
    cv2.setNumThreads(1)
    seconds = QUICK_SECONDS if options.quick else SECONDS
    with clip_720p(seconds) as clip:
        decode = streams(clip, None)
        figures = [Figure(name="plain decode, 720p MJPEG at 10 fps", value=decode, unit="streams a core")]
        figures.append(_streams("motion, tamper, clips", streams(clip, _plain()), decode, STREAMS))
        model = person_model()
        if model is None:
            print("no person model (GATE_PERSON_MODEL): nothing about people is measured")
        else:
            each = streams(clip, _with_people(model))
            figures.append(_streams("with people at 5 fps", each, decode, WITH_PEOPLE))
    figures += memory_each(model)
    figures += alarm_latency(rounds=5 if options.quick else 30)
    return figures + accuracy(model, quick=options.quick)


def _streams(name: str, value: float, decode: float, least: float) -> Figure:
    print(f"{name}: {value / decode:.2f} of plain decode")
    target = Target(reference_name="streams asked for", reference=least, bound=Bound.AT_LEAST, ratio=1.0)
    return Figure(name=name, value=value, unit="streams a core", target=target)


def _plain() -> Pipeline:
    return Pipeline("bench", [MotionRule("bench"), TamperRule("bench")], Kit(ring=Ring("bench")))


def _with_people(model: Path) -> Pipeline:
    rules: list[Rule] = [MotionRule("bench"), TamperRule("bench"), PeopleRule("bench")]
    return Pipeline("bench", rules, Kit(ring=Ring("bench"), detector=load_yolox(model)))


def streams(clip: Path, pipeline: Pipeline | None) -> float:
    """How many cameras like the clip one core serves: the clip's seconds by the processor's seconds for it."""
    step = _nothing if pipeline is None else _analysis(pipeline)
    film = cv2.VideoCapture(str(clip))
    number, begun, first = 0, time.thread_time(), 0.0
    while film.grab():
        t = number / RATE
        number += 1
        if pipeline is not None and number % round(RATE / ANALYSED):
            continue
        there, image = film.retrieve()
        if there:
            step(image, t)
        if t < HISTORY_S:
            begun, first = time.thread_time(), t
    film.release()
    return (number / RATE - first) / (time.thread_time() - begun)


def _nothing(image: cv2.typing.MatLike, t: float) -> None:
    """Plain decode: every picture of the stream, and no more."""


def _analysis(pipeline: Pipeline) -> Callable[[cv2.typing.MatLike, float], None]:
    def step(image: cv2.typing.MatLike, t: float) -> None:
        pipeline.step(Frame(image=image, at=START, t=t), RATE, START, t)

    return step
