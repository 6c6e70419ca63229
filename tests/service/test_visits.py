"""The visitor desk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.card import card_number
from gate.domain.commands import (
    CheckInVisit,
    CheckOutVisit,
    DepartPerson,
    Outcome,
    RegisterVisit,
    ReturnBadge,
)
from gate.domain.decision import Result
from gate.domain.door_commands import RevokeCredentials
from gate.domain.door_state import Contact
from gate.domain.events import CredentialStateChanged, PassageEnded, VisitChanged
from gate.domain.visit import Items, VisitState
from gate.store.read import open_reader
from tests.service.rig import CHEN, HR, MANAGER, MORNING, POOL, Rig

END = MORNING + timedelta(hours=4)
ASK = RegisterVisit(
    name="Ana Souza",
    company="Souza Instruments",
    host="p1001",
    zones=("lobby", "office"),
    starts=MORNING,
    ends=END,
    escorts=("p1001",),
    purpose="calibration",
    id_kind="passport",
    id_number="FZ 123456",
)


def checked_in(rig: Rig) -> str:
    visit = rig.command(ASK).subject
    assert rig.command(check_in(visit)).outcome is Outcome.DONE
    return visit


def check_in(visit: str, **changes: object) -> CheckInVisit:
    base = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.DEPOSITED)
    return replace(base, **changes)  # type: ignore[arg-type]


def test_from_the_desk_to_the_door_and_out(rig: Rig) -> None:
    visit = checked_in(rig)
    rig.walk(POOL, "rdr-front-in", "front-door")
    alone = rig.present(POOL, "rdr-office-in")
    assert alone is not None
    assert (alone.result, alone.reasons) == (Result.PENDING, ("escort_required",))
    rig.walk(CHEN, "rdr-front-in", "front-door")
    rig.present(POOL, "rdr-office-in")
    both = rig.present(CHEN, "rdr-office-in")
    assert both is not None
    person = rig.facts.visits[visit].person
    assert set(both.persons) == {"p1001", person}
    rig.door("office-door", Contact.OPEN)
    assert set(rig.noted(PassageEnded)[0].persons) == {"p1001", person}
    rig.door("office-door", Contact.CLOSED)
    rig.walk(POOL, "rdr-office-out", "office-door")
    rig.walk(POOL, "rdr-front-out", "front-door")
    receipt = rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="handed over"))
    assert receipt.outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert (file.visit.state, file.badge_returned_at, file.checked_out_at) == (
        VisitState.CLOSED, rig.clock.now(), rig.clock.now(),
    )  # fmt: skip
    assert len(rig.told(RevokeCredentials)) == 1
    dead = rig.present(POOL, "rdr-front-in")
    assert dead is not None
    assert "credential_returned" in dead.reasons


def test_registering_keeps_no_document_number(rig: Rig) -> None:
    visit = rig.command(ASK).subject
    file = rig.facts.people[rig.facts.visits[visit].person]
    assert (file.id_kind, file.id_last4, len(file.id_hash)) == ("passport", "3456", 64)
    again = rig.facts.people[rig.facts.visits[rig.command(replace(ASK, id_number="fz123456")).subject].person]
    assert again.id_hash == file.id_hash, "one document, one hash, however it is typed"
    rows = [each.row.body for outcome in rig.outcomes for each in outcome.logged]
    assert not any("123456" in body for body in rows)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, VisitState.APPROVED),
        ({"zones": ("lobby", "lab")}, VisitState.SUBMITTED),
        ({"host": "v2001"}, VisitState.SUBMITTED),
    ],
)
def test_who_needs_a_further_approval(rig: Rig, changes: dict[str, object], state: VisitState) -> None:
    visit = rig.command(replace(ASK, **changes)).subject  # type: ignore[arg-type]
    assert rig.noted(VisitChanged)[0].state == state
    assert rig.facts.visits[visit].approved_by == ("p1001" if state is VisitState.APPROVED else None)
    if state is VisitState.SUBMITTED:
        assert rig.command(check_in(visit)).why == "the visit is submitted, not approved"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": " "}, "expected the visitor's name"),
        ({"zones": ()}, "expected at least one zone"),
        ({"zones": ("nowhere",)}, "no zone 'nowhere'"),
        ({"zones": ("archive",)}, "no visitor enters archive"),
        ({"host": "nobody"}, "no person 'nobody'"),
        ({"escorts": ("nobody",)}, "no person 'nobody'"),
        ({"ends": MORNING}, "expected an end after the start and after now"),
        ({"ends": MORNING + timedelta(days=32)}, "expected at most 31 days"),
    ],
)
def test_visits_that_cannot_be(rig: Rig, changes: dict[str, object], why: str) -> None:
    before = len(rig.facts.people)
    receipt = rig.command(replace(ASK, **changes))  # type: ignore[arg-type]
    assert (receipt.outcome is Outcome.DONE, receipt.why) == (False, why)
    assert len(rig.facts.people) == before


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"agreement": False}, "the agreement is not signed"),
        ({"card": CHEN}, "the card H10301:123:4567 is active for Chen Wei (p1001)"),
    ],
)
def test_no_badge_without(rig: Rig, changes: dict[str, object], why: str) -> None:
    visit = rig.command(ASK).subject
    assert rig.command(check_in(visit, **changes)).why == why
    assert rig.facts.visits[visit].visit.state is VisitState.APPROVED


def test_two_visitors_cannot_have_one_badge_and_it_can_be_given_again(rig: Rig) -> None:
    first = checked_in(rig)
    second = rig.command(replace(ASK, name="Ben Ito")).subject
    assert rig.command(check_in(second)).outcome is Outcome.REFUSED
    assert rig.command(check_in(first)).why == "the visit is checked_in, not approved"
    rig.command(CheckOutVisit(visit=first, badge_returned=True, evidence="handed over"))
    assert rig.command(check_in(second)).outcome is Outcome.DONE
    rig.restart()
    found = rig.facts.world.find(POOL)
    assert found is not None
    assert found[0].name == "Ben Ito"


def test_a_visit_that_is_over_gets_no_badge(rig: Rig) -> None:
    visit = rig.command(ASK).subject
    rig.wait(hours=4)
    assert rig.command(check_in(visit)).why == "the visit is over"


@pytest.mark.regime("D4")
def test_the_badge_ends_with_the_visit(rig: Rig) -> None:
    checked_in(rig)
    rig.clock.instant = END - timedelta(microseconds=1)
    just_before = rig.present(POOL, "rdr-front-in")
    rig.clock.instant = END
    at_the_end = rig.present(POOL, "rdr-front-in")
    assert just_before is not None
    assert at_the_end is not None
    assert just_before.granted
    assert not at_the_end.granted


@pytest.mark.regime("C3")
def test_a_badge_that_stays_out_is_lost_until_it_comes_back(rig: Rig) -> None:
    visit = checked_in(rig)
    assert (
        rig.command(CheckOutVisit(visit=visit, badge_returned=False, evidence=" ")).outcome is Outcome.REFUSED
    )
    rig.command(CheckOutVisit(visit=visit, badge_returned=False, evidence="seen leaving on camera"))
    assert rig.noted(CredentialStateChanged)[0].state == "lost"
    assert rig.facts.visits[visit].visit.state is VisitState.CHECKED_OUT
    receipt = rig.command(ReturnBadge(card=POOL))
    assert (receipt.outcome, receipt.subject) == (Outcome.DONE, visit)
    assert rig.facts.visits[visit].visit.state is VisitState.CLOSED
    assert rig.command(ReturnBadge(card=POOL)).why == "the badge was returned already"


def test_a_badge_returned_before_checking_out(rig: Rig) -> None:
    visit = checked_in(rig)
    rig.command(ReturnBadge(card=POOL))
    assert rig.facts.visits[visit].visit.state is VisitState.CHECKED_IN, "two facts, not one"
    dead = rig.present(POOL, "rdr-front-in")
    assert dead is not None
    assert not dead.granted
    assert (
        rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="left")).outcome is Outcome.DONE
    )


def test_cards_that_are_no_badges(rig: Rig) -> None:
    assert rig.command(ReturnBadge(card=CHEN)).why == "the card belongs to Chen Wei: it is no pool badge"
    assert rig.command(ReturnBadge(card=card_number("H10301", 9, 9))).outcome is Outcome.INVALID


@pytest.mark.parametrize(("hours", "overdue"), [(4 + 0.333, False), (4 + 1 / 3, True), (4 + 0.334, True)])
def test_who_stays_past_the_end_is_looked_for_once(rig: Rig, hours: float, overdue: bool) -> None:
    visit = checked_in(rig)
    rig.wait(hours=hours)
    assert (("overstay", visit) in rig.alarms()) == overdue
    rig.restart()
    rig.wait(hours=8)
    assert rig.alarms()["overstay", visit].revision == 1
    rig.command(CheckOutVisit(visit=visit, badge_returned=True, evidence="left by the lobby"))
    assert not rig.alarms()["overstay", visit].active


def test_a_host_who_has_left_receives_nobody(rig: Rig) -> None:
    rig.command(DepartPerson(person="p1001", reason="retired"), HR)
    assert rig.command(ASK).why == "Chen Wei has left"


def test_rights(rig: Rig) -> None:
    assert rig.command(ASK, MANAGER).outcome is Outcome.REFUSED


def test_the_desk_sees_the_visit_in_the_store(rig: Rig) -> None:
    visit = checked_in(rig)
    rig.walk(POOL, "rdr-front-in", "front-door")
    reader = open_reader(rig.store.shown_url)
    (line,) = [line for line in reader.visits(MORNING, END) if line.file.visit.id == visit]
    assert (line.visitor, line.host_name, line.presence) == ("Ana Souza", "Chen Wei", ("lobby",))
    reader.close()
