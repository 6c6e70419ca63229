"""The tailgate rule on tracks: numbers, one to three people, grants used and not used, both ways."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cameras.scripts import script, told

SCRIPTS = 400


def test_recall_and_precision_on_random_scripts() -> None:
    dice = Random(7)
    right = wrong = missed = 0
    for _ in range(SCRIPTS):
        play = script(dice)
        seen = told(play, dice)
        right += min(seen, play.followers)
        wrong += max(0, seen - play.followers)
        missed += max(0, play.followers - seen)
    assert right > SCRIPTS // 4, "the scripts have followers at all"
    assert right / (right + missed) >= 0.95, (right, wrong, missed)
    assert right / (right + wrong) >= 0.95, (right, wrong, missed)


@pytest.mark.parametrize("seed", range(20))
def test_without_shiver_and_gaps_every_count_is_exact(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.cameras.scripts.SHIVER", 0.0)
    monkeypatch.setattr("tests.cameras.scripts.MISSES", 0.0)
    dice = Random(seed)
    play = script(dice)
    assert told(play, dice) == play.followers, play


@given(st.integers(0, 10_000))
def test_a_grant_that_nobody_used_is_nobodys_tailgate(seed: int) -> None:
    dice = Random(seed)
    play = script(dice)
    if play.opens is None:
        assert told(play, dice) == 0
