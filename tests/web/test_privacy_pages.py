"""Sealed fields in the console: masked, revealed for a reason, once; readings on record; the audit page."""

import re
from datetime import timedelta

import pytest

from gate.domain.commands import RegisterVisit, SetCredentialState
from gate.domain.events import CommandRecorded
from tests.service.rig import GUARD, MANAGER, Rig
from tests.web.desk import Browser, Desk

NUMBER = "G12345678901"


@pytest.fixture
def guest(desk: Desk) -> str:
    now = desk.rig.clock.now()
    ask = RegisterVisit(
        name="Nora Guest",
        company="Guest and Sons",
        host="p1001",
        zones=("lobby",),
        starts=now,
        ends=now + timedelta(hours=1),
        id_kind="passport",
        id_number=NUMBER,
    )
    visit = desk.engine.send(ask, GUARD).subject
    return desk.rig.facts.visits[visit].person


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert found is not None
    return found[1]


def recorded(rig: Rig, command: str) -> list[CommandRecorded]:
    return [row for row in rig.ever_noted(CommandRecorded) if row.command == command]


def test_a_number_is_masked_and_shown_once_for_a_reason(desk: Desk, guest: str) -> None:
    browser = desk.browser("wang.fang")
    page = browser.get(f"/people/{guest}").text
    assert NUMBER not in page
    assert "····8901" in page
    path = f"/people/{guest}/private/id_number"
    form = browser.get(path).text
    assert NUMBER not in form
    assert browser.post(path, key=key_in(form), reason=" ").status_code == 400
    answer = browser.post(path, key=key_in(form), reason="the police ask")
    assert answer.status_code == 200
    assert NUMBER in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    (audit,) = recorded(desk.rig, "RevealField")
    assert (audit.actor.user, audit.reason, audit.person) == ("wang.fang", "the police ask", guest)
    assert audit.actor.origin == "127.0.0.1"
    again = browser.post(path, key=key_in(form), reason="the police ask")
    assert again.status_code == 409
    assert NUMBER not in again.text
    assert len(recorded(desk.rig, "RevealField")) == 1, "the same form is one command"


@pytest.mark.parametrize("name", ["chen.wei", "qian.hui"])
def test_who_may_not_reveal_sees_the_mask_alone(desk: Desk, guest: str, name: str) -> None:
    browser = desk.browser(name)
    page = browser.get(f"/people/{guest}").text
    assert "····8901" in page
    assert "/private/" not in page
    assert browser.post(f"/people/{guest}/private/id_number", reason="x").status_code == 403


def test_what_is_not_there_is_not_found(desk: Desk, guest: str) -> None:
    browser = desk.browser("wang.fang")
    for path in (f"/people/{guest}/private/phone", "/people/nobody/private/id_number"):
        assert browser.get(path).status_code == 404


def test_an_engine_that_is_silent_shows_nothing(desk: Desk, guest: str) -> None:
    browser = desk.browser("wang.fang")
    desk.engine.silent = True
    answer = browser.post(f"/people/{guest}/private/id_number", reason="x")
    assert answer.status_code == 503
    assert NUMBER not in answer.text


def test_a_look_at_a_person_is_recorded_also_by_an_engine_that_was_away(desk: Desk) -> None:
    browser = desk.browser("liu.yang")
    desk.engine.silent = True
    browser.get("/people/p1001")
    browser.get("/people/p1001/now")  # the page renews itself: nobody looked again
    assert not desk.console.refusals.send_waiting()
    desk.engine.silent = False
    assert desk.console.refusals.send_waiting()
    (audit,) = recorded(desk.rig, "RecordReading")
    assert (audit.actor.user, audit.person, audit.why) == ("liu.yang", "p1001", "person_page")
    assert desk.console.refusals.waiting() == 0


# ── the audit page ───────────────────────────────────────────────────────────


def audit_page(desk: Desk, query: str, language: str = "en") -> str:
    browser: Browser = desk.browser("qian.hui", language)
    answer = browser.get(f"/audit?{query}")
    assert answer.status_code == 200
    return str(answer.text)


def test_the_audit_page_shows_before_and_after_and_whose_hand_it_was(desk: Desk) -> None:
    desk.engine.send(SetCredentialState(credential="c3", state="lost", reason="left in a taxi"), GUARD)
    page = audit_page(desk, "type=CommandRecorded")
    for shown in (
        "person.credentials[c3].state",
        "<td>active</td>",
        "<td>lost</td>",
        "left in a taxi",
        "from desk",
    ):
        assert shown in page
    assert "变更前" in audit_page(desk, "type=CommandRecorded", "zh")


def test_it_filters_by_operator_person_and_action(desk: Desk) -> None:
    desk.engine.send(SetCredentialState(credential="c3", state="lost", reason="reason-a"), GUARD, id="a" * 32)
    desk.engine.send(SetCredentialState(credential="c4", state="suspended", reason="reason-b"), MANAGER)
    for query in ("operator=wang.fang", "person=p1001&type=CommandRecorded", f"request={'a' * 32}"):
        page = audit_page(desk, query)
        assert "reason-a" in page
        assert "reason-b" not in page
