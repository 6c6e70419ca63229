"""The quick way to a Decision gives the same as the plain one."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from gate.domain.decision import Decision
from gate.policy.answer import _Draft
from tests.policy.build import world
from tests.policy.test_world import ANN, BOB, SITE, read


def test_the_fields_are_those_of_a_decision() -> None:
    assert set(_Draft.__slots__) == {field.name for field in fields(Decision)}


def test_what_comes_out_is_a_frozen_decision() -> None:
    decision = read(world(SITE, [ANN, BOB]), 0, "lab-in")
    assert type(decision) is Decision
    assert replace(decision) == decision
    assert hash(replace(decision)) == hash(decision)
    assert repr(replace(decision)) == repr(decision)
    with pytest.raises(FrozenInstanceError):
        decision.person = "bob"  # type: ignore[misc]
