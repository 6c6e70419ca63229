"""Who may still walk through: each deadline just before, at and just after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.service.passages import GRACE, Passages, Way, closed, crossed, freed, granted, opened

T0 = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TICK = timedelta(milliseconds=1)
RELEASE = timedelta(seconds=6)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def let_in(persons: int = 1, way: Way = Way.IN) -> Passages:
    """Granted at 0, opened at 1."""
    return opened(granted(Passages(), way, persons, at(6), at(0)), "grant", at(1))


def follow(state: Passages, *crossings: tuple[Way, int, float]) -> list[bool]:
    told = []
    for way, who, t in crossings:
        state, followed = crossed(state, way, who, at(t))
        told.append(followed)
    return told


def test_one_grant_is_one_person() -> None:
    assert follow(let_in(), (Way.IN, 1, 2), (Way.IN, 2, 3), (Way.IN, 3, 4)) == [False, True, True]


def test_a_grant_for_two_is_two() -> None:
    assert follow(let_in(2), (Way.IN, 1, 2), (Way.IN, 2, 3), (Way.IN, 3, 4)) == [False, False, True]


def test_who_slips_out_while_somebody_comes_in() -> None:
    assert follow(let_in(), (Way.OUT, 9, 2), (Way.IN, 1, 3)) == [True, False]


def test_who_comes_back_gives_his_leave_back() -> None:
    assert follow(let_in(), (Way.IN, 1, 2), (Way.OUT, 1, 3), (Way.IN, 1, 4), (Way.IN, 2, 5)) == [
        False, False, False, True,
    ]  # fmt: skip


def test_another_badge_while_the_door_stands_open() -> None:
    state, _ = crossed(let_in(), Way.IN, 1, at(2))
    state = granted(state, Way.IN, 1, at(9), at(3))
    assert follow(state, (Way.IN, 2, 30), (Way.IN, 3, 31)) == [False, True]


@pytest.mark.parametrize(("late", "lives"), [(-TICK, True), (timedelta(0), True), (TICK, False)])
def test_a_grant_ends_with_its_release(late: timedelta, lives: bool) -> None:
    state = granted(Passages(), Way.IN, 1, T0 + RELEASE, T0)
    state = opened(state, "grant", T0 + RELEASE + late)
    assert bool(state.credits) == lives
    assert bool(state.judged) == lives, "an opening without any grant has an alarm of its own"


@pytest.mark.parametrize(("late", "counts"), [(-TICK, True), (timedelta(0), True), (TICK, False)])
def test_after_closing_there_is_a_grace(late: timedelta, counts: bool) -> None:
    state, _ = crossed(let_in(), Way.IN, 1, at(2))
    state = closed(state, at(3))
    assert crossed(state, Way.IN, 2, at(3) + GRACE + late)[1] == counts


def test_the_last_one_may_reach_the_line_after_the_door_closed() -> None:
    assert follow(closed(let_in(), at(2)), (Way.IN, 1, 4)) == [False]


def test_leave_that_is_left_over_is_not_the_next_ones() -> None:
    state = closed(let_in(2), at(2))
    state = granted(state, Way.IN, 1, at(20), at(10))
    state = opened(state, "grant", at(11))
    assert follow(state, (Way.IN, 1, 12), (Way.IN, 2, 13)) == [False, True]


@pytest.mark.parametrize("cause", ["unlock", "hold", "fire", "forced", "key", ""])
def test_openings_that_are_not_judged(cause: str) -> None:
    state = opened(granted(Passages(), Way.IN, 1, at(6), at(0)), cause, at(1))
    assert follow(state, (Way.IN, 1, 2), (Way.IN, 2, 3)) == [False, False]


def test_a_button_lets_out_and_not_in() -> None:
    state = opened(Passages(), "rex", at(1))
    assert follow(state, (Way.OUT, 1, 2), (Way.OUT, 2, 3), (Way.IN, 3, 4)) == [False, False, True]


def test_freed_in_the_middle() -> None:
    assert follow(freed(let_in(), Way.OUT), (Way.OUT, 1, 2), (Way.IN, 2, 3), (Way.IN, 3, 4)) == [
        False, False, True,
    ]  # fmt: skip


def test_nothing_is_known_after_a_restart_and_a_closed_door_lets_nobody_through() -> None:
    assert follow(Passages(), (Way.IN, 1, 0)) == [False]
    assert follow(opened(Passages(), "grant", at(1)), (Way.IN, 1, 2)) == [False]


def test_a_contact_that_tells_again_changes_nothing() -> None:
    state, _ = crossed(let_in(), Way.IN, 1, at(2))
    assert opened(state, "found_open", at(3)) is state
    shut = closed(state, at(4))
    assert closed(shut, at(5)) is shut


@given(
    st.integers(1, 3),
    st.lists(
        st.tuples(st.sampled_from(Way), st.integers(1, 50)), max_size=12, unique_by=lambda each: each[1]
    ),
)
def test_of_different_people_exactly_those_beyond_the_grant_are_told(
    persons: int, people: list[tuple[Way, int]]
) -> None:
    told = follow(let_in(persons), *((way, who, 2.0) for way, who in people))
    inward = sum(way is Way.IN for way, _ in people)
    assert sum(told) == max(0, inward - persons) + len(people) - inward
