"""Points, lines, areas: against values drawn by hand, and against each other."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drivers.camera.geometry import Box
from drivers.camera.plane import Line, along, distance_from, foot, inside, shared

share = st.floats(0, 1)
point = st.tuples(share, share)
SQUARE = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
L_SHAPE = ((0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (0.5, 0.5), (0.5, 1.0), (0.0, 1.0))


@pytest.mark.parametrize(
    ("area", "where", "is_in"),
    [
        (SQUARE, (0.5, 0.5), True),
        (SQUARE, (0.19, 0.5), False),
        (SQUARE, (0.21, 0.79), True),
        (L_SHAPE, (0.75, 0.75), False),
        (L_SHAPE, (0.25, 0.75), True),
        (L_SHAPE, (0.75, 0.25), True),
    ],
)
def test_inside(area: tuple[tuple[float, float], ...], where: tuple[float, float], is_in: bool) -> None:
    assert inside(area, where) is is_in


@given(point)
def test_inside_a_square_is_between_its_sides(where: tuple[float, float]) -> None:
    x, y = where
    assume(all(abs(value - edge) > 1e-9 for value in where for edge in (0.2, 0.8)))
    assert inside(SQUARE, where) == (0.2 < x < 0.8 and 0.2 < y < 0.8)


def test_left_of_a_line_that_runs_right_is_up() -> None:
    line = ((0.2, 0.6), (0.8, 0.6))
    assert distance_from(line, (0.5, 0.5)) == pytest.approx(0.1)
    assert distance_from(line, (0.5, 0.9)) == pytest.approx(-0.3)
    assert (along(line, (0.2, 0.1)), along(line, (0.5, 0.1)), along(line, (0.8, 0.1))) == pytest.approx(
        (0, 0.5, 1)
    )


def test_left_of_a_line_that_runs_down_is_the_right_of_the_picture() -> None:
    assert distance_from(((0.5, 0.0), (0.5, 1.0)), (0.7, 0.5)) == pytest.approx(0.2)


@given(point, point, point)
def test_turned_around_a_line_has_its_sides_changed(
    a: tuple[float, float], b: tuple[float, float], where: tuple[float, float]
) -> None:
    assume(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 0.01)
    line: Line = (a, b)
    assert distance_from(line, where) == pytest.approx(-distance_from((b, a), where))
    assert along(line, where) == pytest.approx(1.0 - along((b, a), where), abs=1e-6)


def test_overlap_of_boxes() -> None:
    one = Box(x=0.0, y=0.0, w=0.2, h=0.2)
    assert shared(one, one) == pytest.approx(1.0)
    assert shared(one, Box(x=0.1, y=0.0, w=0.2, h=0.2)) == pytest.approx(1 / 3)
    assert shared(one, Box(x=0.2, y=0.0, w=0.2, h=0.2)) == 0.0
    assert foot(one) == (0.1, 0.2)
