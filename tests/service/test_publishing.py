"""A configuration that breaches its own invariants runs only once two different people have said so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gate.domain.commands import Outcome, Receipt
from gate.domain.events import CommandRecorded
from gate.domain.invariant import Never, Who
from gate.domain.policy_commands import OverrideInvariants
from gate.engine.errors import EngineError
from gate.engine.publishing import require_publishable
from gate.engine.starting import people_of
from tests.service.rig import GUARD, MANAGER, Rig, example_site

NEW = replace(
    example_site(),
    version="ab" * 32,
    invariants=(*example_site().invariants, Never(id="no-one", who=Who(word="anyone"), reaches="lobby")),
)
ASK = OverrideInvariants(version=NEW.version, invariants=("no-one",), reason="the tour of the mayor")
OTHER = replace(MANAGER, user="zhao.min")


def start(rig: Rig) -> None:
    with rig.store.work() as work:
        snapshot = work.snapshot()
    require_publishable(NEW, people_of(snapshot), snapshot.world)


def refused(rig: Rig) -> str:
    with pytest.raises(EngineError) as stopped:
        start(rig)
    return str(stopped.value)


def test_the_example_may_be_run(rig: Rig) -> None:
    with rig.store.work() as work:
        snapshot = work.snapshot()
    require_publishable(example_site(), people_of(snapshot), snapshot.world)


@pytest.mark.regime("G2")
def test_two_people_override(rig: Rig) -> None:
    said = refused(rig)
    assert "no-one" in said
    assert "gate policy publish --override" in said
    first = rig.command(ASK, MANAGER)
    assert (first.outcome, first.letter) == (Outcome.DONE, "a second person is wanted for no-one")
    assert "no-one" in refused(rig)
    again = rig.command(ASK, MANAGER)
    assert (again.outcome, again.why) == (
        Outcome.REFUSED,
        f"{MANAGER.user} has said so before: another person must",
    )
    assert "no-one" in refused(rig)
    rig.restart()
    second = rig.command(ASK, OTHER)
    assert (second.outcome, second.letter) == (Outcome.DONE, "two people have said so")
    start(rig)
    [row] = [each for each in rig.noted(CommandRecorded) if each.command == "OverrideInvariants"]
    assert (row.actor.user, row.subject, row.reason) == ("zhao.min", NEW.version, ASK.reason)


def test_what_was_overridden_for_one_configuration_counts_for_that_alone(rig: Rig) -> None:
    other = replace(ASK, version="cd" * 32)
    rig.command(other, MANAGER)
    rig.command(other, OTHER)
    assert "no-one" in refused(rig)


def test_two_people_must_override_the_same(rig: Rig) -> None:
    rig.command(ASK, MANAGER)
    rig.command(replace(ASK, invariants=("something-else",)), OTHER)
    assert "no-one" in refused(rig)


@pytest.mark.parametrize(
    ("ask", "outcome"),
    [
        (replace(ASK, reason="  "), Outcome.REFUSED),
        (replace(ASK, version="main"), Outcome.INVALID),
        (replace(ASK, invariants=()), Outcome.INVALID),
    ],
)
def test_what_is_refused(rig: Rig, ask: OverrideInvariants, outcome: Outcome) -> None:
    receipt: Receipt = rig.command(ask, MANAGER)
    assert receipt.outcome is outcome
    assert "no-one" in refused(rig)


def test_a_guard_may_not(rig: Rig) -> None:
    assert rig.command(ASK, GUARD).outcome is Outcome.REFUSED
