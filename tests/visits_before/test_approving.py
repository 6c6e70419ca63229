"""The chain of approvals: whose word is needed, hands that differ, and changes that ask again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.approval import StepState, diff, waiting
from gate.domain.commands import Actor, CheckInVisit, Outcome
from gate.domain.level import Clearance
from gate.domain.rights import Role
from gate.domain.visit import Items, VisitState
from gate.domain.visit_commands import (
    ApproveVisit,
    ArriveVisit,
    ChangeVisit,
    CompleteVisit,
    RecordClearance,
    RejectVisit,
)
from gate.service.visits.chain import terms_of
from tests.service.rig import POOL, Rig
from tests.visits_before.asking import (
    BOSS,
    BOSS_TOO,
    CHEN,
    DESK,
    END,
    LAB,
    LATER,
    LI,
    NIGHT,
    OFFICE,
    ZHANG,
    identified,
    invited,
)

PASS = Actor(user="visitor", role=Role.VISITOR, origin="203.0.113.9")


def approve(rig: Rig, visit: str, actor: Actor) -> str:
    return rig.command(ApproveVisit(visit=visit, edition=rig.facts.visits[visit].edition), actor).why


def check_in(rig: Rig, visit: str, actor: Actor) -> str:
    ask = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.DEPOSITED)
    return rig.command(ask, actor).why


def change(rig: Rig, visit: str, **changes: object) -> ChangeVisit:
    file = rig.facts.visits[visit]
    base = ChangeVisit(
        visit=visit, edition=file.edition, host="p1002", zones=file.visit.zones, starts=file.visit.starts,
        ends=file.visit.ends, escorts=file.visit.escorts, purpose=file.purpose,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.regime("A2")
def test_the_owner_of_a_classified_zone_is_asked_and_three_pairs_of_hands_differ(rig: Rig) -> None:
    visit = invited(rig, zones=LAB)
    step = waiting(rig.facts.visits[visit].approvals)
    assert step is not None
    assert (step.approver, step.zones, rig.facts.visits[visit].visit.state) == (
        "p1001", ("lab",), VisitState.SUBMITTED,
    )  # fmt: skip
    assert check_in(rig, visit, DESK) == "the visit is submitted, not approved"
    assert approve(rig, visit, LI) == "who submitted or hosts a visit does not approve it"
    assert approve(rig, visit, ZHANG) == "Chen Wei is asked"
    assert approve(rig, visit, BOSS) == "Chen Wei is asked"
    assert approve(rig, visit, CHEN) == ""
    file = rig.facts.visits[visit]
    assert (file.visit.state, file.approved_by, file.approvals[0].by) == (
        VisitState.APPROVED,
        "p1001",
        "chen",
    )
    rig.restart()
    assert rig.facts.visits[visit] == file
    rig.wait(hours=1)
    assert rig.command(ArriveVisit(visit=visit), DESK).outcome is Outcome.DONE
    identified(rig, visit)
    assert check_in(rig, visit, DESK) == ""


def test_a_guard_who_submitted_hands_out_no_badge_for_a_classified_zone(rig: Rig) -> None:
    visit = invited(rig, DESK, zones=LAB)
    assert approve(rig, visit, CHEN) == ""
    rig.wait(hours=1)
    identified(rig, visit)
    hands = "for a classified zone the guard is another than who submitted or approved the visit"
    assert check_in(rig, visit, DESK) == hands
    assert check_in(rig, visit, NIGHT) == ""


def test_an_owner_who_invites_for_himself_needs_a_manager(rig: Rig) -> None:
    visit = invited(rig, CHEN, zones=LAB, host="p1001", escorts=("p1001",))
    assert approve(rig, visit, CHEN) == "who submitted or hosts a visit does not approve it"
    chen_as_manager = Actor(user="chen.wei", role=Role.MANAGER, person="p1001")
    assert approve(rig, visit, chen_as_manager) == "who submitted or hosts a visit does not approve it"
    assert approve(rig, visit, ZHANG) == "a manager is asked"
    assert approve(rig, visit, BOSS) == ""
    assert rig.facts.visits[visit].visit.state is VisitState.APPROVED


def test_a_foreign_national_is_approved_for_internal_zones_too_one_hand_a_step(rig: Rig) -> None:
    visit = invited(rig, zones=LAB, kind="foreign_national")
    assert [(step.approver, step.zones) for step in rig.facts.visits[visit].approvals] == [
        (None, ("office",)), ("p1001", ("lab",)),
    ]  # fmt: skip
    assert approve(rig, visit, CHEN) == "a manager is asked"
    assert approve(rig, visit, BOSS) == ""
    assert rig.facts.visits[visit].visit.state is VisitState.SUBMITTED
    as_owner = replace(BOSS, person="p1001")
    assert approve(rig, visit, as_owner) == "you have approved another step of this visit"
    assert approve(rig, visit, CHEN) == ""
    assert rig.facts.visits[visit].visit.state is VisitState.APPROVED


def test_rejected_with_a_reason(rig: Rig) -> None:
    visit = invited(rig, zones=LAB)
    assert rig.command(RejectVisit(visit=visit, edition=1, reason=" "), CHEN).why == "a reason is owed"
    assert rig.command(RejectVisit(visit=visit, edition=1, reason="audit week"), CHEN).outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert (file.visit.state, file.why, file.approvals[0].state) == (
        VisitState.REJECTED, "audit week", StepState.REJECTED,
    )  # fmt: skip
    assert approve(rig, visit, CHEN) == "the visit is rejected, not submitted"


def test_what_an_approval_was_given_for_is_asked_for_again(rig: Rig) -> None:
    visit = invited(rig, zones=LAB)
    assert rig.command(change(rig, visit, ends=END + timedelta(hours=1)), LI).outcome is Outcome.DONE
    assert rig.command(ApproveVisit(visit=visit, edition=1), CHEN).why == (
        "the visit was changed: edition 2, you saw 1"
    )
    assert approve(rig, visit, CHEN) == ""
    assert rig.command(change(rig, visit, purpose="Another purpose"), LI).outcome is Outcome.DONE
    assert rig.facts.visits[visit].visit.state is VisitState.APPROVED, "a purpose is no term"
    assert rig.command(change(rig, visit, escorts=("p1004",)), LI).outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert file.visit.state is VisitState.SUBMITTED
    assert file.approved_terms is not None
    [line] = diff(file.approved_terms, terms_of(rig.facts, file))
    assert (line.name, line.before, line.after) == ("escorts", ("p1002",), ("p1004",))
    assert check_in(rig, visit, DESK) == "the visit is submitted, not approved"


def test_widening_into_a_classified_zone_asks_its_owner_and_old_terms_cannot_be_changed(rig: Rig) -> None:
    visit = invited(rig)
    assert rig.command(change(rig, visit, zones=LAB), LI).outcome is Outcome.DONE
    assert rig.facts.visits[visit].visit.state is VisitState.SUBMITTED
    old = replace(change(rig, visit, zones=OFFICE), edition=1)
    assert rig.command(old, LI).why == "the visit was changed: edition 2, you saw 1"
    assert rig.command(change(rig, visit, zones=OFFICE), LI).outcome is Outcome.DONE
    assert rig.facts.visits[visit].visit.state is VisitState.APPROVED
    rig.wait(hours=1)
    rig.command(ArriveVisit(visit=visit), DESK)
    assert rig.command(change(rig, visit), LI).why == "the visit is arrived: it has begun or is over"


@pytest.mark.parametrize(("zones", "state"), [(OFFICE, VisitState.APPROVED), (LAB, VisitState.SUBMITTED)])
def test_another_name_than_was_approved(rig: Rig, zones: tuple[str, ...], state: VisitState) -> None:
    visit = invited(rig, zones=zones)
    if zones == LAB:
        assert approve(rig, visit, CHEN) == ""
    same = CompleteVisit(visit=visit, name="Marta Kowalska", notice="2026-11", company="Łódź Optics")
    assert rig.command(same, PASS).outcome is Outcome.DONE
    assert rig.facts.visits[visit].visit.state is VisitState.APPROVED
    assert rig.command(replace(same, name="Marta Nowak"), PASS).outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert (file.visit.state, file.completed_at, file.notice) == (state, rig.clock.now(), "2026-11")
    assert file.approved_terms is not None
    assert [line.name for line in diff(file.approved_terms, terms_of(rig.facts, file))] == ["visitor"]


def test_what_a_visitor_gives_on_his_own_page(rig: Rig) -> None:
    visit = invited(rig, kind="official")
    ask = CompleteVisit(visit=visit, name="Marta Kowalska", notice="2026-11", company="Łódź Optics")
    assert rig.command(ask, PASS).why == "expected the number of a document"
    assert rig.command(replace(ask, notice=""), PASS).why == "the notice of privacy was not read"
    assert (
        rig.command(replace(ask, id_kind="passport", id_number="EK 4471203"), LI).outcome is Outcome.REFUSED
    )
    assert rig.command(replace(ask, id_kind="passport", id_number="EK 4471203"), PASS).outcome is Outcome.DONE
    held = rig.facts.people[rig.facts.visits[visit].person]
    assert (held.id_kind, held.id_last4, len(held.id_hash)) == ("passport", "1203", 64)
    assert not any("4471203" in each.row.body for outcome in rig.outcomes for each in outcome.logged)
    rig.wait(hours=3, minutes=59, seconds=59)
    assert rig.command(replace(ask, name="M. Kowalska"), PASS).outcome is Outcome.DONE
    rig.wait(seconds=1)
    assert rig.command(ask, PASS).why == "the visit is over"


@pytest.mark.regime("G2")
def test_nobody_else_approves(rig: Rig) -> None:
    visit = invited(rig, zones=LAB)
    for actor in (DESK, PASS, Actor(user="x", role=Role.HR), Actor(user="y", role=Role.AUDITOR)):
        assert rig.command(ApproveVisit(visit=visit, edition=1), actor).outcome is Outcome.REFUSED
    assert rig.command(
        RecordClearance(person="p1002", clearance=Clearance.CORE, reason="x"), BOSS_TOO
    ).why == ("Li Na is no visitor")
    assert rig.clock.now() < LATER
