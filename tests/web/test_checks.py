"""Whoever held a badge beside its owner: what is shown, to whom, in both languages; accepted and refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from gate.domain.card import CardNumber
from gate.domain.commands import Outcome, SetCredentialState
from gate.domain.desk_commands import KeepPhoto
from gate.domain.events import CameraSaw
from gate.domain.privacy_commands import RecordReading
from tests.service.rig import ANA, CHEN, GUARD, STRANGER
from tests.web.desk import Desk
from tests.web.test_cameras import picture
from web.console import KEY

DOOR = "lab-door"
PAGE = "/cameras/verify"


@pytest.fixture
def verified(desk: Desk) -> Desk:
    """The desk of the demo's site, where a camera takes a picture at each decision of the laboratory's door."""
    assert any(rule.kind == "verify" for rule in desk.console.site.cameras["cam-lab"].rules)
    return desk


def without_the_rule(desk: Desk) -> None:
    """From here on the site's camera takes none."""
    site = desk.console.site
    lab = site.cameras["cam-lab"]
    rules = tuple(rule for rule in lab.rules if rule.kind != "verify")
    there = replace(site, cameras={**site.cameras, "cam-lab": replace(lab, rules=rules)})
    desk.app.extensions[KEY] = replace(desk.console, site=there)


def taken(desk: Desk, card: CardNumber = CHEN, level: int = 90) -> tuple[str, str]:
    """Somebody holds a badge at the door and a picture is taken: the decision's request, the picture's hash."""
    decision = desk.rig.present(card, "rdr-lab-in")
    assert decision is not None
    request = str(decision.id)
    content = picture(level)
    still = hashlib.sha256(content).hexdigest()
    (desk.console.evidence / f"{still}.jpg").write_bytes(content)
    saw = CameraSaw(camera="cam-lab", rule="verify", kind=request, portal=DOOR, still=still)
    desk.engine.event(saw, src="camera")
    return request, still


def page(desk: Desk, name: str = "wang.fang", language: str = "en") -> str:
    return str(desk.browser(name, language).get(PAGE).get_data(as_text=True))


def test_a_site_without_the_rule_says_so_and_one_without_pictures_too(verified: Desk) -> None:
    assert "No pictures at readers in the last twelve hours." in page(verified)
    assert "最近十二小时没有读卡抓拍" in page(verified, language="zh")
    without_the_rule(verified)
    assert "No camera of the site has a rule" in page(verified)


def test_in_the_log_the_picture_names_its_door_and_no_number(verified: Desk) -> None:
    request, _ = taken(verified)
    for language, said in (
        ("en", "cam-lab: picture at the reader · Lab door"),
        ("zh", "cam-lab：读卡抓拍 · 实验室门"),
    ):
        feed = str(verified.browser("wang.fang", language).get("/live").get_data(as_text=True))
        assert said in feed
        assert f"cam-lab: {request}" not in feed


def test_the_picture_stands_beside_what_was_decided_in_both_languages(verified: Desk) -> None:
    request, still = taken(verified)
    english, chinese = page(verified), page(verified, language="zh")
    for said in (english, chinese):
        assert f"/evidence/{still}" in said
        assert f"{PAGE}/{request}/same" in said
        assert f"{PAGE}/{request}/other" in said
    assert "No photo of this person is kept." in english
    assert "At the reader" in english
    assert "读卡时抓拍" in chinese
    assert "未存有此人照片" in chinese
    assert "非本人：停用此卡" in chinese
    assert "<html" not in verified.browser("wang.fang").get(f"{PAGE}/now").get_data(as_text=True)


def test_a_visitors_photo_stands_beside_it_for_the_desk_alone(verified: Desk) -> None:
    visit = next(
        file.visit.id for file in verified.rig.facts.visits.values() if file.person == owner(verified, ANA)
    )
    name = verified.console.files.put(picture(10))
    receipt = verified.rig.command(KeepPhoto(visit=visit, revision=0, photo=name), GUARD)
    assert receipt.outcome is Outcome.DONE, receipt.why
    taken(verified, ANA)
    assert f"/visits/{visit}/photo.jpg" in page(verified)
    auditors = page(verified, "qian.hui")
    assert "/photo.jpg" not in auditors
    assert "Your role may not see this photo." in auditors


def test_accepting_is_recorded_with_who_compared_them(verified: Desk) -> None:
    request, _ = taken(verified)
    later, _ = taken(verified, level=91)
    answer = verified.browser("wang.fang").post(f"{PAGE}/{request}/same")
    assert answer.status_code == 303
    command, actor = verified.engine.commands[-1]
    person = owner(verified, CHEN)
    assert command == RecordReading(
        what="picture at the reader", person=person, reason=f"{request}: same person"
    )
    assert actor.user == "wang.fang"
    said = page(verified)
    assert "by wang.fang" in said
    assert f"{request}/same" not in said, "judged once"
    assert f"{later}/same" in said, "and only that one"


def test_refusing_suspends_the_badge(verified: Desk) -> None:
    request, _ = taken(verified)
    verified.browser("wang.fang").post(f"{PAGE}/{request}/other")
    command, _ = verified.engine.commands[-1]
    assert isinstance(command, SetCredentialState)
    assert (command.state, command.reason) == ("suspended", f"{request}: another person")
    assert "Another person; the badge was suspended" in page(verified)
    again = verified.rig.present(CHEN, "rdr-lab-in")
    assert again is not None
    assert again.result == "denied"


def test_an_unknown_card_has_nobody_to_compare_with_and_rights_are_the_servers(verified: Desk) -> None:
    strangers, _ = taken(verified, STRANGER)
    request, _ = taken(verified, level=91)
    guard, auditor = verified.browser("wang.fang"), verified.browser("qian.hui")
    said = page(verified)
    assert "Unknown card: nobody to compare with." in said
    assert f"{strangers}/same" not in said
    for unknown in (strangers, "none"):
        assert guard.post(f"{PAGE}/{unknown}/same").status_code == 404
    assert verified.browser("liu.yang").get(PAGE).status_code == 403
    assert auditor.post(f"{PAGE}/{request}/other").status_code == 403
    assert "Your role may not suspend badges." in auditor.get(PAGE).get_data(as_text=True)
    verified.engine.silent = True
    answer = guard.post(f"{PAGE}/{request}/same")
    assert answer.status_code == 503
    assert "The engine does not answer" in answer.get_data(as_text=True)


def owner(desk: Desk, card: CardNumber) -> str:
    """Whose badge it is."""
    return next(
        file.person.id
        for file in desk.rig.facts.people.values()
        if any(each.card == card for each in file.person.credentials)
    )
