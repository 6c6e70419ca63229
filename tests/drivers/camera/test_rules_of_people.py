"""Rules about people on made-up tracks: times just before, at and after; sides of lines; who counts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.crossing import MARGIN, LineRule, LineWatch
from drivers.camera.presence import PeopleRule, Stay, more_than
from drivers.camera.rule import Rule, View
from drivers.camera.signals import CameraSignal, Direction, LineCrossed, PeopleEnded, PeopleStarted
from drivers.camera.tracker import FORGET_S, Track
from tests.drivers.camera.film import START, instant, view_at
from tests.drivers.camera.walkers import track

LINE = ((0.2, 0.6), (0.8, 0.6))
LEFT_HALF = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))


def seen(t: float, *people: Track) -> View:
    return replace(view_at(t), people=lambda: people)


def fed(rule: Rule, *views: View) -> list[CameraSignal]:
    return [signal for view in views for signal in rule.step(view)]


def test_a_person_comes_and_goes() -> None:
    rule = PeopleRule("cam", zone="lobby", quiet=timedelta(seconds=1.5))
    (told,) = fed(rule, seen(1.0, track(1, 0.5, 0.8)))
    assert isinstance(told, PeopleStarted)
    assert (told.rule, told.zone, told.count, told.since, told.at) == (
        "person",
        "lobby",
        1,
        instant(1),
        instant(1),
    )
    assert told.still.startswith(b"\xff\xd8")
    assert fed(rule, seen(1.2, track(1, 0.5, 0.8), track(2, 0.4, 0.8))) == []
    assert fed(rule, seen(2.6)) == []
    (ended,) = fed(rule, seen(2.7))
    assert isinstance(ended, PeopleEnded)
    assert (ended.last, ended.at, ended.count) == (instant(1.2), instant(2.7), 2)
    assert fed(rule, seen(9.0)) == []


@pytest.mark.parametrize(("t", "told"), [(1.99, 0), (2.0, 1), (2.01, 1)])
def test_the_hold_time(t: float, told: int) -> None:
    rule = PeopleRule("cam", hold=timedelta(seconds=2))
    there = track(1, 0.5, 0.8)
    assert len(fed(rule, seen(0.0, there), seen(1.0, there), seen(t, there))) == told


def test_nobody_for_the_quiet_time_starts_the_hold_anew() -> None:
    rule = PeopleRule("cam", hold=timedelta(seconds=2), quiet=timedelta(seconds=1))
    there = track(1, 0.5, 0.8)
    assert fed(rule, seen(0.0, there), seen(1.0), seen(1.5, there), seen(3.4, there)) == []


def test_doubtful_tracks_and_people_elsewhere_do_not_count() -> None:
    rule = PeopleRule("cam", area=LEFT_HALF)
    assert (
        fed(rule, seen(0.0, track(1, 0.7, 0.8), track(2, 0.3, 0.8, mean=0.5), track(3, 0.3, 0.8, hits=2)))
        == []
    )
    assert len(fed(rule, seen(0.2, track(4, 0.3, 0.8)))) == 1


def test_disarming_ends_it_and_no_picture_ends_it() -> None:
    armed = [True]
    rule = PeopleRule("cam", armed=lambda at: armed[0])
    assert len(fed(rule, seen(0.0, track(1, 0.5, 0.8)))) == 1
    armed[0] = False
    assert [type(each) for each in fed(rule, seen(0.2, track(1, 0.5, 0.8)))] == [PeopleEnded]
    armed[0] = True
    fed(rule, seen(0.4, track(1, 0.5, 0.8)))
    assert [type(each) for each in rule.absent(instant(5), 5.0)] == [PeopleEnded]
    assert not rule.active


@pytest.mark.parametrize(("people", "told"), [(3, 0), (4, 1)])
def test_a_crowd_is_more_than_the_count(people: int, told: int) -> None:
    rule = PeopleRule("cam", name="crowding", judge=more_than(3))
    assert len(fed(rule, seen(0.0, *(track(n, n / 10, 0.8) for n in range(1, people + 1))))) == told


@pytest.mark.parametrize(("t", "told"), [(59.9, 0), (60.0, 1), (60.1, 1)])
def test_loitering_counts_from_the_arrival_in_the_area(t: float, told: int) -> None:
    rule = PeopleRule("cam", name="loitering", area=LEFT_HALF, judge=Stay(timedelta(seconds=60)))
    views = [seen(-5.0, track(1, 0.9, 0.8))]
    views += [seen(float(n), track(1, 0.3, 0.8)) for n in range(60)]
    assert len(fed(rule, *views, seen(t, track(1, 0.3, 0.8)))) == told


def test_who_leaves_the_area_begins_anew_and_others_are_others() -> None:
    rule = PeopleRule("cam", name="loitering", judge=Stay(timedelta(seconds=10)))
    views = [seen(float(n), track(1 + n // 6, 0.3, 0.8)) for n in range(18)]
    assert fed(rule, *views) == []
    again = [seen(20.0 + n, track(9, 0.3, 0.8)) for n in range(8)]
    again += [seen(30.0 + n, track(9, 0.3, 0.8)) for n in range(8)]
    assert fed(rule, *again) == []


def test_memory_of_stays_is_bounded() -> None:
    stay = Stay(timedelta(seconds=10))
    for n in range(1000):
        stay([track(n, 0.5, 0.8)], n * 0.001)
    assert len(stay._stays) <= 64


def walked(*points: tuple[float, float], id_: int = 1) -> list[Direction]:
    """The crossings of one person who is seen at these points, five times a second."""
    watch = LineWatch(LINE)
    first = track(id_, *points[0]).box
    told = []
    for n, (x, y) in enumerate(points):
        told += watch.step([replace(track(id_, x, y, n / 5), first=first)], n / 5)
    return [each.direction for each in told]


def test_in_is_from_the_left_hand_to_the_right() -> None:
    assert walked((0.5, 0.4), (0.5, 0.55), (0.5, 0.65), (0.5, 0.8)) == [Direction.IN]
    assert walked((0.5, 0.8), (0.5, 0.5)) == [Direction.OUT]


def test_there_and_back_are_two() -> None:
    assert walked((0.5, 0.4), (0.5, 0.7), (0.5, 0.4)) == [Direction.IN, Direction.OUT]


def test_who_walks_around_an_end_has_not_crossed() -> None:
    assert walked((0.5, 0.4), (0.95, 0.5), (0.95, 0.7), (0.5, 0.8)) == []
    assert walked((0.5, 0.4), (0.95, 0.5), (0.95, 0.7), (0.5, 0.8), (0.5, 0.4)) == [Direction.OUT]


@pytest.mark.parametrize(("beyond", "crossed"), [(MARGIN * 0.9, 0), (MARGIN * 1.1, 1)])
def test_the_margin(beyond: float, crossed: int) -> None:
    assert len(walked((0.5, 0.5), (0.5, 0.6), (0.5, 0.6 + beyond))) == crossed


def test_who_was_seen_first_before_the_line_and_confirmed_behind_it() -> None:
    watch = LineWatch(LINE)
    born = track(1, 0.5, 0.5).box
    (crossing,) = watch.step([replace(track(1, 0.5, 0.7, 0.2), first=born)], 0.2)
    assert crossing.direction is Direction.IN


@pytest.mark.parametrize(("gap", "crossed"), [(FORGET_S + 0.9, 1), (FORGET_S + 1.1, 0)])
def test_a_side_is_remembered_a_little_longer_than_a_track(gap: float, crossed: int) -> None:
    watch = LineWatch(LINE)
    here = track(1, 0.5, 0.4)
    watch.step([here], 0.0)
    there = replace(track(1, 0.5, 0.7), first=track(1, 0.5, 0.7).box)
    assert len(watch.step([there], gap)) == crossed


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
def test_crossings_alternate_between_the_ends(points: list[tuple[float, float]]) -> None:
    """On a line as wide as the picture nobody can walk around it: in, out, in, out."""
    watch = LineWatch(((0.0, 0.6), (1.0, 0.6)))
    first, told = track(1, *points[0]).box, []
    for n, (x, y) in enumerate(points):
        told += watch.step([replace(track(1, x, y, n / 5), first=first)], n / 5)
    ways = [each.direction for each in told]
    assert all(one is not two for one, two in itertools.pairwise(ways))
    clear = [y for _, y in points if abs(y - 0.6) > MARGIN]
    if clear:
        assert (len(ways) % 2 == 1) == ((clear[0] < 0.6) != (clear[-1] < 0.6))


def crossing_rule(only: Direction | None = None, **more: object) -> Sequence[CameraSignal]:
    rule = LineRule("cam", LINE, name="tailgate", portal="front-door", only=only, **more)  # type: ignore[arg-type]
    born = track(7, 0.5, 0.4).box
    steps = [(0.0, 0.4), (0.2, 0.7), (0.4, 0.4)]
    return fed(rule, *(seen(t, replace(track(7, 0.5, y), first=born)) for t, y in steps))


def test_a_line_tells_with_portal_track_and_still() -> None:
    one, two = crossing_rule()
    assert isinstance(one, LineCrossed)
    assert isinstance(two, LineCrossed)
    assert (one.portal, one.track, one.direction, one.at) == ("front-door", 7, Direction.IN, instant(0.2))
    assert one.still.startswith(b"\xff\xd8")
    assert two.direction is Direction.OUT


def test_the_wrong_way_is_one_way() -> None:
    assert [each.direction for each in crossing_rule(Direction.OUT) if isinstance(each, LineCrossed)] == [
        Direction.OUT
    ]


def test_a_line_that_is_not_armed_forgets_sides() -> None:
    def armed(at: datetime) -> bool:
        return at != START

    assert [type(each) for each in crossing_rule(armed=armed)] == [LineCrossed, LineCrossed]
    assert crossing_rule(armed=lambda at: False) == []
