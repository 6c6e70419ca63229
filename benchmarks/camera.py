"""Cameras: how many fit on a core, what each costs in memory, how soon an alarm is told, and how right rules are.

Streams per core stand beside a plain decode loop over the same clip in the same run. Accuracy is measured on footage
that is not part of the product (GATE_FOOTAGE, GATE_PERSON_MODEL; docs/cameras.md): what is not there is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from benchmarks.camera_accuracy import accuracy
from benchmarks.camera_latency import alarm_latency
from benchmarks.camera_memory import memory_each
from benchmarks.camera_rig import RATE, START, mjpeg_720p, person_model
from benchmarks.figures import Bound, Figure, Target
from benchmarks.suite import Options
from drivers.camera.http_stream import CHUNK
from drivers.camera.jpeg import read_jpeg
from drivers.camera.mjpeg import MjpegParts
from drivers.camera.motion import MotionRule
from drivers.camera.network import OpenCvNetwork
from drivers.camera.people import PersonDetector
from drivers.camera.picture import SIZE, Frame
from drivers.camera.pipeline import Kit, Pipeline
from drivers.camera.presence import PeopleRule
from drivers.camera.ring import Ring
from drivers.camera.rule import Rule
from drivers.camera.tamper import TamperRule
from drivers.camera.yolox import YoloxDetector
from simulators.camera.server import BOUNDARY

ANALYSED: Final = 5.0  # pictures a second that rules see, of the ten that come
STREAMS: Final = 20.0
WITH_PEOPLE: Final = 8.0
SECONDS, QUICK_SECONDS = 30.0, 6.0
LOOKS: Final = 20
HISTORY_S: Final = 2.0  # left out of the measurement: models and caches warm up


def run(options: Options) -> list[Figure]:
    """The figures; targets are streams, bytes, seconds and shares, not ratios to another program."""
    cv2.setNumThreads(1)
    seconds = QUICK_SECONDS if options.quick else SECONDS
    film, model = mjpeg_720p(seconds), person_model()
    plain = streams(film, _plain())
    # after it: a fresh process has no pages for whole pictures yet, which would double their time
    decode = streams(film, None)
    figures = [Figure(name="plain decode, 720p MJPEG at 10 fps", value=decode, unit="streams a core")]
    figures.append(_streams("motion, tamper, clips", plain, decode, STREAMS))
    if model is None:
        print("no person model (GATE_PERSON_MODEL): nothing about people is measured")
    else:
        figures += _people(film, model, decode)
    figures += memory_each(model)
    figures += alarm_latency(rounds=2 if options.quick else 15)
    return figures + accuracy(model, quick=options.quick)


def _streams(name: str, value: float, decode: float, least: float) -> Figure:
    print(f"{name}: {value / decode:.2f} of plain decode")
    target = Target(reference_name="streams asked for", reference=least, bound=Bound.AT_LEAST, ratio=1.0)
    return Figure(name=name, value=value, unit="streams a core", target=target)


def _people(film: bytes, model: Path, decode: float) -> list[Figure]:
    """With OpenCV's own engine, whatever is installed; the bare network says how far it is from its floor."""
    detector = YoloxDetector(OpenCvNetwork(model))
    looks = looks_a_second(detector)
    found = streams(film, _with_people(detector), detector.wide)
    return [
        Figure(name="the network alone, whole pictures", value=looks / ANALYSED, unit="streams a core"),
        _streams("with people at 5 fps", found, decode, WITH_PEOPLE),
    ]


def looks_a_second(detector: YoloxDetector) -> float:
    """Whole pictures of 16:9 that the detector looks through in a second of the processor."""
    image: MatLike = np.full((360, 640, 3), 90, np.uint8)
    detector.find(image)
    begun = time.thread_time()
    for _ in range(LOOKS):
        detector.find(image)
    return LOOKS / (time.thread_time() - begun)


def _plain() -> Pipeline:
    return Pipeline("bench", [MotionRule("bench"), TamperRule("bench")], Kit(ring=Ring("bench")))


def _with_people(detector: PersonDetector) -> Pipeline:
    rules: list[Rule] = [MotionRule("bench"), TamperRule("bench"), PeopleRule("bench")]
    return Pipeline("bench", rules, Kit(ring=Ring("bench"), detector=detector))


def streams(wire: bytes, pipeline: Pipeline | None, colours: int | None = None) -> float:
    """How many cameras like the film one core serves: the film's seconds by the processor's seconds for it.

    ``wire``: what a camera sends over HTTP. Without a pipeline every picture is decoded whole, and no more is done.
    """
    step = _decode if pipeline is None else _analysis(pipeline, colours)
    number, begun, first = 0, time.thread_time(), 0.0
    for jpeg in _pictures(wire):
        t = number / RATE
        step(jpeg, number)
        number += 1
        if t < HISTORY_S:
            begun, first = time.thread_time(), t
    return (number / RATE - first) / (time.thread_time() - begun)


def _pictures(wire: bytes) -> Iterator[bytes]:
    parts = MjpegParts(BOUNDARY.encode())
    for at in range(0, len(wire), CHUNK):
        yield from parts.feed(wire[at : at + CHUNK])


def _decode(jpeg: bytes, number: int) -> None:
    """Plain decode, as cv2.VideoCapture would: every picture of the stream, whole, in colour."""
    cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def _analysis(pipeline: Pipeline, colours: int | None) -> Callable[[bytes, int], None]:
    """What a camera's two threads do: every picture is taken off the stream, each second one is judged."""

    def step(jpeg: bytes, number: int) -> None:
        if number % round(RATE / ANALYSED):
            return
        t = number / RATE
        pixels = read_jpeg(jpeg, colours or SIZE[0], colour=colours is not None)
        if pixels is None:
            raise ValueError(f"picture {number} of the film is no JPEG")
        pipeline.step(Frame(image=pixels, at=START, t=t), RATE, START, t)

    return step
