"""Carry permits from the application to the comparison, and the lockers: who sees what, and what each field says."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from gate.domain.carried import CarryPermit, PermitState
from gate.domain.rights import Role
from tests.web.desk import PASSWORD, QUICK, Desk
from tests.web.steps import guard, picture, step
from tests.web.test_desk import registered
from web.auth import operators

FIELDS: dict[str, Any] = {
    "way": "in",
    "host": "p1002",
    "zone": "lab",
    "kind": "camera",
    "description": "Thermal camera T540",
    "serial": "TC-9",
    "reason": "Calibration",
    "starts": "2026-11-23 09:00",
    "ends": "2026-11-23 18:00",
}


@pytest.fixture
def people(desk: Desk) -> Desk:
    """Chen Wei, who owns the laboratory, and Li Na, who owns nothing, have accounts."""
    for name, person in (("chen.host", "p1001"), ("li.na", "p1002")):
        operators.put(desk.console.books, QUICK, name, Role.HOST, PASSWORD, person)
    return desk


def applied(desk: Desk, operator: str = "wang.fang", **changes: Any) -> str:
    answer = desk.browser(operator).post("/permits/new", **{**FIELDS, **changes})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def permit_of(desk: Desk, path: str) -> CarryPermit:
    found = desk.console.queries.carry_permit(path.rsplit("/", 1)[1])
    assert found is not None
    return found


def test_a_camera_from_the_application_to_the_way_out(people: Desk) -> None:
    path = applied(people, photo=(io.BytesIO(picture()), "p.jpg"))
    owner, desk = people.browser("chen.host"), guard(people)
    page = desk.get(path).text
    assert "Waits for" in page
    assert f"{path}/compare" not in page, "nothing to compare before it is approved"
    assert desk.get(f"{path}/photo.jpg").data[:3] == b"\xff\xd8\xff"
    assert owner.post(f"{path}/judge", answer="approve", reason="supervised").status_code == 302
    key = "0123456789abcdef0123456789abcdef"
    wrong = desk.post(f"{path}/compare", way="in", serial="TC-8", fits="yes", key=key)
    assert wrong.status_code == 409
    assert "the serial number differs" in wrong.text
    assert key not in wrong.text, "the same key would bring the same refusal again"
    assert desk.post(f"{path}/compare", way="in", serial="tc 9", fits="yes").status_code == 302
    assert permit_of(people, path).state is PermitState.USED
    assert "It goes out" in desk.get(path).text
    assert desk.post(f"{path}/compare", way="out", serial="TC-9", fits="yes").status_code == 302
    assert permit_of(people, path).state is PermitState.CLOSED


def test_each_field_says_what_is_wrong_and_nothing_is_lost(people: Desk) -> None:
    answer = guard(people).post(
        "/permits/new", description="Scope", ends="2026-11-22 09:00", starts="2026-11-23 09:00", way="up"
    )
    assert answer.status_code == 400
    for text in ("goes in or out", "whose thing", "Choose a zone", "serial number as", "The end must be"):
        assert text in answer.text
    assert 'value="Scope"' in answer.text
    assert not people.rig.facts.desk.permits


def test_a_dark_photo_is_refused_and_the_application_kept_on_the_page(people: Desk) -> None:
    answer = guard(people).post("/permits/new", **FIELDS, photo=(io.BytesIO(picture(5, 3)), "p.jpg"))
    assert answer.status_code == 400
    assert "too dark" in answer.text
    assert 'value="TC-9"' in answer.text


def test_the_guard_must_look_before_he_says_so(people: Desk) -> None:
    path = applied(people)
    people.browser("chen.host").post(f"{path}/judge", answer="approve", reason="x")
    answer = guard(people).post(f"{path}/compare")
    assert answer.status_code == 400
    for text in ("goes in or out", "off the thing", "tick the box"):
        assert text in answer.text
    assert permit_of(people, path).state is PermitState.APPROVED


def test_a_host_sees_his_own_and_his_zones_and_nobody_elses(people: Desk) -> None:
    path = applied(people, host="p1003")
    assert people.browser("chen.host").get(path).status_code == 200, "he owns the zone"
    li = people.browser("li.na")
    for address in (path, f"{path}/photo.jpg"):
        assert li.get(address).status_code == 404
    assert li.post(f"{path}/judge", answer="approve", reason="x").status_code == 404
    assert "TC-9" not in li.get("/permits").text
    assert li.get("/permits/people?q=cw").status_code == 404, "no list of the staff"
    own = applied(people, "li.na", host="", serial="LI-1", lasting="yes")
    assert permit_of(people, own).person == "p1002"
    assert "LI-1" in li.get("/permits").text


def test_the_pages_of_a_role(people: Desk) -> None:
    carry = {"wang.fang", "chen.wei", "li.na"}
    for name in ("wang.fang", "chen.wei", "li.na", "liu.yang", "qian.hui"):
        browser = people.browser(name)
        for path in ("/permits", "/permits/new", "/permits/found"):
            assert browser.get(path).status_code == (200 if name in carry else 403), (name, path)
        assert browser.get("/lockers").status_code == (200 if name == "wang.fang" else 403), name


def test_the_list_finds_by_serial_thing_and_holder(people: Desk) -> None:
    applied(people)
    applied(people, host="p1001", serial="ZZ-1", description="Recorder H5")
    for words, found, hidden in (
        ("tc-9", "TC-9", "ZZ-1"),
        ("recorder", "ZZ-1", "TC-9"),
        ("ln", "TC-9", "ZZ-1"),
    ):
        shown = guard(people).get(f"/permits/found?q={words}").text
        assert found in shown, words
        assert hidden not in shown, words


def test_pages_speak_chinese(people: Desk) -> None:
    path = applied(people)
    browser = people.browser("chen.host", "zh-CN")
    assert "待审批人" in browser.get(path).text
    assert "携带许可" in browser.get("/permits").text
    refused = browser.post(f"{path}/judge", answer="approve")
    assert "请填写原因" in refused.text or "原因" in refused.text
    assert refused.status_code == 400


def test_a_locker_is_listed_and_its_slip_printed_the_same_each_time(desk: Desk) -> None:
    browser = guard(desk)
    path = registered(browser, name="Łucja 陈丽")
    step(desk, browser, path, "items", kind="phone", description="Pixel", serial="SN-1")
    visit = path.rsplit("/", 1)[1]
    item = desk.rig.facts.desk.items_of(visit)[0]
    assert browser.get(f"{path}/items/{item.id}/receipt.pdf").status_code == 404, "it is in no locker"
    step(desk, browser, path, f"items/{item.id}/in", state="deposited", locker="17")
    assert ">17<" in browser.get("/lockers").text
    slip = browser.get(f"{path}/items/{item.id}/receipt.pdf")
    text = PdfReader(io.BytesIO(slip.data)).pages[0].extract_text()
    for part in (
        "Locker 17",
        "Łucja 陈丽",
        "SN-1",
        desk.rig.facts.desk.items_of(visit)[0].receipt[2:8].upper(),
    ):
        assert part in text
    assert browser.get(f"{path}/items/{item.id}/receipt.pdf").data == slip.data
    assert desk.browser("chen.wei").get(f"{path}/items/{item.id}/receipt.pdf").status_code == 403
