"""Lasting permits, and who may apply for whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gate.domain.carried import PermitState, PermitWay
from gate.domain.commands import Actor, Outcome, Receipt
from gate.domain.desk_commands import ApplyCarryPermit, CompareCarried, JudgeCarryPermit
from gate.domain.rights import Role
from tests.desk.asking import done, file, registered
from tests.service.rig import MORNING, Rig

OWNER = Actor(user="chen.host", role=Role.HOST, person="p1001")
LI = Actor(user="li.na", role=Role.HOST, person="p1002")
ASK = ApplyCarryPermit(
    way=PermitWay.IN, person="p1002", zone="lab", kind="laptop", description="ThinkPad X1", serial="PF-1234",
    reason="measurements", starts=MORNING, ends=MORNING + timedelta(days=30), lasting=True, capabilities=("storage",),
)  # fmt: skip


def applied(rig: Rig, actor: Actor = LI, **changes: Any) -> Receipt:
    return rig.command(replace(ASK, **changes), actor)


def compared(rig: Rig, permit: str, way: PermitWay) -> Receipt:
    return rig.command(CompareCarried(permit=permit, way=way, serial="pf1234"))


def test_a_lasting_permit_goes_in_and_out_until_its_end(rig: Rig) -> None:
    permit = applied(rig).subject
    done(rig, JudgeCarryPermit(permit=permit, approve=True, reason="owns it"), OWNER)
    for _ in range(2):
        assert compared(rig, permit, PermitWay.IN).outcome is Outcome.DONE
        assert compared(rig, permit, PermitWay.IN).why == "the permit is used, not approved"
        assert compared(rig, permit, PermitWay.OUT).outcome is Outcome.DONE
        assert rig.facts.desk.permits[permit].state is PermitState.APPROVED
    rig.restart()
    kept = rig.facts.desk.permits[permit]
    assert (kept.lasting, kept.capabilities, kept.used_at) == (True, ("storage",), None)


@pytest.mark.parametrize(("late_s", "stays"), [(-0.001, True), (0, False), (1, False)])
def test_what_comes_out_at_the_end_or_after_it_does_not_go_in_again(
    rig: Rig, late_s: float, stays: bool
) -> None:
    permit = applied(rig).subject
    done(rig, JudgeCarryPermit(permit=permit, approve=True, reason="owns it"), OWNER)
    compared(rig, permit, PermitWay.IN)
    rig.clock.instant = ASK.ends + timedelta(seconds=late_s)
    assert compared(rig, permit, PermitWay.OUT).outcome is Outcome.DONE
    assert (permit in rig.facts.desk.permits) == stays


def test_a_lasting_permit_is_an_employees_and_for_the_way_in(rig: Rig) -> None:
    visitor = file(rig, registered(rig, host="p1002", escorts=("p1002",))).person
    assert applied(rig, person=visitor).why == "a visitor's permit is for one visit"
    assert applied(rig, way=PermitWay.OUT).why.startswith("what leaves for good leaves once")
    assert applied(rig, capabilities=("x-ray",)).outcome is not Outcome.DONE


def test_a_host_applies_for_himself_and_for_his_own_visitors(rig: Rig) -> None:
    mine = file(rig, registered(rig, host="p1002", escorts=("p1002",))).person
    others = file(rig, registered(rig, name="Ben Okafor")).person
    assert applied(rig, person=mine, lasting=False).outcome is Outcome.DONE
    for person in (others, "p1001"):
        refused = applied(rig, person=person, lasting=False)
        assert refused.why == "a host applies for himself and for his own visitors"
