"""A visit's moves at the desk: arrival, a lost badge, the end of the day, the roll."""

from datetime import timedelta
from typing import Any

from gate.domain.commands import CheckInVisit, CheckOutVisit
from gate.domain.visit import Items, VisitState
from tests.service.rig import GUARD, POOL
from tests.web.desk import Browser, Desk
from tests.web.visiting import invite


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
