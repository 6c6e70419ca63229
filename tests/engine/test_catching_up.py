"""How long nothing times out after a start and after what is sent again."""

from __future__ import annotations

import pytest

from gate.engine.catching_up import GAP_S, START_S, CatchingUp


def test_an_engine_without_agents_is_never_behind() -> None:
    assert CatchingUp().left(0.0) == 0


@pytest.mark.parametrize(
    ("after", "behind"), [(START_S - 0.001, True), (START_S, False), (START_S + 1, False)]
)
def test_a_start_waits_for_agents_to_begin(after: float, behind: bool) -> None:
    catching_up = CatchingUp()
    catching_up.started(100.0)
    assert (catching_up.left(100.0 + after) > 0) is behind


@pytest.mark.parametrize(("after", "behind"), [(GAP_S - 0.001, True), (GAP_S, False), (GAP_S + 1, False)])
def test_each_event_that_is_sent_again_may_be_followed_by_one_more(after: float, behind: bool) -> None:
    catching_up = CatchingUp()
    catching_up.heard(100.0)
    assert (catching_up.left(100.0 + after) > 0) is behind


def test_an_event_does_not_shorten_the_wait_of_a_start() -> None:
    catching_up = CatchingUp()
    catching_up.started(100.0)
    catching_up.heard(100.1)
    assert catching_up.left(100.1) == pytest.approx(START_S - 0.1)
