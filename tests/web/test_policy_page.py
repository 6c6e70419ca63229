"""The policy's page: each invariant and whether it holds, and the second person of an override."""

from __future__ import annotations

from typing import Any

import pytest

from gate.domain.policy_commands import OverrideInvariants
from gate.domain.rights import Role
from tests.web.desk import PASSWORD, QUICK, Desk
from tests.web.proofs import prove
from web.auth import operators

OTHER = "cd" * 32
BROKEN = ("invariant_broken", "lab-needs-agreement")


@pytest.fixture(autouse=True)
def second_manager(desk: Desk) -> None:
    """Somebody else who may grant."""
    operators.put(desk.console.books, QUICK, "zhao.min", Role.MANAGER, PASSWORD)


def row(desk: Desk, invariant: str, language: str = "en", name: str = "chen.wei") -> str:
    """The invariant's row as it is shown."""
    page = desk.browser(name, language).get("/policy").text
    return str(page.split(f'<tr id="{invariant}">', 1)[1].split("</tr>", 1)[0])


def override(desk: Desk, user: str, version: str = "", **fields: Any) -> int:
    version = version or desk.rig.site.version
    given = {"invariant": ["lab-needs-agreement"], "reason": "the tour of the mayor", **fields}
    return int(desk.browser(user).post("/policy/override", version=version, **given).status_code)


def test_nothing_is_known_before_the_first_proof(desk: Desk) -> None:
    assert "not proved yet" in row(desk, "no-visitor-in-archive")
    assert "尚未证明" in row(desk, "no-visitor-in-archive", "zh")


def test_each_invariant_in_words_with_who_breaches_it(desk: Desk) -> None:
    desk.engine.act(lambda rig: prove(rig, {"lab-needs-agreement": "p1001"}))
    assert "Visitors: never let into Archive" in row(desk, "no-visitor-in-archive")
    assert "holds" in row(desk, "no-visitor-in-archive")
    breached = row(desk, "lab-needs-agreement")
    assert "Whoever lacks signed agreement: never let into" in breached
    assert 'href="/people/p1001">Chen Wei</a>' in breached
    assert "breached" in breached
    assert "缺少保密协议的人" in row(desk, "lab-needs-agreement", "zh")
    assert "From every zone one gets to Outside without the system" in row(desk, "everyone-can-leave")
    page = desk.browser("chen.wei").get("/policy").text
    assert f"<dd>{len(desk.rig.facts.people)}</dd>" in page


def test_two_people_take_a_breach_upon_themselves(desk: Desk) -> None:
    desk.engine.act(lambda rig: prove(rig, {"lab-needs-agreement": "p1001"}))
    assert BROKEN in desk.rig.alarms()
    assert override(desk, "chen.wei") == 302
    assert "a second person is wanted" in row(desk, "lab-needs-agreement")
    assert override(desk, "chen.wei") == 409, "one person is not two"
    assert desk.rig.alarms()[BROKEN].returned_at is None
    assert override(desk, "zhao.min") == 302
    overridden = row(desk, "lab-needs-agreement")
    assert "chen.wei, zhao.min" in overridden
    assert "a second person is wanted" not in overridden
    assert desk.rig.alarms()[BROKEN].returned_at is not None
    assert "Take the breach upon myself" not in desk.browser("chen.wei").get("/policy").text


def test_a_configuration_that_does_not_run_waits_for_its_second_person(desk: Desk) -> None:
    assert override(desk, "chen.wei", OTHER) == 302
    page = desk.browser("zhao.min").get("/policy").text
    assert f"<code>{OTHER[:16]}</code>" in page
    assert "a second person is wanted" in page
    assert override(desk, "zhao.min", OTHER) == 302
    command, actor = desk.engine.commands[-1]
    assert command == OverrideInvariants(
        version=OTHER, invariants=("lab-needs-agreement",), reason="the tour of the mayor"
    )
    assert actor.user == "zhao.min"
    assert "a second person is wanted" not in desk.browser("zhao.min").get("/policy").text


@pytest.mark.parametrize("fields", [{"reason": " "}, {"invariant": []}, {"version": "latest"}])
def test_what_says_too_little_is_asked_for_again(desk: Desk, fields: dict[str, Any]) -> None:
    before = len(desk.engine.commands)
    assert override(desk, "chen.wei", **{"version": OTHER, **fields}) == 400
    assert len(desk.engine.commands) == before


def test_who_may_not_grant_sees_and_cannot_override(desk: Desk) -> None:
    desk.engine.act(lambda rig: prove(rig, {"lab-needs-agreement": "p1001"}))
    assert "breached" in row(desk, "lab-needs-agreement", name="wang.fang")
    assert "Take the breach upon myself" not in desk.browser("wang.fang").get("/policy").text
    assert override(desk, "wang.fang") == 403
