"""Forms say what a type of visitors may not leave empty, in both languages, and name each row that does."""

from __future__ import annotations

import re

import pytest

from gate.domain.visit_commands import InviteVisitors
from tests.web.desk import Browser, Desk
from tests.web.inviting import fields
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
