"""Any decision of any story is taken again, field for field, from what it saw and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gate.policy.replay import decide_again, differences
from tests.policy.worlds import story
from tests.policy_explain.driven import asked


@settings(max_examples=120)
@given(st.integers(0, 1_000_000))
def test_what_a_decision_saw_is_enough(seed: int) -> None:
    told = story(seed)
    for each in asked(told.site, told.people, told.lines):
        world, request = each.world, each.request
        seen = world.seen(request)
        people = [person for name in seen.people if (person := world.person(name)) is not None]
        again = decide_again(world.configuration, people, seen, request, world.revision)
        assert differences(world.decide(request), again) == ()
