"""Pages of hosts and approvers."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from gate.domain.rights import Role, may
from gate.domain.visit import VisitState
from gate.domain.visit_commands import ChangeVisit
from tests.web.desk import Desk
from tests.web.inviting import fields
from tests.web.test_permissions import filled as path_of
from tests.web.visiting import LI, invite
from web.access import access_of

LAB = ("lobby", "office", "lab")


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
