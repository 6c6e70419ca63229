"""The visitor desk, from registration to the way out."""

from datetime import timedelta
from typing import Any

from gate.domain.commands import RegisterVisit
from gate.domain.events import CredentialPresented
from gate.domain.visit import VisitState
from tests.service.rig import POOL
from tests.web.desk import Browser, Desk

VISITOR: dict[str, Any] = {
    "name": "Marta Kowalska",
    "company": "Łódź Optics",
    "host": "p1001",
    "zones": ["lobby", "office"],
    "starts": "2026-11-23 09:00",
    "ends": "2026-11-23 12:00",
    "host_escorts": "yes",
    "id_kind": "passport",
    "id_number": "AB1234567",
    "purpose": "Calibration",
}
CHECK_IN: dict[str, Any] = {"identity": "yes", "agreement": "yes", "items": "none", "card": "200:31"}


def registered(browser: Browser, **changes: Any) -> str:
    """The path of a new visit."""
    answer = browser.post("/visits/new", **{**VISITOR, **changes})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def test_a_visitor_from_registration_to_the_way_out(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    path = registered(browser)
    page = browser.get(path).text
    assert "Passport ···· 4567" in page
    assert "AB1234567" not in page
    assert browser.post(f"{path}/check-in", **CHECK_IN).status_code == 302
    assert "H10301:200:31" in browser.get(path).text
    assert "Marta Kowalska" in browser.get("/visits").text
    out = browser.post(f"{path}/check-out", returned="yes", evidence="seen_leaving")
    assert out.status_code == 302
    visit = next(file for file in desk.rig.facts.visits.values() if file.person != "v2001")
    assert visit.visit.state is VisitState.CLOSED
    assert visit.badge_returned_at is not None


def test_the_identity_number_never_reaches_the_store(desk: Desk) -> None:
    registered(desk.browser("wang.fang"))
    store = b"".join(path.read_bytes() for path in desk.console.evidence.parent.glob("gate.db*"))
    assert b"Marta Kowalska" in store
    assert b"AB1234567" not in store


def test_each_field_says_what_is_wrong(desk: Desk) -> None:
    answer = desk.browser("wang.fang").post("/visits/new", starts="tomorrow", ends="2026-11-22 12:00")
    assert answer.status_code == 400
    for text in (
        "A name is needed",
        "Choose who is visited",
        "at least one zone",
        "Give a date",
        "The end must be",
    ):
        assert text in answer.text
    assert not [each for each, _ in desk.engine.commands if isinstance(each, RegisterVisit)]


def test_zones_that_visitors_never_enter_are_not_offered_and_not_taken(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    assert 'value="archive"' not in browser.get("/visits/new").text
    answer = browser.post("/visits/new", **{**VISITOR, "zones": ["archive"]})
    assert answer.status_code == 400
    assert "Visitors never enter one of these zones" in answer.text


def test_a_restricted_zone_waits_for_an_approval(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    path = registered(browser, zones=["lab"])
    page = browser.get(path).text
    assert "Nobody has approved the visit yet" in page
    assert f"{path}/check-in" not in page


def test_no_badge_before_all_is_done(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    path = registered(browser)
    answer = browser.post(f"{path}/check-in", card="not a card")
    assert answer.status_code == 400
    for text in ("Type the badge", "photo and tick", "must be signed", "Ask, and say"):
        assert text in answer.text


def test_a_card_that_is_somebodys_is_refused_in_both_languages(desk: Desk) -> None:
    for language, text in (("en", "is active for Li Na: take another"), ("zh-CN", "正由Li Na使用")):
        browser = desk.browser("wang.fang", language)
        answer = browser.post(f"{registered(browser)}/check-in", **{**CHECK_IN, "card": "123:4568"})
        assert answer.status_code == 409
        assert text in answer.text


def test_the_same_form_sent_twice_registers_one_visitor(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    paths = {registered(browser, key="0123456789abcdef0123456789abcdef") for _ in range(2)}
    assert len(paths) == 1


def test_a_silent_engine_is_told_with_the_key_kept(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    desk.engine.silent = True
    answer = browser.post("/visits/new", **VISITOR, key="0123456789abcdef0123456789abcdef")
    assert answer.status_code == 503
    assert "The engine does not answer" in answer.text
    assert 'value="0123456789abcdef0123456789abcdef"' in answer.text
    assert 'value="Marta Kowalska"' in answer.text


def test_a_card_at_the_desks_reader_is_offered_for_two_minutes(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    path = registered(browser)
    desk.engine.event(CredentialPresented(reader="rdr-desk", card=POOL))
    desk.rig.clock.forward(seconds=119)
    assert "H10301:200:31" in browser.get(f"{path}/desk").text
    desk.rig.clock.forward(seconds=2)
    assert "H10301:200:31" not in browser.get(f"{path}/desk").text


def test_a_card_at_a_door_is_not_offered(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    path = registered(browser)
    desk.engine.event(CredentialPresented(reader="rdr-lab-in", card=POOL))
    assert "H10301:200:31" not in browser.get(f"{path}/desk").text


def test_hosts_are_found_by_pinyin_initials_and_visitors_are_none(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    assert "Chen Wei" in browser.get("/visits/hosts?field=host&q=cw").text
    assert "Ana Souza" not in browser.get("/visits/hosts?field=host&q=ana").text


def test_an_overdue_visitor_is_listed_as_such(desk: Desk) -> None:
    browser = desk.browser("wang.fang")
    path = registered(browser)
    browser.post(f"{path}/check-in", **CHECK_IN)
    desk.rig.wait(seconds=timedelta(hours=3, minutes=1).total_seconds())
    assert 'id="overdue"' in browser.get("/visits").text
    assert "Marta Kowalska" in browser.get("/alarms").text
