"""Pages of hosts, approvers and those who hold a link; the end of the day and the roll call."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.domain.commands import CheckInVisit, CheckOutVisit
from gate.domain.rights import Role, may
from gate.domain.visit import Items, VisitState
from gate.domain.visit_commands import ArriveVisit, ChangeVisit
from gate.notify import links
from gate.notify.links import Link, Purpose
from tests.service.rig import GUARD, POOL
from tests.web import visiting
from tests.web.desk import Browser, Desk
from tests.web.test_permissions import filled as path_of
from tests.web.visiting import LI, invite, post
from web.access import access_of
from web.invitations.rows import FAULTS, NotText, decode, read_rows
from web.invitations.spans import Repeat, spans

LAB = ("lobby", "office", "lab")


@pytest.fixture
def hosts(desk: Desk) -> Iterator[Desk]:
    visiting.hosts(desk)
    yield desk
    desk.console.told.close()


def fields(**changes: object) -> dict[str, Any]:
    base: dict[str, Any] = {
        "kind": "guest", "name": "Marta Kowalska", "company": "Łódź Optics", "email": "marta@example.net",
        "zones": ["lobby", "office"], "starts": "2026-11-23 10:00", "ends": "2026-11-23 12:00", "repeat": "once",
        "host_escorts": "yes", "purpose": "Calibration",
    }  # fmt: skip
    return {**base, **changes}


# ── hosts ────────────────────────────────────────────────────────────────────


def test_a_host_invites_to_himself_whatever_the_form_says(hosts: Desk) -> None:
    answer = hosts.browser("li.na").post("/invitations/new", **fields(host="p1001"))
    assert (answer.status_code, answer.location) == (302, "/invitations")
    file = list(hosts.rig.facts.visits.values())[-1]
    assert (file.visit.host, file.visit.escorts, file.visit.state) == (
        "p1002",
        ("p1002",),
        VisitState.APPROVED,
    )
    assert "Marta Kowalska" in hosts.browser("li.na").get("/invitations").text
    assert "Marta Kowalska" not in hosts.browser("chen.host").get("/invitations").text
    assert hosts.browser("chen.host").get(f"/invitations/{file.visit.id}").status_code == 404


def test_a_group_by_paste_again_every_workday(hosts: Desk) -> None:
    group = "姓名\t单位\t邮箱\n孙强\t天津电梯\ts@example.net\nBen Okafor\tOkafor Audit\t\n"
    answer = hosts.browser("li.na").post(
        "/invitations/new", **fields(name="", group=group, repeat="workdays", until="2026-11-30")
    )
    assert answer.status_code == 302, answer.text
    made = [file for file in hosts.rig.facts.visits.values() if file.series]
    assert len(made) == 2 * 6, "Monday to Monday without the weekend"
    assert {file.email for file in made} == {"s@example.net", ""}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "孙强,天津电梯,no address\n,x,\n".encode("gb18030"),
            ("Row 1", "that is no mail address", "the name is missing"),
        ),
        (b"\xff\xfe\x00\xd8\x00", ("The file is no text",)),
        ("Zoë,Café\n".encode("latin-1"), ("The file is no text",)),
    ],
)
def test_a_file_that_does_not_fit_invites_nobody_and_says_why(
    hosts: Desk, content: bytes, said: tuple[str, ...]
) -> None:
    browser, before = hosts.browser("li.na"), len(hosts.rig.facts.visits)
    data = {**fields(name=""), "csrf_token": browser.token(), "file": (BytesIO(content), "group.csv")}
    answer = browser.http.post("/invitations/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert all(word in answer.text for word in said), answer.text
    assert len(hosts.rig.facts.visits) == before


def test_the_same_form_twice_is_one_invitation(hosts: Desk) -> None:
    browser = hosts.browser("li.na")
    for _ in range(2):
        assert browser.post("/invitations/new", **fields(key="a" * 32)).status_code == 302
    assert sum(file.series is not None for file in hosts.rig.facts.visits.values()) == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(hosts: Desk) -> None:
    answer = hosts.browser("li.na").post(
        "/invitations/new", **fields(email="nobody", ends="2026-11-23 09:59", repeat="weekly", until="soon")
    )
    assert answer.status_code == 400
    for word in ("That is no mail address.", "The end must be after", "Give the last day", "Marta Kowalska"):
        assert word in answer.text


def test_changed_and_cancelled_by_its_host_alone(hosts: Desk) -> None:
    visit = invite(hosts)
    page = f"/invitations/{visit}"
    form: dict[str, Any] = {
        "edition": 1,
        "zones": ["lobby"],
        "starts": "2026-11-23 10:00",
        "ends": "2026-11-23 11:00",
    }
    assert hosts.browser("chen.host").post(f"{page}/change", **form).status_code == 404
    assert hosts.browser("li.na").post(f"{page}/change", **form).status_code == 302
    assert hosts.rig.facts.visits[visit].visit.zones == ("lobby",)
    stale = hosts.browser("li.na").post(f"{page}/change", **form)
    assert (stale.status_code, "was changed meanwhile" in stale.text) == (409, True)
    assert hosts.browser("li.na").post(f"{page}/cancel", reason=" ").status_code == 400
    assert hosts.browser("li.na").post(f"{page}/cancel", reason="postponed").status_code == 302
    assert hosts.rig.facts.visits[visit].visit.state is VisitState.CANCELLED


def test_every_view_refuses_a_host_who_lacks_its_right(hosts: Desk) -> None:
    browser = hosts.browser("li.na")
    for rule in hosts.app.url_map.iter_rules():
        access = access_of(hosts.app, rule.endpoint)
        if access.right is None or may(Role.HOST, access.right):
            continue
        path = path_of(rule)
        answer = browser.get(path) if "GET" in (rule.methods or ()) else browser.post(path)
        assert answer.status_code == 403, path


# ── approvers ────────────────────────────────────────────────────────────────


def test_an_owner_sees_what_waits_for_him_and_what_differs(hosts: Desk) -> None:
    visit = invite(hosts, zones=LAB)
    assert "Nothing waits for you" in hosts.browser("li.na").get("/approvals").text
    owner = hosts.browser("chen.host")
    assert owner.post(f"/approvals/{visit}/approve", edition=1, note="until noon").status_code == 302
    file = hosts.rig.facts.visits[visit]
    assert (file.visit.state, file.approvals[0].note) == (VisitState.APPROVED, "until noon")
    changed = ChangeVisit(
        visit=visit, edition=1, host="p1002", zones=LAB, starts=file.visit.starts,
        ends=file.visit.ends + timedelta(hours=1), escorts=("p1002",),
    )  # fmt: skip
    hosts.engine.send(changed, LI)
    page = owner.get("/approvals").text
    assert "Not as it was approved" in page
    assert "<del>2026-11-23 12:00</del>" in page
    assert "<ins>2026-11-23 13:00</ins>" in page
    late = owner.post(f"/approvals/{visit}/approve", edition=1)
    assert (late.status_code, "was changed meanwhile" in late.text) == (409, True)
    assert owner.post(f"/approvals/{visit}/reject", edition=2, reason="").status_code == 400
    assert owner.post(f"/approvals/{visit}/reject", edition=2, reason="too long").status_code == 302
    assert hosts.rig.facts.visits[visit].why == "too long"
    assert "too long" in hosts.browser("li.na").get("/invitations").text


def test_a_manager_waives_by_name_what_a_contractor_lacks(hosts: Desk) -> None:
    visit = invite(hosts, kind="contractor")
    page = hosts.browser("chen.wei").get("/approvals").text
    assert "Safety induction" in page
    form: dict[str, Any] = {"requirement": "induction", "reason": "I go with him"}
    assert hosts.browser("wang.fang").post(f"/approvals/{visit}/waive", **form).status_code == 403
    assert hosts.browser("chen.wei").post(f"/approvals/{visit}/waive", **form).status_code == 302
    [waiver] = hosts.rig.facts.visits[visit].waivers
    assert (waiver.requirement, waiver.by) == ("induction", "chen.wei")
    assert "chen.wei: I go with him" in hosts.browser("wang.fang").get(f"/visits/{visit}/moves").text


# ── links ────────────────────────────────────────────────────────────────────


def visitor_link(desk: Desk, **changes: Any) -> tuple[str, str]:
    sent, notifier = post(desk)
    visit = invite(desk, **changes)
    notifier.step()
    return visit, sent.link()


def filled(**changes: str) -> dict[str, Any]:
    base = {"name": "Marta Kowalska", "company": "Łódź Optics", "notice": "2026-11"}
    return {**base, **changes}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_visitor_completes_his_page_without_an_account(hosts: Desk, language: str) -> None:
    visit, path = visitor_link(hosts, kind="official")
    browser = hosts.browser(language=language)
    page = browser.get(path)
    assert page.status_code == 200
    assert ("隐私告知" if language == "zh" else "Notice of privacy") in page.text
    assert "p1002" not in page.text
    short = browser.post(path, **filled(notice=""))
    assert short.status_code == 400
    done = browser.post(path, **filled(id_kind="passport", id_number="EK4471203"))
    assert (done.status_code, done.location) == (302, path)
    file = hosts.rig.facts.visits[visit]
    assert (file.notice, hosts.rig.facts.people[file.person].id_last4) == ("2026-11", "1203")
    assert "EK4471203" not in browser.get(path).text
    command, actor = hosts.engine.commands[-1]
    assert (actor.role, actor.person) == (Role.VISITOR, "")
    assert "EK4471203" not in repr(command)


def test_a_link_opens_one_visit_for_one_thing_until_its_end(hosts: Desk) -> None:
    visit, path = visitor_link(hosts)
    browser = hosts.browser()
    token = path.removeprefix("/i/")
    for wrong in ("/i/" + "x" * 43, path[:-1], f"/h/{token}"):
        answer = browser.get(wrong)
        assert (answer.status_code, "This link is over" in answer.text) == (410, True)
        assert browser.post(wrong, **filled()).status_code == 410
    ends = hosts.rig.facts.visits[visit].visit.ends
    hosts.rig.clock.instant = ends - timedelta(seconds=1)
    assert browser.get(path).status_code == 200
    hosts.rig.clock.instant = ends
    assert browser.get(path).status_code == 410
    for page in ("/invitations", "/visits", "/muster"):
        assert browser.get(page).status_code == 302, "a link is no session"


def test_links_are_rate_limited(hosts: Desk) -> None:
    browser = hosts.browser()
    answers = [browser.get("/i/guess").status_code for _ in range(31)]
    assert (answers[29], answers[30]) == (410, 429)


def test_the_host_answers_by_his_link_and_the_desk_sees_it(hosts: Desk) -> None:
    sent, notifier = post(hosts)
    visit = invite(hosts)
    hosts.engine.send(ArriveVisit(visit=visit), GUARD)
    notifier.step()
    path, browser = sent.link(), hosts.browser()
    assert browser.get(path).status_code == 200
    assert hosts.rig.facts.visits[visit].answer == "", "a mail reader that opens links answers nothing"
    assert browser.post(path, answer="perhaps").status_code == 400
    assert browser.post(path, answer="send_away").status_code == 302
    assert hosts.rig.facts.visits[visit].answer == "send_away"
    assert "send away" in hosts.browser("wang.fang").get(f"/visits/{visit}/moves").text
    assert hosts.rig.facts.visits[visit].visit.state is VisitState.ARRIVED


def test_a_link_for_another_host_is_refused_by_the_engine(hosts: Desk) -> None:
    visit = invite(hosts)
    hosts.engine.send(ArriveVisit(visit=visit), GUARD)
    until = hosts.rig.clock.now() + timedelta(hours=1)
    token = links.mint(
        hosts.console.told, Link(visit=visit, purpose=Purpose.HOST, person="p1004", until=until)
    )
    answer = hosts.browser().post(f"/h/{token}", answer="coming")
    assert (answer.status_code, "the host is asked" in answer.text) == (409, True)


# ── desk, day, roll ──────────────────────────────────────────────────────────


def let_in(desk: Desk, **changes: Any) -> str:
    visit = invite(desk, **changes)
    receipt = desk.engine.send(CheckInVisit(visit=visit, card=POOL, agreement=True, items=Items.NONE), GUARD)
    assert receipt.outcome.value == "done", receipt.why
    return visit


def test_a_guard_notes_the_arrival_refuses_and_records_a_proof(hosts: Desk) -> None:
    visit = invite(hosts, kind="contractor")
    guard = hosts.browser("wang.fang")
    assert guard.post(f"/visits/{visit}/arrive").status_code == 302
    assert hosts.rig.facts.visits[visit].visit.state is VisitState.ARRIVED
    bad = guard.post(f"/visits/{visit}/proof", requirement="insurance", until="tomorrow", reason="policy")
    assert (bad.status_code, "Give the last day" in bad.text) == (400, True)
    over = guard.post(f"/visits/{visit}/proof", requirement="insurance", until="2026-11-22", reason="policy")
    assert over.status_code == 409
    good = guard.post(f"/visits/{visit}/proof", requirement="insurance", until="2026-11-23", reason="policy")
    assert good.status_code == 302
    assert guard.post(f"/visits/{visit}/refuse", reason="").status_code == 400
    assert guard.post(f"/visits/{visit}/refuse", reason="no induction").status_code == 302
    assert hosts.rig.facts.visits[visit].why == "no induction"


def test_a_lost_badge_in_one_form_with_each_agents_answer(hosts: Desk) -> None:
    visit, guard = let_in(hosts), hosts.browser("wang.fang")
    assert guard.post(f"/visits/{visit}/lose", reason="taxi", card="nonsense").status_code == 400
    assert guard.post(f"/visits/{visit}/lose", reason="", card="").status_code == 400
    assert guard.post(f"/visits/{visit}/lose", reason="taxi", card="200:77").status_code == 302
    page = guard.get(f"/visits/{visit}/moves").text
    for agent in hosts.rig.site.agents:
        assert f"{agent} has not confirmed yet" in page


def test_the_day_is_closed_with_evidence_for_each(hosts: Desk) -> None:
    visit, guard = let_in(hosts), hosts.browser("wang.fang")
    open_ids = [
        each for each, file in hosts.rig.facts.visits.items() if file.visit.state is VisitState.CHECKED_IN
    ]
    short = guard.post("/day", note="quiet")
    assert (short.status_code, "Say how you know" in short.text) == (400, True)
    form: dict[str, Any] = {f"evidence-{each}": "exit_unknown" for each in open_ids} | {
        f"badge-{visit}": "yes"
    }
    assert guard.post("/day", **form).status_code == 302
    assert hosts.rig.facts.visits[visit].visit.state is VisitState.CLOSED
    page = guard.get("/muster").text
    assert "checked out with the exit unknown" in page
    assert guard.post(f"/muster/{visit}/settle", evidence="").status_code == 400
    assert hosts.browser("chen.wei").post(f"/muster/{visit}/settle", evidence="film").status_code == 403
    assert guard.post(f"/muster/{visit}/settle", evidence="on the film").status_code == 302
    assert f'id="m-{hosts.rig.facts.visits[visit].person}"' not in guard.get("/muster").text


def test_the_roll_says_where_how_it_is_known_and_since_when(hosts: Desk) -> None:
    visit = let_in(hosts)
    person = hosts.rig.facts.visits[visit].person
    guard = hosts.browser("wang.fang")
    assert "checked in at the desk" in _line(guard, person)
    hosts.engine.act(lambda rig: rig.walk(POOL, "rdr-front-in", "front-door"))
    hosts.rig.clock.instant += timedelta(minutes=7)
    line = _line(guard, person)
    assert "passed · Front door" in line
    assert "7 min" in line
    hosts.engine.act(lambda rig: rig.walk(POOL, "rdr-front-out", "front-door"))
    assert person in guard.get("/muster").text, "checked in: on the roll until the desk knows"
    out = CheckOutVisit(visit=visit, badge_returned=True, evidence="seen_leaving")
    hosts.engine.send(out, GUARD)
    assert f'id="m-{person}"' not in guard.get("/muster").text


def _line(browser: Browser, person: str) -> str:
    return str(browser.get("/muster").text.split(f'id="m-{person}"', 1)[1].split("</tr>", 1)[0])


# ── rows and spans ───────────────────────────────────────────────────────────


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40))
def test_text_survives_every_encoding_that_is_read(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-8"):
        assert decode(text.encode(encoding)) == text


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_paste_gives_rows_whose_faults_have_words(text: str) -> None:
    for row in read_rows(text):
        assert set(row.faults) <= set(FAULTS)
        assert bool(row.name) != ("no_name" in row.faults)


def test_gb18030_as_spreadsheets_write_it() -> None:
    assert decode("孙强,天津电梯".encode("gb18030")) == "孙强,天津电梯"
    with pytest.raises(NotText):
        decode(b"\x80\x81\xff")


SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def test_weekly_keeps_the_wall_clock_when_the_clock_is_moved() -> None:
    starts = datetime(2026, 10, 19, 9, tzinfo=BERLIN)
    found = spans(starts, starts + timedelta(hours=2), Repeat.WEEKLY, date(2026, 11, 2), BERLIN)
    assert [span.starts.astimezone(BERLIN).hour for span in found] == [9, 9, 9]
    assert found[1].starts - found[0].starts == timedelta(days=7)
    assert found[1].starts.utcoffset() != found[0].starts.utcoffset()


def test_workdays_leave_out_weekends_but_not_the_first_day() -> None:
    starts = datetime(2026, 11, 21, 22, tzinfo=SHANGHAI)  # a Saturday, past midnight
    found = spans(starts, starts + timedelta(hours=4), Repeat.WORKDAYS, date(2026, 11, 24), SHANGHAI)
    assert [span.starts.day for span in found] == [21, 23, 24]
    assert {span.ends - span.starts for span in found} == {timedelta(hours=4)}


def test_an_endless_series_stops_one_past_the_most() -> None:
    starts = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
    found = spans(starts, starts + timedelta(hours=1), Repeat.WORKDAYS, date(2099, 1, 1), SHANGHAI)
    assert len(found) == 201
