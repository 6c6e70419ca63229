"""The quick way to a Decision gives the same as the plain one."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from gate.domain.decision import Decision
from tests.policy.build import world
from tests.policy.lab import ANN, SITE, employee, read

ANSWERS = {
    "granted by rules alone": ("front-in", 1, True),
    "denied by rules alone": ("front-in", 3, False),
    "granted by judges": ("lab-in", 1, True),
    "an exit": ("front-out", 1, True),
    "a card of nobody": ("front-in", 99, False),
}


@pytest.mark.parametrize(("reader", "card", "granted"), ANSWERS.values(), ids=ANSWERS)
def test_what_comes_out_is_a_frozen_decision(reader: str, card: int, granted: bool) -> None:
    decision = read(world(SITE, [ANN, {**employee("cy", 3), "groups": []}]), 0, reader, card)
    assert decision.granted is granted
    assert type(decision) is Decision
    assert replace(decision) == decision  # asks for every field: none was left out
    assert hash(replace(decision)) == hash(decision)
    assert repr(replace(decision)) == repr(decision)
    with pytest.raises(FrozenInstanceError):
        decision.person = "bob"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del decision.person
