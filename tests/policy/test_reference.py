"""The decider against the slow one written straight from docs/policy.md, on random sites, people and lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.build import answers
from tests.policy.reference import reference_answers
from tests.policy.worlds import Story, story

Raw = dict[str, Any]


def plain(answer: Raw) -> Raw:
    """Without what the reference does not know: the hash, and the words of an error."""
    return {key: key == "error" or value for key, value in answer.items() if key != "policy"}


def differs(told: Story, lines: list[Raw]) -> bool:
    given = [plain(each) for each in answers(told.site, told.people, lines)]
    return given != reference_answers(told.site, told.people, lines)


def shortest(told: Story) -> list[Raw]:
    """The lines of a story that differs, without those that do not matter: for the message."""
    lines = told.lines
    for line in told.lines:
        fewer = [each for each in lines if each is not line]
        if differs(told, fewer):
            lines = fewer
    return lines


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**48), length=st.sampled_from([10, 40, 80]))
@pytest.mark.regime("C4")
def test_agrees_with_the_page(seed: int, length: int) -> None:
    told = story(seed, length)
    assert not differs(told, told.lines), (told.site, told.people, shortest(told))
