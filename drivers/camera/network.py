"""A neural network from an ONNX file: numbers in, numbers out. What they mean is the detector's.

OpenCV's own engine runs it; where the package ``onnxruntime`` is installed, that one does, at half the time.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


class ModelError(Exception):
    """A model file that is missing, is none, or is another one than expected; in words for people."""


class Network(Protocol):
    """One loaded model. Not for several threads."""

    engine: str
    any_size: bool  # whether it may be given another H and W than the model's own; not every model bears that

    def run(self, blob: Numbers) -> Numbers:
        """The first output for a batch (N × C × H × W)."""


class OpenCvNetwork:
    """By ``cv2.dnn``. Raises :class:`ModelError` for what is no ONNX model."""

    engine = "OpenCV"
    any_size = True  # it takes the shape of each input anew; the cost of a change is not measurable

    def __init__(self, path: Path) -> None:
        try:
            self._net = cv2.dnn.readNetFromONNX(str(path))
        except cv2.error as error:
            raise _no_model(path, str(error.err or error)) from None
        if self._net.empty():
            raise _no_model(path, "it is empty")

    def run(self, blob: Numbers) -> Numbers:
        self._net.setInput(blob)
        return np.asarray(self._net.forward(), np.float32)


class OnnxRuntimeNetwork:
    """By ``onnxruntime``, on one thread: cameras run side by side already."""

    engine = "onnxruntime"
    any_size = False  # it holds an input to the shape that the model declares

    def __init__(self, path: Path) -> None:
        runtime: Any = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 (its errors share no class of their own)
            raise _no_model(path, str(error)) from None
        self._input = self._session.get_inputs()[0].name

    def run(self, blob: Numbers) -> Numbers:
        return np.asarray(self._session.run(None, {self._input: blob})[0], np.float32)


def load_network(path: Path) -> Network:
    """The model by the fastest engine that is installed. Raises :class:`ModelError`."""
    if not path.is_file():
        raise ModelError(f"expected a model file, came {path}: no such file")
    return OnnxRuntimeNetwork(path) if find_spec("onnxruntime") else OpenCvNetwork(path)


def _no_model(path: Path, why: str) -> ModelError:
    return ModelError(f"expected an ONNX model, came {path}: {' '.join(why.split())[:160]}")
