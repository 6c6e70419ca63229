"""Debouncing: rows around its two deadlines, and what holds for any noise."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.edge.debounce import BRIEF_S, STEADY_S, Debouncer, Settled


def started() -> Debouncer[str, str]:
    debouncer: Debouncer[str, str] = Debouncer()
    assert debouncer.seen("door", "closed", 0.0) == (Settled(key="door", value="closed"),)
    return debouncer


@pytest.mark.parametrize(("after", "settled"), [(0.049, False), (0.050, True), (0.051, True)])
def test_a_level_counts_once_it_stood_for_50_ms(after: float, settled: bool) -> None:
    debouncer = started()
    assert debouncer.seen("door", "open", 10.0) == ()
    assert debouncer.next_deadline() == pytest.approx(10.050)
    assert bool(debouncer.due(10.0 + after + (1e-9 if settled else 0))) is settled


@pytest.mark.parametrize(("lasted", "brief"), [(0.399, True), (0.400, False), (0.401, False)])
def test_what_follows_a_level_of_under_400_ms_is_brief(lasted: float, brief: bool) -> None:
    debouncer = started()
    debouncer.seen("door", "open", 16.0)
    assert debouncer.due(16.1) == (Settled(key="door", value="open"),)
    debouncer.seen("door", "closed", 16.0 + lasted + (0 if brief else 1e-9))
    assert debouncer.due(17.0) == (Settled(key="door", value="closed", brief=brief),)
    assert debouncer.next_deadline() is None


def test_a_glitch_is_told_when_calm_is_back() -> None:
    debouncer = started()
    debouncer.seen("door", "open", 10.0)
    debouncer.seen("door", "closed", 10.02)
    assert debouncer.due(10.06) == ()
    glitch = Settled(key="door", value="closed", brief=True, glitch="open")
    assert debouncer.due(10.071) == (glitch,)
    assert debouncer.due(20.0) == ()


def test_chatter_that_ends_in_a_change_is_one_change() -> None:
    debouncer = started()
    for time, level in (
        (10.0, "open"),
        (10.01, "closed"),
        (10.02, "open"),
        (10.03, "closed"),
        (10.04, "open"),
    ):
        assert debouncer.seen("door", level, time) == ()
    assert debouncer.due(10.091) == (Settled(key="door", value="open"),)


def test_repeated_levels_do_not_start_the_time_anew() -> None:
    debouncer = started()
    for step in range(5):
        debouncer.seen("door", "open", 10.0 + step * 0.01)
    assert debouncer.due(10.0501) == (Settled(key="door", value="open"),)


def test_what_is_forced_counts_at_once_and_once() -> None:
    debouncer = started()
    assert debouncer.force("door", "unknown", 10.0) == (Settled(key="door", value="unknown"),)
    assert debouncer.force("door", "unknown", 11.0) == ()
    assert debouncer.value("door") == "unknown"
    assert debouncer.value("window") is None


def test_keys_do_not_disturb_each_other() -> None:
    debouncer = started()
    debouncer.seen("window", "closed", 0.0)
    debouncer.seen("door", "open", 10.0)
    debouncer.seen("window", "open", 10.03)
    assert debouncer.due(10.06) == (Settled(key="door", value="open"),)
    assert debouncer.due(10.09) == (Settled(key="window", value="open"),)


STEPS = st.lists(
    st.tuples(st.sampled_from(["open", "closed", "tamper"]), st.floats(0.001, 1.0, allow_nan=False)),
    max_size=40,
)


@given(steps=STEPS)
def test_after_any_noise_the_last_level_counts_and_every_excursion_shows(
    steps: list[tuple[str, float]],
) -> None:
    """Polled as the agent polls it: the settled levels alternate, the last raw one wins, nothing vanishes."""
    debouncer, now, last = started(), 0.0, "closed"
    told: list[Settled[str, str]] = []
    stood_for_long = {"closed"}
    for level, wait in steps:
        told += debouncer.seen("door", level, now)
        last = level
        deadline = debouncer.next_deadline() or math.inf
        if deadline <= now + wait:
            told += debouncer.due(deadline)
            stood_for_long.add(level)
        now += wait
    told += debouncer.due(now + 1.0)
    assert debouncer.value("door") == last
    assert debouncer.next_deadline() is None
    changes = ["closed", *(each.value for each in told if each.glitch is None)]
    assert all(one != other for one, other in pairwise(changes))
    assert {level for level, wait in steps if wait > STEADY_S} <= {*changes}
    assert BRIEF_S > STEADY_S
