"""The kiosk: pairing, one visitor at a time, its own rights, and that it forgets."""

import io
import re
from datetime import timedelta
from typing import Any

from gate.domain.commands import Actor, Outcome, RegisterVisit
from gate.domain.desk_commands import ScreenVisitor
from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.notify import links
from gate.notify.links import Link, Purpose
from tests.web.desk import Browser, Desk
from tests.web.steps import picture, publish
from tests.web.visiting import hosts, invite
from web.invited.notice import VERSION
from web.kiosk import devices

ABOUT = {"name": "Marta Kowalska", "company": "Łódź Optics", "notice": VERSION}


def paired(desk: Desk, language: str = "en") -> Browser:
    code = devices.make(desk.console.books, "Lobby", "chen.wei")
    browser = desk.browser(language=language)
    assert browser.post("/kiosk/pair", code=f"{code[:4]} {code[4:]}").status_code == 302
    return browser


def invited(desk: Desk, **changes: Any) -> tuple[VisitFile, str]:
    """A visit of now, and the code of its QR pass."""
    hosts(desk)
    visit = invite(desk, **changes)
    file = desk.rig.facts.visits[visit]
    link = Link(visit=visit, purpose=Purpose.VISITOR, person="", until=file.visit.ends)
    return file, links.pass_code(links.mint(desk.console.told, link))


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the step that is shown."""
    form = page.split('class="kiosk-languages"', 1)[1].split("</form>", 1)[1]
    return dict(
        re.findall(r'type="hidden" name="(turn|revision|version|language|text_sha256)" value="([^"]*)"', form)
    )


def step(browser: Browser, what: str, **given: Any) -> Any:
    shown = fields(browser.get("/kiosk/visit").text)
    return browser.post(f"/kiosk/{what}", **{**shown, **given})


def state(desk: Desk, file: VisitFile) -> VisitState | None:
    return desk.rig.facts.visits[file.visit.id].visit.state


def test_a_visitor_goes_from_the_code_to_telling_the_host(desk: Desk) -> None:
    publish(desk)
    file, code = invited(desk)
    browser = paired(desk)
    assert browser.post("/kiosk/find", text=code.lower()).status_code == 302
    assert "Welcome, Marta Kowalska" in browser.get("/kiosk/visit").text
    assert step(browser, "particulars", **ABOUT).status_code == 302
    assert "Confidentiality" in browser.get("/kiosk/visit").text
    assert step(browser, "agreement", typed_name="Marta Kowalska", answer="sign").status_code == 302
    photo = step(browser, "photo", photo=(io.BytesIO(picture()), "p.jpg"))
    assert photo.status_code == 302, photo.text
    assert step(browser, "arrive").headers["Location"] == "/kiosk/done"
    assert state(desk, file) is VisitState.ARRIVED
    record = desk.rig.facts.desk.records[file.visit.id]
    assert record.signed_version == 1
    assert record.photo
    names = {(actor.user, actor.role) for _, actor in desk.engine.commands if actor.role is Role.KIOSK}
    assert names == {("kiosk Lobby", Role.KIOSK)}
    assert "Marta" not in browser.get("/kiosk/done").text
    assert browser.get("/kiosk/visit").headers["Location"] == "/kiosk", "nobody's turn"


def test_it_forgets_after_a_minute(desk: Desk) -> None:
    browser, code = paired(desk), invited(desk)[1]
    for idle_s, knows in ((59.9, True), (60, False), (61, False)):
        browser.post("/kiosk/find", text=code)
        desk.machine.forward(seconds=idle_s)
        assert (browser.get("/kiosk/visit").status_code == 200) == knows, idle_s


def test_a_touch_keeps_it(desk: Desk) -> None:
    browser = paired(desk)
    browser.post("/kiosk/find", text=invited(desk)[1])
    for _ in range(3):
        desk.machine.forward(seconds=50)
        assert browser.post("/kiosk/stay").status_code == 204
    assert browser.get("/kiosk/visit").status_code == 200


def test_a_page_of_the_one_before_does_nothing(desk: Desk) -> None:
    first, code = invited(desk)
    browser = paired(desk)
    browser.post("/kiosk/find", text=code)
    past: dict[str, Any] = {"notice": VERSION, **fields(browser.get("/kiosk/visit").text)}
    browser.get("/kiosk")
    browser.post("/kiosk/find", text=code)
    answer = browser.post("/kiosk/particulars", name="Somebody Else", **past)
    assert answer.headers["Location"] == "/kiosk"
    assert desk.rig.facts.visits[first.visit.id].completed_at is None


def test_codes_that_lead_nowhere_get_one_answer(desk: Desk) -> None:
    file, code = invited(desk)
    browser = paired(desk)
    for text in ("", "GI" + "A" * 26, "GV" + "A" * 26, file.visit.id, "p1001", "Marta Kowalska", "1; DROP"):
        answer = browser.post("/kiosk/find", text=text)
        assert answer.status_code == 404, text
        assert "This code belongs to no visit of now" in answer.text
    desk.rig.clock.instant = file.visit.ends
    assert browser.post("/kiosk/find", text=code).status_code == 404


def test_who_comes_hours_early_is_sent_to_the_desk(desk: Desk) -> None:
    file, code = invited(desk)
    desk.rig.clock.instant = file.visit.starts - timedelta(hours=2, seconds=1)
    browser = paired(desk)
    assert browser.post("/kiosk/find", text=code).status_code == 404
    desk.rig.clock.forward(seconds=1)
    assert browser.post("/kiosk/find", text=code).status_code == 302


def test_it_has_no_other_page(desk: Desk) -> None:
    browser = paired(desk)
    for path in ("/live", "/visits", "/people?q=c", "/visits/hosts?q=c", "/kiosks", "/audit"):
        assert browser.get(path).status_code in (302, 401), path


def test_without_a_pairing_nothing_is_done(desk: Desk) -> None:
    _, code = invited(desk)
    browser = desk.browser()
    for path in ("find", "particulars", "agreement", "photo", "arrive"):
        assert browser.post(f"/kiosk/{path}", text=code, turn="").headers["Location"] == "/kiosk", path
    assert "Pairing code" in browser.get("/kiosk").text
    assert browser.post("/kiosk/pair", code="00000000").status_code == 400


def test_a_code_is_good_once_and_for_ten_minutes(desk: Desk) -> None:
    books = desk.console.books
    code = devices.make(books, "Lobby", "chen.wei")
    desk.machine.forward(seconds=600)
    assert devices.pair(books, code) is None
    again = devices.code_again(books, devices.listed(books)[0].id)
    assert again is not None
    desk.machine.forward(seconds=599)
    assert devices.pair(books, again) is not None
    assert devices.pair(books, again) is None


def test_a_kiosk_that_is_taken_away_is_one_no_more(desk: Desk) -> None:
    browser, manager = paired(desk), desk.browser("chen.wei")
    kiosk = devices.listed(desk.console.books)[0].id
    assert "Lobby" in manager.get("/kiosks").text
    assert manager.post(f"/kiosks/{kiosk}/remove").status_code == 302
    assert "Pairing code" in browser.get("/kiosk").text
    assert manager.post(f"/kiosks/{kiosk}/remove").status_code == 404


def test_a_manager_sees_the_code_once_and_nobody_else_makes_one(desk: Desk) -> None:
    manager = desk.browser("chen.wei")
    code = re.search(r"pairing-code\">(\d{4} \d{4})<", manager.post("/kiosks", name="Lobby").text)
    assert code is not None
    assert code[1] not in manager.get("/kiosks").text
    assert manager.post("/kiosks", name=" ").status_code == 400
    assert desk.browser("wang.fang").post("/kiosks", name="Mine").status_code == 403


def test_pairing_signs_out_whoever_was_signed_in(desk: Desk) -> None:
    browser = desk.browser("chen.wei")
    browser.post("/kiosk/pair", code=devices.make(desk.console.books, "Lobby", "chen.wei"))
    assert browser.get("/live").status_code == 302


def test_the_language_of_one_visitor_is_not_the_next_ones(desk: Desk) -> None:
    browser = paired(desk)
    browser.post("/kiosk/language", language="zh")
    assert "欢迎" in browser.get("/kiosk?chosen=yes").text
    assert "Welcome to" in browser.get("/kiosk").text


def test_a_refusal_is_recorded_and_the_desk_takes_over(desk: Desk) -> None:
    publish(desk)
    file, code = invited(desk)
    browser = paired(desk)
    browser.post("/kiosk/find", text=code)
    step(browser, "particulars", **ABOUT)
    assert step(browser, "agreement", answer="sign").status_code == 400, "neither drawn nor typed"
    assert step(browser, "agreement", answer="refuse").status_code == 302
    assert desk.rig.facts.desk.records[file.visit.id].refused_at is not None


def test_each_field_says_what_is_missing(desk: Desk) -> None:
    browser = paired(desk, "zh-CN")
    browser.post("/kiosk/find", text=invited(desk)[1])
    answer = step(browser, "particulars", name="")
    assert answer.status_code == 400
    assert "field-error" in answer.text


def test_its_rights_end_where_the_visitors_do(desk: Desk) -> None:
    """A kiosk that was taken over registers nobody and judges nothing: the engine says no."""
    kiosk = Actor(user="kiosk Lobby", role=Role.KIOSK)
    file, _ = invited(desk)
    for command in (
        ScreenVisitor(visit=file.visit.id),
        RegisterVisit(
            name="X",
            company="",
            host="p1001",
            zones=("lobby",),
            starts=file.visit.starts,
            ends=file.visit.ends,
        ),
    ):
        assert desk.engine.send(command, kiosk).outcome is Outcome.REFUSED


def test_the_pass_on_the_visitors_page_finds_the_visit_at_the_desk(desk: Desk) -> None:
    file, code = invited(desk)
    answer = desk.browser("wang.fang").post("/desk/scan", text=code)
    assert answer.headers["Location"] == f"/visits/{file.visit.id}"
    token = links.mint(
        desk.console.told,
        Link(visit=file.visit.id, purpose=Purpose.VISITOR, person="", until=file.visit.ends),
    )
    page = desk.browser().get(f"/i/{token}")
    assert links.pass_code(token) in page.text
    assert desk.browser().get(f"/i/{token}/pass.png").data[:8] == b"\x89PNG\r\n\x1a\n"
    links.withdraw(desk.console.told, file.visit.id, Purpose.VISITOR)
    assert desk.browser("wang.fang").post("/desk/scan", text=code).status_code == 404
