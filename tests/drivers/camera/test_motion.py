"""The motion rule: times on made-up foregrounds, then whole scenes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest
from cv2.typing import MatLike

from drivers.camera.background import Foreground
from drivers.camera.geometry import Box
from drivers.camera.motion import MotionRule, largest_mover
from drivers.camera.picture import SIZE
from drivers.camera.rule import View, always
from drivers.camera.signals import CameraSignal, MotionEnded, MotionStarted
from simulators.camera.scene import Action
from tests.drivers.camera.film import Film, frame_at, instant, view_at

BOX = (100, 60, 32, 60)  # x, y, w, h in pixels of SIZE: 1920 of 57600 pixels
SHARE = 0.0333
EMPTY: MatLike = np.zeros((SIZE[1], SIZE[0]), np.uint8)
SCENE: MatLike = np.random.default_rng(2).integers(60, 120, (SIZE[1], SIZE[0])).astype(np.uint8)


def filled(box: tuple[int, int, int, int]) -> MatLike:
    x, y, w, h = box
    mask = EMPTY.copy()
    mask[y : y + h, x : x + w] = 255
    return mask


def seen(
    box: tuple[int, int, int, int] = BOX, *, moves: bool = True, light: bool = False, settling: bool = False
) -> Foreground:
    mask = filled(box)
    body = SCENE // 2 if light else np.random.default_rng(9).integers(60, 120, SCENE.shape).astype(np.uint8)
    grey = np.where(mask > 0, body, SCENE).astype(np.uint8)
    return Foreground(
        grey=grey, scene=lambda: SCENE, mask=mask, moved=mask if moves else EMPTY, settling=settling
    )


def view(t: float, foreground: Foreground) -> View:
    return View(frame=frame_at(t), grey=foreground.grey, foreground=lambda: foreground, frozen_for=0.0)


def rule_of(armed: Callable[[datetime], bool] = always) -> MotionRule:
    return MotionRule(
        "cam",
        name="intrusion",
        zone="archive",
        armed=armed,
        hold=timedelta(seconds=1),
        quiet=timedelta(seconds=3),
    )


def moving(rule: MotionRule, *times: float) -> list[CameraSignal]:
    return [signal for t in times for signal in rule.step(view(t, seen()))]


def still(rule: MotionRule, *times: float) -> list[CameraSignal]:
    return [signal for t in times for signal in rule.step(view_at(t))]


def test_hold_time_just_before_at_and_after() -> None:
    rule = rule_of()
    assert moving(rule, 10.0, 10.2, 10.4, 10.6, 10.8, 10.999) == []
    (started,) = moving(rule, 11.0)
    assert isinstance(started, MotionStarted)
    assert (started.camera, started.rule, started.zone) == ("cam", "intrusion", "archive")
    assert started.at == instant(11.0)
    assert started.score == SHARE
    assert started.box == Box(x=0.3125, y=0.3333, w=0.1, h=0.3333)
    assert started.still.startswith(b"\xff\xd8")
    assert moving(rule, 11.2, 11.4, 99.0) == []


def test_quiet_time_just_before_and_at() -> None:
    rule = rule_of()
    moving(rule, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    assert still(rule, 1.2, 2.0, 3.999) == []
    (ended,) = still(rule, 4.0)
    assert isinstance(ended, MotionEnded)
    assert not rule.active
    assert still(rule, 4.2, 9.0) == []


@pytest.mark.parametrize(("again", "starts"), [(0.7, 1), (0.71, 0)])
def test_a_gap_in_the_hold_time(again: float, starts: int) -> None:
    rule = rule_of()
    moving(rule, 0.0, 0.4)
    still(rule, again)
    assert len(moving(rule, again + 0.01, 1.0)) == starts


def test_armed_is_asked_at_the_time_of_the_picture() -> None:
    rule = rule_of(lambda at: at >= instant(5.0))
    assert moving(rule, 3.0, 3.5, 4.0, 4.5, 4.999) == []
    assert moving(rule, 5.0, 5.2, 5.4, 5.6, 5.8, 5.999) == []  # the hold time counts from then
    assert len(moving(rule, 6.0)) == 1


def test_disarming_ends_the_event() -> None:
    rule = rule_of(lambda at: at < instant(2.0))
    moving(rule, 0.0, 0.3, 0.6, 0.9, 1.0)
    assert rule.active
    assert [type(signal) for signal in moving(rule, 2.0, 2.2)] == [MotionEnded]


def test_a_camera_that_goes_away_ends_the_event_after_the_quiet_time() -> None:
    rule = rule_of()
    moving(rule, 0.0, 0.3, 0.6, 0.9, 1.0)
    assert rule.absent(instant(3.9), 3.999) == ()
    assert [type(signal) for signal in rule.absent(instant(4.0), 4.0)] == [MotionEnded]


def test_what_stands_still_and_what_is_only_light_is_no_mover() -> None:
    assert largest_mover(seen(), None, 0.005) is not None
    assert largest_mover(seen(moves=False), None, 0.005) is None
    assert largest_mover(seen(light=True), None, 0.005) is None


def test_least_area_just_under_and_at() -> None:
    size = BOX[2] * BOX[3] / (SIZE[0] * SIZE[1])
    assert largest_mover(seen(), None, size) is not None
    assert largest_mover(seen(), None, size + 1e-6) is None


def test_only_the_rules_area_counts() -> None:
    left = MotionRule("cam", area=((0.0, 0.0), (0.3, 0.0), (0.3, 1.0), (0.0, 1.0)), hold=timedelta(0))
    right = MotionRule("cam", area=((0.3, 0.0), (1.0, 0.0), (1.0, 1.0), (0.3, 1.0)), hold=timedelta(0))
    assert moving(left, 0.0, 1.0) == []
    assert len(moving(right, 0.0)) == 1


def test_nothing_is_said_while_the_scene_is_learned() -> None:
    rule = MotionRule("cam", hold=timedelta(0))
    assert rule.step(view(0.0, seen(settling=True))) == ()


def test_a_person_is_found_within_a_second_and_leaves() -> None:
    film = Film([MotionRule("cam")])
    assert film.run(3.0) == []
    film.play(Action.PERSON)
    told = film.run(8.0)
    assert [type(signal) for _, signal in told] == [MotionStarted, MotionEnded]
    assert told[0][0] <= 1.2  # a quarter of a second of it outside the picture
    assert 6.0 <= told[1][0] <= 7.4
    started = told[0][1]
    assert isinstance(started, MotionStarted)
    assert started.box.h > 0.3


def test_light_switched_and_noise_are_no_motion() -> None:
    film = Film([MotionRule("cam")])
    film.run(3.0)
    for _ in range(2):
        film.play(Action.LIGHT)
        assert film.run(3.0) == []


def test_a_person_after_the_light_was_switched() -> None:
    film = Film([MotionRule("cam")])
    film.run(3.0)
    film.play(Action.LIGHT)
    film.run(1.0)
    film.play(Action.PERSON)
    assert [type(signal) for _, signal in film.run(2.0)] == [MotionStarted]
