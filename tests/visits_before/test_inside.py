"""At the desk and inside: arriving, what is missing, lost badges, overstay, escort to the laboratory's door."""

from datetime import date, timedelta

import pytest

from gate.domain.card import card_number
from gate.domain.commands import CheckInVisit, CheckOutVisit, Outcome
from gate.domain.decision import Result
from gate.domain.door_commands import RevokeCredentials
from gate.domain.door_state import Contact
from gate.domain.events import PassageEnded, RevocationProved, RevocationTaken, VisitReminded
from gate.domain.level import Clearance
from gate.domain.visit import Items, VisitState
from gate.domain.visit_commands import (
    AnswerArrival,
    ArriveVisit,
    HostAnswer,
    LoseBadge,
    RecordClearance,
    RecordPrerequisite,
    RefuseVisit,
    WaiveRequirement,
)
from tests.service.rig import LI as LI_CARD
from tests.service.rig import MORNING, POOL, Rig
from tests.visits_before.asking import BOSS, DESK, END, LAB, LATER, LI, ZHANG, checked_in, invited

NEW = card_number("H10301", 32, 200)
SECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


# ── at the desk ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "state"),
    [(timedelta(hours=2) + SECOND, VisitState.APPROVED), (timedelta(hours=2), VisitState.ARRIVED)],
)
def test_who_comes_too_early_is_not_waiting(rig: Rig, before: timedelta, state: VisitState) -> None:
    visit = invited(rig, spans=(_span(LATER + 4 * DAY),))
    rig.clock.instant = LATER + 4 * DAY - before
    rig.command(ArriveVisit(visit=visit), DESK)
    assert rig.facts.visits[visit].visit.state is state


def test_arrived_is_timed_and_a_second_scan_changes_nothing(rig: Rig) -> None:
    visit = invited(rig)
    rig.command(ArriveVisit(visit=visit), DESK)
    rig.wait(minutes=5)
    assert rig.command(ArriveVisit(visit=visit), DESK).outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert (file.visit.state, file.arrived_at) == (VisitState.ARRIVED, MORNING)


def test_only_the_host_answers_and_only_for_one_who_waits(rig: Rig) -> None:
    visit = invited(rig)
    coming = AnswerArrival(visit=visit, answer=HostAnswer.COMING)
    assert rig.command(coming, LI).why == "the visit is approved: nobody waits"
    rig.command(ArriveVisit(visit=visit), DESK)
    assert rig.command(coming, ZHANG).why == "the host is asked"
    assert rig.command(coming, BOSS).why == "the host is asked"
    assert rig.command(coming, LI).outcome is Outcome.DONE
    assert rig.facts.visits[visit].answer == "coming"
    assert rig.facts.visits[visit].visit.state is VisitState.ARRIVED, "letting in stays the desk's"


def test_refused_with_a_reason(rig: Rig) -> None:
    visit = invited(rig)
    assert rig.command(RefuseVisit(visit=visit, reason=""), DESK).why == "a reason is owed"
    assert rig.command(RefuseVisit(visit=visit, reason="drunk"), DESK).outcome is Outcome.DONE
    assert (rig.facts.visits[visit].visit.state, rig.facts.visits[visit].why) == (VisitState.REFUSED, "drunk")


@pytest.mark.regime("B5")
def test_a_contractor_without_insurance_stays_out_unless_somebody_answers_for_him(rig: Rig) -> None:
    visit = invited(rig, kind="contractor")
    person = rig.facts.visits[visit].person
    from tests.visits_before.asking import identified

    identified(rig, visit)
    rig.wait(hours=1)
    ask = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.NONE)
    assert rig.command(ask, DESK).why == "missing or over: insurance, induction"
    over = RecordPrerequisite(
        person=person, name="insurance", good_through=date(2026, 11, 22), reason="policy"
    )
    assert rig.command(over, DESK).why == "it ended on 2026-11-22"
    today = RecordPrerequisite(
        person=person, name="insurance", good_through=date(2026, 11, 23), reason="policy 7"
    )
    assert rig.command(today, DESK).outcome is Outcome.DONE
    assert rig.command(ask, DESK).why == "missing or over: induction"
    waiver = WaiveRequirement(visit=visit, requirement="induction", reason="escorted by me")
    assert rig.command(waiver, DESK).outcome is Outcome.REFUSED, "a guard answers for nobody"
    assert rig.command(WaiveRequirement(visit=visit, requirement="insurance", reason="x"), BOSS).why == (
        "insurance is not missing"
    )
    assert rig.command(waiver, BOSS).outcome is Outcome.DONE
    rig.restart()
    assert [(each.requirement, each.by) for each in rig.facts.visits[visit].waivers] == [
        ("induction", "boss")
    ]
    assert rig.command(ask, DESK).outcome is Outcome.DONE


# ── inside ───────────────────────────────────────────────────────────────────


