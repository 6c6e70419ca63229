"""What is explained really grants, and no part of it does; on random stories, and case by case."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from gate.policy.explain import explain
from gate.policy.explain.scenario import scenario_of, try_out
from gate.policy.explain.smallest import granting
from gate.policy.means import HOST
from tests.policy.worlds import story
from tests.policy_explain.driven import Asked, asked


def check(each: Asked) -> None:
    decision = each.world.decide(each.request)
    start = scenario_of(each.world, each.request, HOST)
    assert try_out(start).decision == decision or decision.person is None
    said = explain(each.world, each.request, decision)
    assert each.world.decide(each.request) == decision, "explaining changes nothing"
    if decision.granted:
        assert (said.remedies, said.final) == ((), ())
        return
    assert bool(said.remedies) != bool(said.final)
    assert set(said.final) <= set(decision.reasons)
    if said.remedies:
        assert decision.person is not None
        assert granting(start, said.remedies, decision.person).granted
        for size in range(len(said.remedies)):
            for part in combinations(said.remedies, size):
                assert not granting(start, part, decision.person).granted, part


@settings(max_examples=25)
@given(st.integers(0, 1_000_000))
def test_what_is_explained_grants_and_no_part_of_it_does(seed: int) -> None:
    told = story(seed, 25)
    for each in asked(told.site, told.people, told.lines):
        check(each)
