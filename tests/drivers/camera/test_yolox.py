"""YOLOX's rows to boxes: the layout of its grids, scores, overlaps; and files that are no model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.camera.network import ModelError, Numbers, load_network
from drivers.camera.people import Detection
from drivers.camera.yolox import ROWS, SIDE, YoloxDetector, decode, letterbox, load_yolox

FIRST_16 = (SIDE // 8) ** 2
FIRST_32 = FIRST_16 + (SIDE // 16) ** 2


def rows(*at: tuple[int, tuple[float, ...]]) -> Numbers:
    out = np.zeros((ROWS, 85), np.float32)
    for number, values in at:
        out[number, : len(values)] = values
    return out


def test_the_grids_have_the_published_number_of_rows() -> None:
    assert ROWS == 3549  # 52 × 52 + 26 × 26 + 13 × 13: the model's own output shape


@pytest.mark.parametrize(
    ("number", "centre", "side"),
    [
        (0, (4.0, 4.0), 8.0),
        (53, (12.0, 12.0), 8.0),  # second row, second column of 52
        (FIRST_16, (8.0, 8.0), 16.0),
        (FIRST_32, (16.0, 16.0), 32.0),
        (ROWS - 1, (12.5 * 32, 12.5 * 32), 32.0),  # the last cell of 13 × 13
    ],
)
def test_a_cell_lies_where_its_number_says(number: int, centre: tuple[float, float], side: float) -> None:
    (found,) = decode(rows((number, (0.5, 0.5, 0.0, 0.0, 1.0, 0.9))), 1.0, (SIDE, SIDE))
    assert found.score == pytest.approx(0.9)
    box = found.box
    assert ((box.x + box.w / 2) * SIDE, (box.y + box.h / 2) * SIDE) == pytest.approx(centre)
    assert (box.w * SIDE, box.h * SIDE) == pytest.approx((side, side))


def test_the_scale_of_the_letterbox_is_taken_out_again() -> None:
    # 832 × 416 is halved: a box of 8 in the square is one of 16 in the picture
    (found,) = decode(rows((0, (0.5, 0.5, 0.0, 0.0, 1.0, 1.0))), 0.5, (832, 416))
    assert (found.box.w * 832, found.box.h * 416) == pytest.approx((16.0, 16.0))


@pytest.mark.parametrize(("objectness", "found"), [(0.099, 0), (0.1001, 1)])
def test_weak_scores_are_noise(objectness: float, found: int) -> None:
    assert len(decode(rows((0, (0.5, 0.5, 0.0, 0.0, objectness, 1.0))), 1.0, (SIDE, SIDE))) == found


def test_of_two_boxes_on_one_person_the_surer_one_stays() -> None:
    big = np.log(10.0)
    told = decode(
        rows((700, (0.5, 0.5, big, big, 0.8, 1.0)), (701, (0.5, 0.5, big, big, 0.9, 1.0))), 1.0, (SIDE, SIDE)
    )
    assert [each.score for each in told] == pytest.approx([0.9])
    apart = decode(
        rows((700, (0.5, 0.5, big, big, 0.8, 1.0)), (720, (0.5, 0.5, big, big, 0.9, 1.0))), 1.0, (SIDE, SIDE)
    )
    assert len(apart) == 2


def test_a_spoilt_model_makes_no_infinite_box() -> None:
    (found,) = decode(rows((0, (0.5, 0.5, 500.0, 500.0, 1.0, 1.0))), 1.0, (SIDE, SIDE))
    assert (found.box.x, found.box.y, found.box.w, found.box.h) == (0.0, 0.0, 1.0, 1.0)


def test_the_letterbox_is_left_top_and_grey_beyond() -> None:
    square, ratio = letterbox(np.full((100, 200, 3), 7, np.uint8))
    assert ratio == SIDE / 200
    assert square.shape == (SIDE, SIDE, 3)
    assert (square[:208] == 7).all()
    assert (square[208:] == 114).all()


class Told:
    """A network that answers always the same."""

    engine = "test"

    def __init__(self, answer: NDArray[np.float32]) -> None:
        self.answer = answer
        self.asked: list[Numbers] = []

    def run(self, blob: Numbers) -> Numbers:
        self.asked.append(blob)
        return self.answer


def test_the_network_is_given_levels_undivided_planes_first() -> None:
    network = Told(rows((0, (0.5, 0.5, 0.0, 0.0, 1.0, 0.9)))[None])
    image = np.zeros((SIDE, SIDE, 3), np.uint8)
    image[..., 0] = 255  # blue comes first
    (found,) = YoloxDetector(network).find(image)
    assert isinstance(found, Detection)
    blob = network.asked[-1]
    assert blob.shape == (1, 3, SIDE, SIDE)
    assert blob.dtype == np.dtype(np.float32)
    assert (blob[0, 0].min(), blob[0, 1:].max()) == (255.0, 0.0)


def test_another_models_shape_is_refused() -> None:
    with pytest.raises(ModelError, match=r"expected a YOLOX model .* came \(1, 100, 7\)"):
        YoloxDetector(Told(np.zeros((1, 100, 7), np.float32)))


@pytest.mark.parametrize("content", [b"", b"not a model at all", bytes(range(256)) * 50])
def test_a_file_that_is_no_model_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="expected"):
        load_yolox(path)


def test_a_missing_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such file"):
        load_network(tmp_path / "none.onnx")
