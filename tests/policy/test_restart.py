"""A restart that nobody notices: drained rows in a fresh world give the same further answers."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.policy import BadRow, StateRow, World
from gate.policy.lines import answer_lines
from tests.policy.build import PinJudge, answers, world
from tests.policy.worlds import Story, story


def play(playing: World, told: Story, lines: list[dict[str, object]]) -> list[object]:
    """Answers of a world that goes on."""
    return [json.loads(text) for text in answer_lines(playing, PinJudge(told.people), map(json.dumps, lines))]


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**48), length=st.sampled_from([20, 80]))
def test_restored_world_answers_the_same(seed: int, length: int) -> None:
    told, random = story(seed, length), Random(seed)
    lines = sorted(
        told.lines, key=lambda line: str(line["at"])
    )  # a lone world does not know the last accepted instant
    cut = random.randint(0, length)
    before = world(told.site, told.people)
    rows: list[StateRow] = []
    given = []
    for line in lines[:cut]:
        given += play(before, told, [line])
        if random.random() < 0.4:
            rows += before.drain()
    rows += before.drain()
    after = world(told.site, told.people)
    after.restore(rows)
    assert after.drain() == ()
    given += play(after, told, lines[cut:])
    assert given == answers(told.site, told.people, lines)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**48))
def test_all_rows_make_the_same_world(seed: int) -> None:
    """What another configuration's world takes over while the engine runs."""
    told = story(seed, 40)
    lines = sorted(told.lines, key=lambda line: str(line["at"]))
    before, after = world(told.site, told.people), world(told.site, told.people)
    play(before, told, lines[:25])
    after.restore(before.rows())
    assert sorted(after.rows(), key=str) == sorted(before.rows(), key=str)
    assert play(after, told, lines[25:]) == play(before, told, lines[25:])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**48))
def test_drained_once(seed: int) -> None:
    told = story(seed)
    living = world(told.site, told.people)
    play(living, told, told.lines)
    living.drain()
    assert living.drain() == ()


@pytest.mark.parametrize(
    "row",
    [
        StateRow(kind="nothing", key="x", value="1"),
        StateRow(kind="presence", key="p1", value='"lab"'),
        StateRow(kind="presence", key="p1", value="{"),
        StateRow(kind="credential", key="p1-card", value='"melted"'),
        StateRow(kind="pin", key="p1", value='{"wrong": "many"}'),
        StateRow(kind="door", key="lab-door", value="[]"),
        StateRow(kind="wait", key="lab-door-in", value='[{"person": 1}]'),
    ],
)
def test_rows_that_are_not_ours(row: StateRow) -> None:
    told = story(1)
    with pytest.raises(BadRow):
        world(told.site, told.people).restore([row])


def test_what_is_gone_is_left_out() -> None:
    told = story(1)
    restored = world(told.site, told.people)
    restored.restore(
        [
            StateRow(kind="presence", key="gone", value='["lab"]'),
            StateRow(kind="presence", key="p1", value='["no-such-zone"]'),
            StateRow(kind="credential", key="gone", value='"lost"'),
            StateRow(kind="lockdown", key="gone", value="true"),
            StateRow(kind="threat", key="gone", value='"high"'),
            StateRow(kind="grant", key="gone", value='{"target": "lab"}'),
        ]
    )
    assert restored.presence("p1") == frozenset(restored.configuration.zones)
    assert restored.drain() == ()
