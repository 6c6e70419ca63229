"""A person's page, what is masked on it, and leaving the company."""

from gate.domain.events import RevocationTaken
from tests.service.rig import CHEN
from tests.web.desk import Desk


def test_a_guard_sees_cards_groups_requirements_and_places(desk: Desk) -> None:
    desk.engine.act(lambda rig: rig.walk(CHEN, "rdr-front-in", "front-door"))
    page = desk.browser("wang.fang").get("/people/p1001").text
    for text in (
        "H10301:123:4567",
        "Archivists",
        "project 17",
        "approved by Li Na",
        "Core",
        "secrecy training",
        "Lobby",
    ):
        assert text in page


def test_an_auditor_sees_the_last_two_digits_of_a_card(desk: Desk) -> None:
    page = desk.browser("qian.hui").get("/people/p1001").text
    assert "H10301 ····67" in page
    assert "4567" not in page


def test_hr_sees_no_movements(desk: Desk) -> None:
    desk.engine.act(lambda rig: rig.walk(CHEN, "rdr-front-in", "front-door"))
    page = desk.browser("liu.yang").get("/people/p1001").text
    assert "The doors say" not in page
    assert "Front door" not in page


def test_the_document_is_shown_to_the_desk_alone(desk: Desk) -> None:
    desk.browser("wang.fang").post(
        "/visits/new", name="Bo Li", host="p1001", zones=["lobby"], starts="2026-11-23 09:00",
        ends="2026-11-23 12:00", id_kind="passport", id_number="AB1234567",
    )  # fmt: skip
    visitor = next(each.person.id for each in desk.rig.facts.people.values() if each.person.name == "Bo Li")
    assert "···· 4567" in desk.browser("wang.fang").get(f"/people/{visitor}").text
    assert "4567" not in desk.browser("qian.hui").get(f"/people/{visitor}").text


def test_leaving_needs_a_reason_and_a_second_look(desk: Desk) -> None:
    browser = desk.browser("liu.yang")
    assert browser.post("/people/p1004/leave", reason="resigned").status_code == 400
    assert browser.post("/people/p1004/leave", sure="yes").status_code == 400
    assert desk.rig.facts.people["p1004"].departed_at is None


def test_a_departure_shows_each_answer_as_it_comes(desk: Desk) -> None:
    browser = desk.browser("liu.yang")
    answer = browser.post("/people/p1004/leave", reason="resigned", sure="yes")
    case = answer.headers["Location"]
    assert "1 agent has not answered yet." in browser.get(f"{case}/now").text
    departure = desk.rig.facts.departures[case.rsplit("/", 1)[1]]
    desk.engine.event(RevocationTaken(revision=departure.revision, credentials=departure.credentials))
    page = browser.get(f"{case}/now").text
    assert "Proved." in page
    assert "sworn at" in page
    assert browser.post("/people/p1004/leave", reason="again", sure="yes").status_code == 409


def test_people_are_found_by_name_initials_and_card(desk: Desk) -> None:
    browser = desk.browser("chen.wei")
    for words in ("chen", "陈", "cw", "4567"):
        assert "Chen Wei" in browser.get(f"/people?q={words}").text
