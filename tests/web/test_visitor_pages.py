"""Pages that a link opens: the visitor completes his visit, the host answers."""

from datetime import timedelta
from typing import Any

import pytest

from gate.domain.rights import Role
from gate.domain.visit import VisitState
from gate.domain.visit_commands import ArriveVisit
from gate.notify import links
from gate.notify.links import Link, Purpose
from tests.service.rig import GUARD
from tests.web.desk import Desk
from tests.web.visiting import invite, post


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
