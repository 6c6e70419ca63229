"""What a type of visitors asks for is owed wherever a visit is made or changed, and before the badge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gate.domain.commands import Actor, CheckInVisit, Outcome, Receipt, RegisterVisit
from gate.domain.desk_commands import IdentifyVisitor, TakeParticulars
from gate.domain.desk_record import Identified
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.visit import Items
from gate.domain.visit_commands import ChangeVisit
from gate.domain.visitor_type import AskedField, VisitorType
from gate.service.desk.kept import record_of
from gate.visitors.particulars import unanswered
from tests.service.rig import MORNING, POOL, Rig
from tests.visits_before.asking import DESK, END, LI, MARTA, OFFICE, identified, invited

EVERYTHING = VisitorType(id="x", name=Text("X"), asks=frozenset(AskedField))
GIVEN = {
    AskedField.COMPANY: "Optics",
    AskedField.PURPOSE: "Calibration",
    AskedField.DOCUMENT: "EK4471203",
    AskedField.NATIONALITY: "PL",
}


@pytest.mark.parametrize("field", list(AskedField))
@pytest.mark.parametrize("blank", ["", " \t"])
def test_a_blank_is_no_answer(field: AskedField, blank: str) -> None:
    assert unanswered(EVERYTHING, GIVEN) == ()
    assert unanswered(EVERYTHING, {**GIVEN, field: blank}) == (field,)
    assert unanswered(replace(EVERYTHING, asks=frozenset()), {field: blank}) == ()
    assert unanswered(EVERYTHING, {}) == (), "what is not judged here is not missed here"


def registered(rig: Rig, **changes: object) -> Receipt:
    base: dict[str, object] = {
        "name": "Marta Kowalska", "company": "Optics", "host": "p1002", "zones": OFFICE, "starts": MORNING,
        "ends": END, "escorts": ("p1002",), "purpose": "Calibration", "id_kind": "passport", "id_number": "EK4471203",
        "kind": "foreign_national", "nationality": "PL",
    }  # fmt: skip
    return rig.command(RegisterVisit(**{**base, **changes}), DESK)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"company": " "}, "expected a company"),
        ({"purpose": ""}, "expected the purpose"),
        ({"id_number": ""}, "expected the number of a document"),
        ({"nationality": ""}, "expected the nationality"),
        ({"company": "", "nationality": ""}, "expected a company, the nationality"),
        ({"company": "", "purpose": "", "id_number": "", "nationality": "", "kind": "guest"}, ""),
    ],
)
def test_the_engine_registers_nobody_with_something_missing(
    rig: Rig, changes: dict[str, object], why: str
) -> None:
    before = len(rig.facts.visits)
    receipt = registered(rig, **changes)
    assert (receipt.outcome, receipt.why) == (Outcome.INVALID if why else Outcome.DONE, why)
    assert len(rig.facts.visits) == before + (not why)


def test_a_change_takes_no_purpose_away_that_the_type_asks_for(rig: Rig) -> None:
    visit = invited(rig, kind="foreign_national")
    file = rig.facts.visits[visit]
    ask = ChangeVisit(
        visit=visit, edition=1, host="p1002", zones=OFFICE, starts=file.visit.starts, ends=file.visit.ends,
        escorts=("p1002",), purpose=" ",
    )  # fmt: skip
    assert rig.command(ask, LI).why == "expected the purpose"
    assert rig.facts.visits[visit].purpose == "Calibration"


# ── at the check-in ──────────────────────────────────────────────────────────


def check_in(rig: Rig, visit: str) -> Receipt:
    ask = CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.NONE)
    return rig.command(ask, DESK)


def of_types(rig: Rig, *types: VisitorType) -> Site:
    """The site with these types and no others, as another configuration would have it."""
    rig.facts.site = replace(rig.facts.site, visitor_types={each.id: each for each in types})
    return rig.facts.site


def test_what_was_never_given_stands_before_the_badge_until_a_document_says_it(rig: Rig) -> None:
    of_types(rig, VisitorType(id="abroad", name=Text("Abroad"), asks=frozenset({AskedField.NATIONALITY})))
    visit = invited(rig, kind="abroad")
    rig.wait(hours=1)
    assert check_in(rig, visit).why == "not given: nationality"
    read = IdentifyVisitor(
        visit=visit, revision=record_of(rig.facts, visit).revision, how=Identified.MRZ, id_kind="passport",
        id_number="EK4471203", nationality="POL",
    )  # fmt: skip
    assert rig.command(read, DESK).outcome is Outcome.DONE
    assert check_in(rig, visit).outcome is Outcome.DONE


def test_a_document_that_the_type_asks_for_is_read_whatever_the_zones_say(rig: Rig) -> None:
    visit = invited(rig, kind="official")
    rig.wait(hours=1)
    assert check_in(rig, visit).why == "the document is not read"
    identified(rig, visit)
    assert check_in(rig, visit).outcome is Outcome.DONE


def test_a_type_that_is_escorted_by_now_gets_no_badge_without_an_escort(rig: Rig) -> None:
    visit = invited(rig, escorts=())
    rig.wait(hours=1)
    guest = rig.facts.site.visitor_types["guest"]
    of_types(rig, replace(guest, escorted=True))
    assert check_in(rig, visit).why == "an escort must be named"
    of_types(rig, guest)
    assert check_in(rig, visit).outcome is Outcome.DONE


def test_a_type_that_the_site_has_no_more_gets_no_badge(rig: Rig) -> None:
    visit = invited(rig, kind="delivery")
    rig.wait(hours=1)
    of_types(rig, rig.facts.site.visitor_types["guest"])
    assert check_in(rig, visit).why == "the site has no such type of visitors any more"


def taken(rig: Rig, visit: str, by: Actor = DESK, behind: int = 0, **said: str) -> Receipt:
    """What the visitor says at the desk; ``behind``: how old the page is."""
    revision = record_of(rig.facts, visit).revision - behind
    return rig.command(TakeParticulars(visit=visit, revision=revision, **said), by)


def test_the_guard_takes_down_what_nobody_gave(rig: Rig) -> None:
    asks = frozenset({AskedField.COMPANY, AskedField.PURPOSE, AskedField.NATIONALITY})
    of_types(rig, VisitorType(id="abroad", name=Text("Abroad"), asks=frozenset()))
    nobody = replace(MARTA, company="")
    visit = invited(rig, kind="abroad", purpose="", visitors=(nobody,))
    of_types(rig, VisitorType(id="abroad", name=Text("Abroad"), asks=asks))
    rig.wait(hours=1)
    assert taken(rig, visit, company=" Optics ").outcome is Outcome.DONE
    assert check_in(rig, visit).why == "not given: purpose, nationality"
    assert taken(rig, visit, purpose="Calibration", nationality="PL").outcome is Outcome.DONE
    file = rig.facts.visits[visit]
    assert (file.purpose, file.nationality) == ("Calibration", "PL")
    assert rig.facts.people[file.person].person.company == "Optics"
    assert check_in(rig, visit).outcome is Outcome.DONE
    assert "not before its check-in" in taken(rig, visit, company="Other").why


def test_particulars_that_are_none_and_a_page_that_is_old(rig: Rig) -> None:
    visit = invited(rig)
    assert taken(rig, visit, company=" ").why == "expected a company, the purpose or the nationality"
    assert taken(rig, visit, company="x" * 501).why == "expected at most 500 characters of the company"
    assert taken(rig, visit, nationality="x" * 65).why == "expected at most 64 characters of the nationality"
    assert taken(rig, visit, company="Optics").outcome is Outcome.DONE
    assert "look again" in taken(rig, visit, behind=1, company="Other").why
    assert taken(rig, visit, by=LI, company="Other").outcome is Outcome.REFUSED
    assert rig.facts.people[rig.facts.visits[visit].person].person.company == "Optics"
