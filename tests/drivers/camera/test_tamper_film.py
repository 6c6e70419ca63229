"""The tamper rule on whole scenes: each kind in time, and what is no tampering."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from drivers.camera.signals import CameraNotice, CameraSignal, TamperCleared, TamperKind, TamperSeen
from drivers.camera.tamper import TamperRule
from simulators.camera.scene import Action
from tests.drivers.camera.film import Film, frame_at


def learned() -> Film:
    film = Film([TamperRule("cam", learn=timedelta(seconds=1))])
    assert film.run(2.0) == []
    return film


def tampers(told: list[tuple[float, CameraSignal]]) -> list[tuple[float, TamperKind]]:
    return [(after, signal.kind) for after, signal in told if isinstance(signal, TamperSeen)]


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (Action.COVER, TamperKind.COVERED),
        (Action.BLIND, TamperKind.BLINDED),
        (Action.MOVE, TamperKind.MOVED),
        (Action.DEFOCUS, TamperKind.DEFOCUSED),
        (Action.FREEZE, TamperKind.FROZEN),
    ],
)
def test_each_kind_within_five_seconds_and_clear_after_it(action: Action, kind: TamperKind) -> None:
    film = learned()
    film.play(action)
    seen = tampers(film.run(5.4))
    assert [each for _, each in seen] == [kind]
    assert 3.0 <= seen[0][0] <= 5.0
    film.play(Action.RESTORE)
    ended = [(after, each) for after, each in film.run(4.0) if isinstance(each, TamperCleared)]
    assert [each.kind for _, each in ended] == [kind]
    assert 3.0 <= ended[0][0] <= 3.6


def test_covered_for_two_seconds_is_somebody_who_passes_close() -> None:
    film = learned()
    film.play(Action.COVER)
    told = film.run(2.4)
    film.play(Action.UNCOVER)
    assert tampers(told + film.run(4.0)) == []


def test_light_and_people_are_no_tampering() -> None:
    film = learned()
    film.play(Action.LIGHT)
    film.play(Action.PERSON)
    told = film.run(5.0)
    film.play(Action.LIGHT)
    assert tampers(told + film.run(5.0)) == []


def test_somebody_in_view_while_the_scene_is_learned() -> None:
    film = Film([TamperRule("cam", learn=timedelta(seconds=2))])
    film.play(Action.PERSON)
    assert film.run(8.0) == []
    film.play(Action.MOVE)
    assert [kind for _, kind in tampers(film.run(4.0))] == [TamperKind.MOVED]


def test_a_camera_aimed_anew_on_purpose() -> None:
    film = learned()
    film.play(Action.MOVE)
    assert len(tampers(film.run(4.0))) == 1
    film.analysis.relearn()
    assert [type(each) for _, each in film.run(5.0)] == [TamperCleared]


def test_a_camera_that_starts_black_says_so() -> None:
    film = Film([TamperRule("cam")])
    black = np.zeros((90, 160, 3), np.uint8)
    dice = np.random.default_rng(1)
    told: list[CameraSignal] = []
    for step in range(20):
        noise = dice.integers(0, 4, (90, 160, 1), np.uint8)
        told += film.analysis.step(frame_at(step / 5, black + noise))
    assert [each.kind for each in told if isinstance(each, TamperSeen)] == [TamperKind.COVERED]


def test_a_wall_without_edges_is_told_once() -> None:
    film = Film([TamperRule("cam", learn=timedelta(seconds=1))])
    dice = np.random.default_rng(1)
    told: list[CameraSignal] = []
    for step in range(25):
        wall = np.full((90, 160, 3), 140, np.uint8) + dice.integers(0, 3, (90, 160, 1), np.uint8)
        told += film.analysis.step(frame_at(step / 5, wall))
    assert [type(each) for each in told] == [CameraNotice]
