"""People of a roster are judged, changed and forgotten as those that were put one by one."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.credential import CredentialState
from gate.policy import World, compile_site
from gate.policy.lines import answer_lines
from gate.policy.roster import build_roster
from tests.policy.build import PinJudge, person, site
from tests.policy.lab import ANN, BOB, SITE, T0, read
from tests.policy.worlds import story


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**48), length=st.sampled_from([10, 40]))
def test_stories_end_alike(seed: int, length: int) -> None:
    told = story(seed, length)
    built, everyone = compile_site(site(told.site)), [person(each) for each in told.people]
    lines, pins = [json.dumps(each) for each in told.lines], PinJudge(told.people)
    one_by_one = list(answer_lines(World(built, everyone), pins, lines))
    assert list(answer_lines(World(built, build_roster(everyone)), pins, lines)) == one_by_one


def worlds() -> tuple[World, World]:
    built, everyone = compile_site(site(SITE)), [person(each) for each in (ANN, BOB)]
    return World(built, everyone), World(built, build_roster(everyone))


def test_a_change_shows_in_the_next_decision() -> None:
    for world in worlds():
        assert read(world, 0, "front-in").granted
        ann = world.person("ann")
        assert ann is not None
        world.put_person(replace(ann, memberships=()), 2)
        assert read(world, 1, "front-in").reasons == ("no_grant",)
        assert [each.id for each in world.people()] == ["ann", "bob"]


def test_one_who_was_dropped_is_unknown() -> None:
    for world in worlds():
        world.drop_person("ann", 2)
        assert read(world, 0, "front-in").reasons == ("unknown_credential",)
        assert world.person("ann") is None
        assert [each.id for each in world.people()] == ["bob"]


def test_a_state_that_was_set_counts() -> None:
    for world in worlds():
        ann = world.person("ann")
        assert ann is not None
        world.set_credential_state(ann.credentials[0].id, CredentialState.LOST, T0)
        assert read(world, 1, "front-in").reasons == ("credential_lost",)
