"""YOLOX's rows to boxes: the layout of its grids, scores, overlaps; and files that are no model."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.camera.geometry import Box
from drivers.camera.letterbox import PAD, SIDE, Cut, cut_out, letterbox
from drivers.camera.network import ModelError, Numbers, load_network
from drivers.camera.people import Detection
from drivers.camera.yolox import ROWS, YoloxDetector, decode, load_yolox

EMPTY = np.zeros((SIDE, SIDE, 3), np.uint8)
SQUARE = Cut(image=EMPTY, ratio=1.0)
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
    (found,) = decode(rows((number, (0.5, 0.5, 0.0, 0.0, 1.0, 0.9))), SQUARE, (SIDE, SIDE))
    assert found.score == pytest.approx(0.9)
    box = found.box
    assert ((box.x + box.w / 2) * SIDE, (box.y + box.h / 2) * SIDE) == pytest.approx(centre)
    assert (box.w * SIDE, box.h * SIDE) == pytest.approx((side, side))


def test_the_scale_of_the_letterbox_is_taken_out_again() -> None:
    # 832 × 416 is halved: a box of 8 in the square is one of 16 in the picture
    (found,) = decode(rows((0, (0.5, 0.5, 0.0, 0.0, 1.0, 1.0))), Cut(image=EMPTY, ratio=0.5), (832, 416))
    assert (found.box.w * 832, found.box.h * 416) == pytest.approx((16.0, 16.0))


@pytest.mark.parametrize(("objectness", "found"), [(0.099, 0), (0.1001, 1)])
def test_weak_scores_are_noise(objectness: float, found: int) -> None:
    assert len(decode(rows((0, (0.5, 0.5, 0.0, 0.0, objectness, 1.0))), SQUARE, (SIDE, SIDE))) == found


def test_of_two_boxes_on_one_person_the_surer_one_stays() -> None:
    big = np.log(10.0)
    told = decode(
        rows((700, (0.5, 0.5, big, big, 0.8, 1.0)), (701, (0.5, 0.5, big, big, 0.9, 1.0))),
        SQUARE,
        (SIDE, SIDE),
    )
    assert [each.score for each in told] == pytest.approx([0.9])
    apart = decode(
        rows((700, (0.5, 0.5, big, big, 0.8, 1.0)), (720, (0.5, 0.5, big, big, 0.9, 1.0))),
        SQUARE,
        (SIDE, SIDE),
    )
    assert len(apart) == 2


def test_a_spoilt_model_makes_no_infinite_box() -> None:
    (found,) = decode(rows((0, (0.5, 0.5, 500.0, 500.0, 1.0, 1.0))), SQUARE, (SIDE, SIDE))
    assert (found.box.x, found.box.y, found.box.w, found.box.h) == (0.0, 0.0, 1.0, 1.0)


def test_the_letterbox_is_left_top_and_grey_beyond() -> None:
    cut = letterbox(np.full((100, 200, 3), 7, np.uint8))
    square = cut.image
    assert (cut.ratio, cut.left, cut.top) == (SIDE / 200, 0, 0)
    assert square.shape == (SIDE, SIDE, 3)
    assert (square[:208] == 7).all()
    assert (square[208:] == PAD).all()


@pytest.mark.parametrize(
    ("where", "corner", "shape"),
    [
        ((0.0, 0.0, 1.0, 1.0), (0, 0), (256, 416)),  # 416 × 234 of a 16:9 picture, padded below
        ((0.25, 0.25, 0.25, 0.25), (96, 32), (96, 128)),  # 104–208 × 58.5–117, out to whole strides
        ((0.0, 0.0, 0.0, 0.0), (0, 0), (32, 32)),
        ((1.0, 1.0, 0.0, 0.0), (384, 224), (32, 32)),
        ((0.9, 0.9, 0.1, 0.1), (352, 192), (64, 64)),
    ],
)
def test_a_cut_is_whole_strides_of_the_scaled_picture(
    where: tuple[float, float, float, float], corner: tuple[int, int], shape: tuple[int, int]
) -> None:
    x, y, w, h = where
    dice = np.random.default_rng(1)
    image = dice.integers(0, 255, (720, 1280, 3)).astype(np.uint8)
    cut = cut_out(image, Box(x=x, y=y, w=w, h=h))
    assert (cut.left, cut.top) == corner
    assert cut.image.shape[:2] == shape
    whole = letterbox(image)
    assert cut.ratio == whole.ratio
    assert (cut.image == whole.image[cut.top : cut.top + shape[0], cut.left : cut.left + shape[1]]).all()


def test_boxes_of_a_cut_are_shares_of_the_whole_picture() -> None:
    cut = Cut(image=np.zeros((64, 96, 3), np.uint8), ratio=0.5, left=128, top=32)
    # the 14th cell of 12 × 8: second row, second column; centre (1.5, 1.5) × 8 in the cut
    answer = np.zeros((12 * 8 + 6 * 4 + 3 * 2, 85), np.float32)
    answer[13, :6] = (0.5, 0.5, 0.0, 0.0, 1.0, 1.0)
    (found,) = decode(answer, cut, (832, 832))
    box = found.box
    assert ((box.x + box.w / 2) * 832, (box.y + box.h / 2) * 832) == pytest.approx((280.0, 88.0))


class AnySize:
    """A network that finds one person in the first cell of whatever it is given, or only in squares."""

    engine, any_size = "test", True

    def __init__(self, *, only_squares: bool = False) -> None:
        self.only_squares = only_squares
        self.shapes: list[tuple[int, int]] = []

    def run(self, blob: Numbers) -> Numbers:
        height, width = blob.shape[2:]
        self.shapes.append((height, width))
        if self.only_squares and height != width:
            raise cv2.error("expected 416 × 416")
        count = sum((height // stride) * (width // stride) for stride in (8, 16, 32))
        answer = np.zeros((1, count, 85), np.float32)
        answer[0, 0, :6] = (0.5, 0.5, 1.0, 1.0, 1.0, 0.9)
        return answer


def test_only_the_part_is_looked_at_where_the_engine_can() -> None:
    network = AnySize()
    detector = YoloxDetector(network)
    image = np.zeros((720, 1280, 3), np.uint8)
    (found,) = detector.find(image, Box(x=0.5, y=0.5, w=0.2, h=0.2))
    assert network.shapes[-1] == (96, 128)
    assert found.box.x == pytest.approx((192 + 4 - 4 * np.e) / 416, abs=1e-3)


def test_a_model_with_its_square_written_into_it_is_given_squares() -> None:
    network = AnySize(only_squares=True)
    detector = YoloxDetector(network)
    detector.find(np.zeros((720, 1280, 3), np.uint8), Box(x=0.5, y=0.5, w=0.2, h=0.2))
    assert network.shapes[-1] == (SIDE, SIDE)


class Told:
    """A network that answers always the same."""

    engine, any_size = "test", False

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
