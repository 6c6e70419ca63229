"""How long nothing times out at an agent's doors after a start and after what it sends again."""

from __future__ import annotations

import pytest

from gate.engine.catching_up import GAP_S, ROW_S, START_S, CatchingUp

A, B = "cabinet-1", "cabinet-2"


def test_an_engine_without_agents_is_never_behind() -> None:
    catching_up = CatchingUp()
    catching_up.started([], 100.0)
    assert (catching_up.behind(100.0), catching_up.left(100.0)) == (frozenset(), None)


@pytest.mark.parametrize(
    ("after", "behind"), [(START_S - 0.001, True), (START_S, False), (START_S + 1, False)]
)
def test_a_start_waits_for_agents_to_begin(after: float, behind: bool) -> None:
    catching_up = CatchingUp()
    catching_up.started([A], 100.0)
    assert (A in catching_up.behind(100.0 + after)) is behind


@pytest.mark.parametrize(("more", "gap"), [(True, ROW_S), (False, GAP_S)])
@pytest.mark.parametrize(("after", "behind"), [(-0.001, True), (0.0, False), (1.0, False)])
def test_an_event_that_is_sent_again_may_be_followed_by_others(
    more: bool, gap: float, after: float, behind: bool
) -> None:
    catching_up = CatchingUp()
    catching_up.heard(A, 100.0, more=more)
    assert (A in catching_up.behind(100.0 + gap + after)) is behind


def test_one_agent_s_row_says_nothing_of_another() -> None:
    catching_up = CatchingUp()
    catching_up.heard(A, 100.0, more=True)
    catching_up.heard(B, 100.0, more=True)
    catching_up.heard(B, 101.0, more=False)
    assert catching_up.behind(101.0) == {A, B}
    assert catching_up.left(101.0) == pytest.approx(GAP_S)
    assert catching_up.behind(102.0) == {A}
    assert catching_up.left(102.0) == pytest.approx(ROW_S - 2.0)


def test_an_agent_that_left_is_not_waited_for() -> None:
    catching_up = CatchingUp()
    catching_up.heard(A, 100.0, more=True)
    catching_up.gone(A)
    catching_up.gone(B)
    assert catching_up.behind(100.0) == frozenset()
