"""The normalised measures on a drawn office, and the verdict on each of their thresholds."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from cv2.typing import MatLike
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.camera.measures import Measures, Scene, correlation, levels
from drivers.camera.picture import small_grey
from drivers.camera.signals import TamperKind
from drivers.camera.verdict import BLANK, FAINT, GLARE, GONE, SAME_LAYOUT, UNSHARP, plain_verdict, verdict
from simulators.camera.office import draw_office

OFFICE = small_grey(draw_office(3))
SCENE = Scene(OFFICE.astype(np.float32))
NOISE = np.random.default_rng(5).normal(0.0, 1.5, OFFICE.shape)


def noisy(image: MatLike) -> MatLike:
    shaken: MatLike = np.clip(image.astype(np.float64) + NOISE, 0, 255).astype(np.uint8)
    return shaken


def test_the_learned_scene_measures_as_itself() -> None:
    seen = SCENE.measure(noisy(OFFICE))
    assert seen.structure > 0.95
    assert seen.texture == pytest.approx(1.0, abs=0.1)
    assert seen.sharpness == pytest.approx(1.0, abs=0.1)
    assert seen.layout > 0.99
    assert verdict(seen, plain=SCENE.plain) is None


@settings(max_examples=40, deadline=None)
@given(gain=st.floats(0.2, 1.3), offset=st.floats(-5.0, 25.0))
def test_light_that_is_switched_is_no_tampering(gain: float, offset: float) -> None:
    lit = np.clip(OFFICE.astype(np.float64) * gain + offset, 0, 255).astype(np.uint8)
    assert verdict(SCENE.measure(noisy(lit)), plain=False) is None


def other_room(image: MatLike) -> MatLike:
    return np.roll(image[:, ::-1], (9, 60), axis=(0, 1))


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (TamperKind.COVERED, np.full_like(OFFICE, 20)),
        (TamperKind.COVERED, cv2.resize(np.array([[60, 90], [120, 100]], np.uint8), (320, 180))),
        (TamperKind.BLINDED, np.full_like(OFFICE, 253)),
        (TamperKind.BLINDED, cv2.convertScaleAbs(OFFICE, alpha=0.15, beta=235.0)),
        (TamperKind.MOVED, other_room(OFFICE)),
        (TamperKind.DEFOCUSED, cv2.GaussianBlur(OFFICE, (0, 0), 3.0)),
        (TamperKind.DEFOCUSED, cv2.GaussianBlur(OFFICE, (0, 0), 9.0)),
    ],
)
def test_each_kind_is_told_by_one_picture(kind: TamperKind, shown: MatLike) -> None:
    found = verdict(SCENE.measure(noisy(shown)), plain=False)
    assert found is not None
    assert found[0] is kind
    assert 0.3 < found[1] <= 1.0


def test_a_person_in_front_of_the_scene_is_no_tampering() -> None:
    shown = OFFICE.copy()
    shown[30:180, 100:180] = 60
    assert verdict(SCENE.measure(noisy(shown)), plain=False) is None


def test_a_blank_wall_is_too_plain_to_be_recognised() -> None:
    wall = Scene(np.full((180, 320), 130.0, np.float32))
    assert wall.plain
    assert not SCENE.plain
    assert verdict(wall.measure(np.full((180, 320), 130, np.uint8)), plain=True) is None
    black = verdict(wall.measure(np.zeros((180, 320), np.uint8)), plain=True)
    assert black == (TamperKind.COVERED, 1.0)


@pytest.mark.parametrize(
    ("level", "kind"),
    [(0, TamperKind.COVERED), (10, TamperKind.COVERED), (11, None), (244, None), (245, TamperKind.BLINDED)],
)
def test_black_and_glare_are_told_before_any_scene_is_learned(level: int, kind: TamperKind | None) -> None:
    found = plain_verdict(levels(np.full((180, 320), level, np.uint8)))
    assert found == (None if kind is None else (kind, 1.0))


def test_the_office_is_neither_black_nor_glare() -> None:
    seen = levels(OFFICE)
    assert plain_verdict(seen) is None
    assert seen.brightness == pytest.approx(float(OFFICE.mean()) / 255.0, abs=1e-3)
    assert SCENE.measure(OFFICE).contrast == seen.contrast


def test_correlation_is_zero_without_contrast() -> None:
    flat, ramp = np.full((9, 16), 7.0), np.tile(np.linspace(0, 255, 16), (9, 1))
    assert correlation(flat, ramp) == 0.0
    assert correlation(ramp, ramp) == pytest.approx(1.0)
    assert correlation(ramp, -ramp) == pytest.approx(-1.0)


ORDINARY = Measures(
    brightness=0.5, bright=0.0, contrast=40.0, structure=1.0, texture=1.0, layout=1.0, sharpness=1.0
)
LESS = 1e-6


@pytest.mark.parametrize(
    ("seen", "kind"),
    [
        (ORDINARY, None),
        (replace(ORDINARY, structure=GONE), None),
        (replace(ORDINARY, structure=GONE - LESS), TamperKind.MOVED),
        (replace(ORDINARY, structure=GONE - LESS, texture=FAINT), TamperKind.MOVED),
        (replace(ORDINARY, structure=0.0, texture=FAINT - LESS, layout=SAME_LAYOUT), TamperKind.DEFOCUSED),
        (
            replace(ORDINARY, structure=0.0, texture=FAINT - LESS, layout=SAME_LAYOUT - LESS),
            TamperKind.COVERED,
        ),
        (replace(ORDINARY, structure=0.0, bright=GLARE), TamperKind.BLINDED),
        (replace(ORDINARY, structure=0.0, bright=GLARE - LESS), TamperKind.MOVED),
        (replace(ORDINARY, bright=GLARE), None),
        (replace(ORDINARY, bright=GLARE, texture=FAINT - LESS), TamperKind.BLINDED),
        (replace(ORDINARY, sharpness=UNSHARP), None),
        (replace(ORDINARY, sharpness=UNSHARP - LESS), TamperKind.DEFOCUSED),
        (replace(ORDINARY, sharpness=0.0, layout=SAME_LAYOUT - LESS), None),
        (replace(ORDINARY, contrast=BLANK), None),
        (replace(ORDINARY, contrast=BLANK - LESS), TamperKind.COVERED),
        (replace(ORDINARY, contrast=BLANK - LESS, brightness=0.75), TamperKind.BLINDED),
    ],
)
def test_each_threshold_just_before_and_at(seen: Measures, kind: TamperKind | None) -> None:
    found = verdict(seen, plain=False)
    assert (found[0] if found else None) is kind
