"""Forms say what a type of visitors may not leave empty, in both languages, and name each row that does."""

from __future__ import annotations

import re

import pytest

from gate.domain.visit_commands import InviteVisitors
from tests.web.desk import Browser, Desk
from tests.web.inviting import fields
from tests.web.steps import file_of, guard, step
from tests.web.visiting import hosts as with_hosts


@pytest.fixture
def host(desk: Desk) -> Browser:
    """Li Na, who invites."""
    with_hosts(desk)
    return desk.browser("li.na")


def compulsory(page: str) -> set[str]:
    return set(re.findall(r'<input[^>]* name="(\w+)"[^>]* required', page))


def test_another_type_makes_other_fields_compulsory_and_keeps_what_was_typed(host: Browser) -> None:
    assert compulsory(host.get("/invitations/new").text) & {"company", "purpose"} == set()
    part = host.post("/invitations/new/fields", **fields(kind="foreign_national", company="Łódź Optics")).text
    assert compulsory(part) == {"company", "purpose"}
    assert 'value="Łódź Optics"' in part
    assert "at the kiosk or at the desk: Document number, Nationality" in part


def test_each_row_of_a_group_without_a_company_is_named(desk: Desk, host: Browser) -> None:
    group = "name,company\nSun Qiang,Tianjin Elevator\nBen Okafor,\n"
    page = host.post("/invitations/new", **fields(kind="delivery", name="", group=group))
    assert page.status_code == 400
    assert re.search(r"Row 3</strong> Ben Okafor: the company is missing", page.text)
    assert "Row 2" not in page.text
    assert not [each for each, _ in desk.engine.commands if isinstance(each, InviteVisitors)]


def test_an_invitation_without_what_its_type_asks_for_is_sent_to_nobody(desk: Desk, host: Browser) -> None:
    page = host.post("/invitations/new", **fields(kind="foreign_national", company="", purpose=""))
    assert page.status_code == 400
    assert "The company is needed." in page.text
    assert "The purpose is needed." in page.text
    assert not [each for each, _ in desk.engine.commands if isinstance(each, InviteVisitors)]


@pytest.mark.parametrize(
    ("language", "still"), [("en", "Still to be given: Nationality"), ("zh", "尚未填写：")]
)
def test_the_guard_takes_down_what_the_invitation_left_open(
    desk: Desk, host: Browser, language: str, still: str
) -> None:
    sent = host.post("/invitations/new", **fields(kind="foreign_national", company="Optics", purpose="Audit"))
    assert sent.status_code in (200, 302)
    (visit,) = [each for each in desk.rig.facts.visits.values() if each.kind == "foreign_national"]
    path, browser = f"/visits/{visit.visit.id}", guard(desk, language)
    page = browser.get(path).text
    assert still in page
    assert f'action="{path}/particulars"' in page
    assert re.findall(r'id="asked-(\w+)"', page) == ["nationality"]
    empty = step(desk, browser, path, "particulars", nationality=" ")
    assert empty.status_code == 400
    long = step(desk, browser, path, "particulars", nationality="x" * 201)
    assert (long.status_code, "nationality-error" in long.text) == (400, True)
    assert step(desk, browser, path, "particulars", nationality="PL").status_code == 302
    assert f'action="{path}/particulars"' not in browser.get(path).text
    kept = file_of(desk, path)
    assert (kept.nationality, kept.purpose) == ("PL", "Audit")
