"""Geometry, privacy masks, stills, and the analysis that holds the rules."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from drivers.camera.analysis import Analysis
from drivers.camera.geometry import WHOLE, Box, area_mask, box_of
from drivers.camera.jpeg import read_jpeg
from drivers.camera.picture import SIZE, Frame, small_grey, still_of
from drivers.camera.signals import CameraNotice
from tests.drivers.camera.film import frame_at, instant


def test_boxes_and_areas_are_shares_of_the_picture() -> None:
    assert box_of(32, 18, 160, 90, SIZE) == Box(x=0.1, y=0.1, w=0.5, h=0.5)
    mask = area_mask([((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))], SIZE)
    assert np.count_nonzero(mask[:, :160]) == 160 * 180
    assert np.count_nonzero(mask[:, 161:]) == 0
    assert np.count_nonzero(area_mask([WHOLE], SIZE)) == SIZE[0] * SIZE[1]
    assert np.count_nonzero(area_mask([], SIZE)) == 0


@pytest.mark.parametrize("shape", [(360, 640, 3), (1080, 1920, 3), (120, 160), (7, 3, 3)])
def test_small_grey_of_any_size(shape: tuple[int, ...]) -> None:
    assert small_grey(np.full(shape, 90, np.uint8)).shape == (SIZE[1], SIZE[0])


def test_a_still_is_a_jpeg_of_the_whole_picture() -> None:
    back = cv2.imdecode(
        np.frombuffer(still_of(np.full((40, 60, 3), 200, np.uint8)), np.uint8), cv2.IMREAD_COLOR
    )
    assert back is not None
    assert back.shape == (40, 60, 3)


def test_privacy_areas_are_black_before_anything_else() -> None:
    desk = ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0))
    image = np.full((90, 160, 3), 200, np.uint8)
    frame = frame_at(0.0, image)
    Analysis("cam", [], privacy=[desk]).step(frame)
    assert not frame.image[:, 81:].any()
    assert (frame.image[:, :79] == 200).all()


def test_nothing_of_a_jpeg_with_privacy_areas_is_left_as_it_came() -> None:
    desk = ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0))
    jpeg = read_jpeg(still_of(np.full((90, 160, 3), 200, np.uint8)), SIZE[0])
    assert jpeg is not None
    frame = Frame(image=jpeg, at=instant(0), t=0.0)
    assert (frame.jpeg, frame.still()) == (jpeg.data, jpeg.data)
    Analysis("cam", [], privacy=[desk]).step(frame)
    assert frame.jpeg is None
    for kept in (
        frame.image,
        frame.grey(),
        cv2.imdecode(np.frombuffer(frame.still(), np.uint8), cv2.IMREAD_COLOR),
    ):
        assert kept is not None
        width = kept.shape[1]
        assert kept[:, width * 6 // 10 :].max() < 8
        assert kept[:, : width * 4 // 10].min() > 190


def test_another_size_of_picture_is_told_and_learned_anew() -> None:
    analysis = Analysis("cam", [])
    assert analysis.step(frame_at(0.0, np.zeros((360, 640, 3), np.uint8))) == []
    (notice,) = analysis.step(frame_at(0.2, np.zeros((720, 1280, 3), np.uint8)))
    assert isinstance(notice, CameraNotice)
    assert "from 640x360 to 1280x720" in notice.why
    assert analysis.step(frame_at(0.4, np.zeros((720, 1280, 3), np.uint8))) == []
