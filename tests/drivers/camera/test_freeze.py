"""A frozen picture: just before and at its time, with a clock drawn into it, and cameras without noise."""

from __future__ import annotations

import numpy as np
from cv2.typing import MatLike

from drivers.camera.freeze import Freeze, same_share
from drivers.camera.judge import FROZEN_AFTER
from drivers.camera.signals import PictureFrozen, PictureLive
from tests.drivers.camera.film import instant

DICE = np.random.default_rng(4)


def noise() -> MatLike:
    return DICE.integers(0, 255, (180, 320)).astype(np.uint8)


def lively() -> Freeze:
    freeze = Freeze("cam")
    for step in range(30):
        assert freeze.step(noise(), step * 0.2 - 6.0) == 0.0
    return freeze


def test_same_share() -> None:
    one = noise()
    other = one.copy()
    assert same_share(one, other) == 1.0
    other[0, 0] ^= 1
    assert same_share(one, other) == 143 / 144
    assert same_share(one, noise()) == 0.0


def test_frozen_just_before_and_at_its_time_and_live_again() -> None:
    freeze, still = lively(), noise()
    assert freeze.step(still, 0.0) == 0.0
    assert freeze.step(still, 0.5) == 0.0  # the first repeat: from here on it is frozen
    before = freeze.step(still, 0.5 + FROZEN_AFTER - 0.001)
    assert freeze.told(before, instant(4)) == ()
    at = freeze.step(still, 0.5 + FROZEN_AFTER)
    assert freeze.told(at, instant(5)) == [PictureFrozen(camera="cam", at=instant(5))]
    assert freeze.told(freeze.step(still, 9.0), instant(9)) == ()
    assert freeze.told(freeze.step(noise(), 9.2), instant(10)) == [PictureLive(camera="cam", at=instant(10))]


def test_a_clock_in_the_picture_does_not_hide_that_it_froze() -> None:
    freeze, still = lively(), noise()
    lasted = 0.0
    for step in range(30):
        still = still.copy()
        still[165:175, 245:255] = step  # within one block of 20 × 20
        lasted = freeze.step(still, step * 0.2)
    assert lasted > FROZEN_AFTER


def test_a_camera_whose_pictures_often_repeat_is_frozen_only_when_nothing_changes() -> None:
    freeze, still = Freeze("cam"), noise()
    for step in range(60):
        still = still.copy()
        still[100, 100] = step  # a drawing without noise: one block lives
        assert freeze.step(still, step * 0.2) == 0.0
