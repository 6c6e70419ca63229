"""Proofs against the World itself: nothing that it grants goes unreported, and everything reported it grants."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.invariant import Never
from gate.policy import compile_site
from gate.policy.prove import Breach, Proof, check_invariants
from tests.prove.brute import Brute, breaches
from tests.prove.replay import walk
from tests.prove.stories import Case, case

SEEDS = st.integers(0, 2**32)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_whatever_the_world_grants_against_an_invariant_is_reported(seed: int) -> None:
    drawn = case(seed)
    verdicts = check_invariants(drawn.site, compile_site(drawn.site), drawn.people)
    proved = [
        each.invariant for each in verdicts if isinstance(each, Proof) and isinstance(each.invariant, Never)
    ]
    brute = Brute(drawn.site, drawn.people, drawn.times)
    for person in drawn.people:
        for entry in brute.let_in(person):
            for invariant in proved:
                assert not breaches(invariant, person, entry, drawn.site), (invariant, entry)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_every_breach_can_be_walked(seed: int) -> None:
    drawn = case(seed)
    for breach in found(drawn):
        walk(drawn.site, drawn.people, breach)


def found(drawn: Case) -> list[Breach]:
    verdicts = check_invariants(drawn.site, compile_site(drawn.site), drawn.people, drawn.times[0])
    return [verdict for verdict in verdicts if isinstance(verdict, Breach)]
