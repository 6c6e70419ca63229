"""Where people are looked for: at what moved, at who is known, at what has changed, and everywhere in its turn."""

from __future__ import annotations

import numpy as np
import pytest
from cv2.typing import MatLike

from drivers.camera.analysis import Analysis
from drivers.camera.gaze import AGAIN_S, ROOM, WHOLE_S, Gaze, around
from drivers.camera.geometry import Box, box_of
from drivers.camera.people import ALL, Detection
from drivers.camera.picture import SIZE
from drivers.camera.presence import PeopleRule
from drivers.camera.signals import PeopleEnded, PeopleStarted
from tests.drivers.camera.film import frame_at

STILL: MatLike = np.full((SIZE[1], SIZE[0]), 100, np.uint8)
SOMEBODY = Box(x=0.4, y=0.3, w=0.1, h=0.4)


def with_patch(level: int = 160) -> MatLike:
    image = STILL.copy()
    image[90:120, 160:176] = level
    return image


def begun() -> Gaze:
    gaze = Gaze()
    assert gaze.step(STILL, [], 0.0) == ALL
    return gaze


def test_nothing_that_moves_and_nobody_known_is_not_looked_at() -> None:
    assert begun().step(STILL, [], 0.2) is None


def test_what_moved_is_looked_at_with_room_around_it() -> None:
    where = begun().step(with_patch(), [], 0.2)
    assert where is not None
    assert (where.x, where.y) == pytest.approx((0.5 - ROOM[0], 0.5 - ROOM[1]), abs=0.01)
    assert (where.w, where.h) == pytest.approx((0.05 + 2 * ROOM[0], 30 / 180 + 2 * ROOM[1]), abs=0.02)


def test_noise_is_no_movement() -> None:
    speckled = STILL.copy()
    speckled[::7, ::9] = 255
    assert begun().step(speckled, [], 0.2) is None
    assert begun().step(with_patch(105), [], 0.2) is None


def test_who_is_known_is_looked_at_though_he_stands_still() -> None:
    assert begun().step(STILL, [SOMEBODY], 0.2) == around([SOMEBODY])


@pytest.mark.parametrize(("t", "whole"), [(WHOLE_S - 0.001, False), (WHOLE_S, True), (WHOLE_S + 0.001, True)])
def test_the_whole_picture_in_its_turn(t: float, whole: bool) -> None:
    assert (begun().step(STILL, [], t) == ALL) is whole


@pytest.mark.parametrize(("t", "seen"), [(AGAIN_S - 0.001, False), (AGAIN_S, True), (AGAIN_S + 0.001, True)])
def test_who_came_too_slowly_to_be_seen_moving_is_looked_at_in_a_second(t: float, seen: bool) -> None:
    gaze, steps = begun(), 12
    for n in range(1, steps):  # five grey levels a picture: never a movement between two
        assert gaze.step(with_patch(100 + 5 * n), [], t * n / steps) is None
    where = gaze.step(with_patch(100 + 5 * steps), [], t)
    assert where == (around([box_of(160, 90, 16, 30, SIZE)]) if seen else None)


def test_where_nothing_has_changed_in_a_second_nothing_is_looked_at_again() -> None:
    assert begun().step(STILL, [], AGAIN_S) is None


def test_after_forgetting_all_is_looked_at() -> None:
    gaze = begun()
    gaze.forget()
    assert gaze.step(STILL, [], 0.2) == ALL


def test_a_part_never_leaves_the_picture() -> None:
    corners = [Box(x=-0.2, y=0.9, w=0.3, h=0.5), Box(x=1.2, y=1.2, w=0.1, h=0.1)]
    for box in corners:
        part = around([box])
        assert part.x >= 0.0
        assert part.y >= 0.0
        assert part.w >= 0.0
        assert part.h >= 0.0
        assert part.x + part.w <= 1.0 or part.w == 0.0
        assert part.y + part.h <= 1.0 or part.h == 0.0


class Statue:
    """Finds somebody who stands still from the second picture on, and keeps what it was shown."""

    wide = 416

    def __init__(self) -> None:
        self.shown: list[Box] = []

    def find(self, image: MatLike, where: Box = ALL) -> list[Detection]:
        self.shown.append(where)
        return [Detection(box=SOMEBODY, score=0.9)]


def test_who_stands_still_before_a_still_scene_stays_present_and_costs_little() -> None:
    statue = Statue()
    analysis = Analysis("cam", [PeopleRule("cam")], detector=statue)
    told = [
        each
        for n in range(100)
        for each in analysis.step(frame_at(n / 5, np.full((36, 64, 3), 100, np.uint8)))
    ]
    assert [type(each) for each in told if isinstance(each, PeopleStarted | PeopleEnded)] == [PeopleStarted]
    assert statue.shown.count(ALL) == 7  # at 0 s, 3 s … 18 s
    assert set(statue.shown) - {ALL} == {around([SOMEBODY])}
