"""OpenCV's engine and onnxruntime find the same people with the same model, each on footage that nobody here made."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from drivers.camera.clip import pictures
from drivers.camera.network import OnnxRuntimeNetwork, OpenCvNetwork, load_network
from drivers.camera.people import Detection
from drivers.camera.plane import shared
from drivers.camera.tracker import SURE
from drivers.camera.yolox import YoloxDetector
from tests.cameras.footage import clip, model

SAME_PLACE = 0.99  # intersection by union
SAME_SCORE = 0.01


@pytest.fixture
def runtime() -> OnnxRuntimeNetwork:
    """Skips, and says so, where the extra ``onnx`` is not installed."""
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install gate-pacs[onnx])")
    return OnnxRuntimeNetwork(model())


def test_both_engines_find_the_same_people(runtime: OnnxRuntimeNetwork) -> None:
    square = OpenCvNetwork(model())
    square.any_size = False  # onnxruntime is shown the whole square: so is OpenCV here
    here, there = YoloxDetector(square), YoloxDetector(runtime)
    compared = 0
    for picture in pictures(clip("TUD-Campus.mp4"), 2.5):
        ours, theirs = here.find(picture.image), there.find(picture.image)
        for one, other in ((ours, theirs), (theirs, ours)):
            for found in one:
                if found.score >= SURE:
                    assert same(found, other), (picture.number, found)
                    compared += 1
    assert compared >= 40, "people were there to compare"


def test_the_installed_runtime_is_what_runs(runtime: OnnxRuntimeNetwork) -> None:
    assert load_network(model()).engine == runtime.engine == "onnxruntime"


def same(found: Detection, others: Sequence[Detection]) -> bool:
    return any(
        shared(found.box, other.box) >= SAME_PLACE and abs(found.score - other.score) <= SAME_SCORE
        for other in others
    )
