"""The walk-in's form: what is asked by type, what is filled in, who is found, what a document says."""

from datetime import UTC, datetime
from typing import Any

from gate.domain.commands import RegisterVisit
from gate.domain.desk_record import Identified
from gate.domain.visit_file import VisitFile
from tests.web.desk import Browser, Desk
from tests.web.steps import PASSPORT, file_of, guard, record

ENDS = "2026-11-23 18:00"


def sent(browser: Browser, **changes: Any) -> Any:
    fields = {
        "name": "Marta Kowalska", "q": "cw", "starts": "2026-11-23 09:00", "ends": ENDS, "host_escorts": "yes",
    }  # fmt: skip
    return browser.post("/visits/new", **{**fields, **changes})


def registered(desk: Desk, **changes: Any) -> VisitFile:
    answer = sent(guard(desk), **changes)
    assert answer.status_code == 302, answer.text
    return file_of(desk, answer.headers["Location"])


def test_a_name_and_initials_are_enough_for_a_guest(desk: Desk) -> None:
    file = registered(desk)
    assert file.visit.host == "p1001"
    assert file.visit.zones == ("lobby", "office"), "where the host goes, and nobody else approves"
    assert file.visit.escorts == ("p1001",)
    assert file.visit.ends == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_each_type_asks_for_its_own(desk: Desk) -> None:
    everything = {"company", "purpose", "nationality", "number of a document"}
    cases: dict[str, set[str]] = {
        "guest": set(),
        "delivery": {"company"},
        "contractor": {"company", "number of a document"},
        "foreign_national": everything,
    }
    browser = guard(desk)
    for kind, wanted in cases.items():
        answer = sent(browser, kind=kind, ends="2026-11-23 12:00")
        assert answer.status_code == (400 if wanted else 302)
        assert {each for each in everything if f"The {each} is needed." in answer.text} == wanted, kind


def test_an_unknown_type_is_named(desk: Desk) -> None:
    answer = sent(guard(desk), kind="spy")
    assert answer.status_code == 400
    assert "Choose what kind of visitor comes." in answer.text


def test_another_type_brings_its_fields_and_keeps_what_was_typed(desk: Desk) -> None:
    browser = guard(desk)
    part = browser.post("/visits/new/fields", kind="delivery", name="Bo", ends=ENDS, ends_was=ENDS).text
    assert 'value="Bo"' in part
    assert "2026-11-23 13:00" in part, "four hours at most"
    chosen = browser.post("/visits/new/fields", kind="delivery", ends="2026-11-23 10:30", ends_was=ENDS).text
    assert "2026-11-23 10:30" in chosen, "an end that somebody typed stays"


def test_several_hosts_are_offered_and_what_was_typed_beats_the_host_before(desk: Desk) -> None:
    browser = guard(desk)
    answer = sent(browser, q="l", host="p1001")
    assert answer.status_code == 400
    assert "Several people fit: choose one." in answer.text
    assert 'value="p1002"' in answer.text
    assert not [each for each, _ in desk.engine.commands if isinstance(each, RegisterVisit)]
    taken = sent(browser, q="l", host="p1002")
    assert taken.status_code == 302, "one of those who fit was chosen"
    assert "Choose who is visited" in sent(browser, q="nobody at all", host="p1001").text


def test_the_host_of_the_visitor_before_is_filled_in(desk: Desk) -> None:
    browser = guard(desk)
    assert 'name="host"' not in browser.get("/visits/new").text
    sent(browser)
    assert 'name="host" value="p1001" checked' in browser.get("/visits/new").text
    assert 'name="host"' not in guard(desk).get("/visits/new").text, "of this session alone"


def test_the_evening_is_near_in_the_evening(desk: Desk) -> None:
    desk.rig.clock.forward(hours=8)  # 17:00 at the site
    assert "2026-11-23 19:00" in guard(desk).get("/visits/new").text


def test_a_document_fills_the_form_in_and_is_taken_down_with_the_visit(desk: Desk) -> None:
    browser = guard(desk)
    filled = sent(browser, name="", fill="yes", document=PASSPORT)
    assert filled.status_code == 200
    assert "Anna Maria Eriksson" in filled.text
    assert not desk.rig.facts.visits or not [
        each for each, _ in desk.engine.commands if isinstance(each, RegisterVisit)
    ]
    answer = sent(browser, name="", document=PASSPORT)
    path = answer.headers["Location"]
    known = record(desk, path)
    assert (known.identified, known.nationality) == (Identified.MRZ, "UTO")
    assert file_of(desk, path).nationality == "UTO"
    assert "read from its zone" in browser.get(path).text


def test_a_misread_document_registers_nobody(desk: Desk) -> None:
    answer = sent(guard(desk), document=PASSPORT.replace("7408122", "7408123"))
    assert answer.status_code == 400
    assert "the birth date: expected check digit 2" in answer.text
    assert not [each for each, _ in desk.engine.commands if isinstance(each, RegisterVisit)]


def test_a_document_nobody_expects_leads_to_the_form(desk: Desk) -> None:
    browser = guard(desk)
    page = browser.post("/desk/scan", text=PASSPORT.replace("\n", ""))
    assert page.status_code == 404
    assert 'name="fill" value="yes"' in page.text
    filled = browser.post("/visits/new", document=PASSPORT, fill="yes", starts="2026-11-23 09:00")
    assert "Anna Maria Eriksson" in filled.text
    assert ENDS in filled.text


def test_the_form_sent_twice_registers_and_identifies_once(desk: Desk) -> None:
    browser = guard(desk)
    key = "0123456789abcdef0123456789abcdef"
    paths = {sent(browser, document=PASSPORT, key=key).headers["Location"] for _ in range(2)}
    assert len(paths) == 1
    assert record(desk, paths.pop()).revision <= 2