@pytest.mark.regime("D3")
def test_from_the_desk_to_the_laboratory_behind_an_escort(rig: Rig) -> None:
    visit = checked_in(rig, zones=LAB)
    person = rig.facts.visits[visit].person
    rig.walk(POOL, "rdr-front-in", "front-door")
    rig.walk(LI_CARD, "rdr-front-in", "front-door")
    _together(rig, "rdr-office-in", "office-door", person)
    alone = rig.present(POOL, "rdr-lab-in")
    assert alone is not None
    assert set(alone.reasons) == {
        "clearance_too_low", "prerequisite_missing:training:secrecy", "escort_required",
    }  # fmt: skip
    cleared = RecordClearance(person=person, clearance=Clearance.GENERAL, reason="letter 7 of his bureau")
    assert rig.command(cleared, DESK).outcome is Outcome.REFUSED
    assert rig.command(cleared, BOSS).outcome is Outcome.DONE
    trained = RecordPrerequisite(
        person=person, name="training:secrecy", good_through=date(2026, 12, 31), reason="certificate"
    )
    assert rig.command(trained, DESK).outcome is Outcome.DONE
    waits = rig.present(POOL, "rdr-lab-in")
    assert waits is not None
    assert (waits.result, waits.reasons) == (Result.PENDING, ("escort_required",))
    _together(rig, "rdr-lab-in", "lab-door", person)


def _together(rig: Rig, reader: str, portal: str, visitor: str) -> None:
    rig.present(POOL, reader)
    both = rig.present(LI_CARD, reader)
    assert both is not None
    assert set(both.persons) == {"p1002", visitor}
    rig.door(portal, Contact.OPEN)
    assert set(rig.noted(PassageEnded)[0].persons) == {"p1002", visitor}
    rig.door(portal, Contact.CLOSED)


@pytest.mark.regime("C2")
def test_a_lost_badge_is_dead_everywhere_and_its_replacement_keeps_the_rights(rig: Rig) -> None:
    visit = checked_in(rig)
    lost = rig.facts.visits[visit].badge
    assert rig.command(LoseBadge(visit=visit, reason="", replacement=NEW), DESK).why == "a reason is owed"
    assert (
        rig.command(LoseBadge(visit=visit, reason="x", replacement=LI_CARD), DESK).outcome is Outcome.REFUSED
    )
    assert rig.command(LoseBadge(visit=visit, reason="x", replacement=POOL), DESK).why == (
        "the replacement is the lost badge itself"
    )
    assert rig.facts.visits[visit].badge == lost, "what is refused changes nothing"
    receipt = rig.command(LoseBadge(visit=visit, reason="left in a taxi", replacement=NEW), DESK)
    assert (receipt.outcome, receipt.agents) == (Outcome.DONE, tuple(rig.site.agents))
    [told, *others] = rig.told(RevokeCredentials)
    assert (told.credentials, len(others) + 1) == ((lost,), len(rig.site.agents))
    dead = rig.present(POOL, "rdr-front-in")
    assert dead is not None
    assert "credential_lost" in dead.reasons
    assert any(kind == "lost_badge" for kind, _ in rig.alarms())
    rig.walk(NEW, "rdr-front-in", "front-door")
    _answers(rig, receipt.subject, told)


def _answers(rig: Rig, case: str, told: RevokeCredentials) -> None:
    """Agents swear one after the other; a new engine still waits for the last."""
    first, *rest = rig.site.agents
    taken = RevocationTaken(revision=told.revision, credentials=told.credentials)
    if rest:
        rig.event(taken, src=first)
        rig.restart()
        assert rig.facts.revocations[case].waiting == tuple(rest)
    for agent in rest or [first]:
        rig.event(taken, src=agent)
    assert rig.noted(RevocationProved)[0].case == case
    assert case not in rig.facts.revocations


def test_a_lost_badge_without_another_leaves_the_visitor_inside_without_rights(rig: Rig) -> None:
    visit = checked_in(rig)
    assert rig.command(LoseBadge(visit=visit, reason="gone"), DESK).outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert (file.badge, file.visit.state) == (None, VisitState.CHECKED_IN)
    assert rig.command(LoseBadge(visit=visit, reason="gone"), DESK).why == "the visitor has no badge"
    rig.command(CheckOutVisit(visit=visit, badge_returned=False, evidence="seen_leaving"), DESK)
    assert rig.facts.visits[visit].visit.state is VisitState.CLOSED


# ── overstay ─────────────────────────────────────────────────────────────────

TEN = timedelta(minutes=10)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (-SECOND, []),
        (timedelta(0), ["host"]),
        (SECOND, ["host"]),
        (TEN - SECOND, ["host"]),
        (TEN, ["host", "desk"]),
        (TEN + SECOND, ["host", "desk"]),
        (2 * TEN - SECOND, ["host", "desk"]),
        (2 * TEN, ["host", "desk", "alarm"]),
        (2 * TEN + SECOND, ["host", "desk", "alarm"]),
    ],
)
@pytest.mark.regime("D5")
def test_who_is_told_of_an_overstay_and_when(rig: Rig, after: timedelta, told: list[str]) -> None:
    visit = checked_in(rig)
    rig.wait(seconds=(END + after - rig.clock.now()).total_seconds())
    rig.clock.instant = END + after
    rig.wait(seconds=0)
    assert [event.who for event in rig.ever_noted(VisitReminded)] == told
    assert (("overstay", visit) in rig.alarms()) == ("alarm" in told)


def test_an_engine_that_was_away_takes_every_step_once_and_a_check_out_ends_them(rig: Rig) -> None:
    visit = checked_in(rig)
    rig.clock.instant = END + TEN
    rig.restart()
    rig.wait(seconds=0)
    assert [event.who for event in rig.noted(VisitReminded)] == ["host", "desk"]
    rig.restart()
    rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="seen_leaving"), DESK)
    rig.wait(hours=1)
    assert [event.who for event in rig.ever_noted(VisitReminded)] == ["host", "desk"]


def _span(starts: object) -> object:
    from gate.domain.visit_commands import VisitSpan

    return VisitSpan(starts=starts, ends=starts + timedelta(hours=3))  # type: ignore[arg-type, operator]
