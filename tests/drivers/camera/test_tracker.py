"""Boxes to people: a number is kept through gaps and passings; deadlines just before, at, after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.tracker import FORGET_S, SURE, WEAK, Tracker
from tests.drivers.camera.walkers import standing


def test_one_box_is_nobody_two_are_somebody() -> None:
    tracker = Tracker()
    assert tracker.step([standing(0.5, 0.8)], 0.0) == ()
    (track,) = tracker.step([standing(0.51, 0.8)], 0.2)
    assert (track.id, track.hits, track.since) == (1, 2, 0.0)


@pytest.mark.parametrize(("score", "begins"), [(SURE - 0.01, False), (SURE, True)])
def test_a_weak_box_begins_nobody(score: float, begins: bool) -> None:
    tracker = Tracker()
    told = [tracker.step([standing(0.5, 0.8, score)], t / 5) for t in range(4)]
    assert bool(told[-1]) == begins


@pytest.mark.parametrize(("score", "goes_on"), [(WEAK - 0.01, False), (WEAK, True)])
def test_a_weak_box_continues_somebody(score: float, goes_on: bool) -> None:
    tracker = Tracker()
    for t in (0.0, 0.2):
        tracker.step([standing(0.5, 0.8)], t)
    assert bool(tracker.step([standing(0.5, 0.8, score)], 0.4)) == goes_on


@pytest.mark.parametrize(
    ("gap", "same"), [(FORGET_S - 0.01, True), (FORGET_S, True), (FORGET_S + 0.01, False)]
)
def test_unseen_for_a_while_is_the_same_person(gap: float, same: bool) -> None:
    tracker = Tracker()
    tracker.step([standing(0.5, 0.8)], -0.2)
    tracker.step([standing(0.5, 0.8)], 0.0)
    tracker.step([standing(0.5, 0.8)], gap)
    (track,) = tracker.step([standing(0.5, 0.8)], gap + 0.2)
    assert (track.id == 1) == same


def test_two_who_pass_each_other_keep_their_numbers() -> None:
    tracker = Tracker()
    ways: dict[int, list[float]] = {}
    for step in range(21):
        t = step * 0.2
        one, two = standing(0.1 + 0.04 * step, 0.8), standing(0.9 - 0.04 * step, 0.9)
        for track in tracker.step([one, two], t):
            ways.setdefault(track.id, []).append(round(track.box.y + track.box.h, 2))
    assert {id_: set(feet) for id_, feet in ways.items()} == {1: {0.8}, 2: {0.9}}


def test_forgetting_begins_new_numbers() -> None:
    tracker = Tracker()
    for t in (0.0, 0.2):
        tracker.step([standing(0.5, 0.8)], t)
    tracker.forget()
    tracker.step([standing(0.5, 0.8)], 0.4)
    (track,) = tracker.step([standing(0.5, 0.8)], 0.6)
    assert track.id == 2


def test_doubtful_scores_make_nobody_sure() -> None:
    tracker = Tracker()
    for step, score in enumerate((0.51, 0.7, 0.37, 0.52)):
        told = tracker.step([standing(0.5, 0.8, score)], step / 5)
    assert [track.sure for track in told] == [False]


@given(
    st.lists(
        st.lists(st.tuples(st.floats(0, 1), st.floats(0.3, 1), st.floats(0, 1)), max_size=5), max_size=12
    )
)
def test_every_box_is_one_person_and_every_person_one_box(
    steps: list[list[tuple[float, float, float]]],
) -> None:
    tracker = Tracker()
    for number, found in enumerate(steps):
        boxes = [standing(*each) for each in found]
        tracks = tracker.step(boxes, number * 0.2)
        assert len({track.id for track in tracks}) == len(tracks) <= len(boxes)
        assert all(track.box in [each.box for each in boxes] for track in tracks)
