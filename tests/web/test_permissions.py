"""Roles against views: what the role does not carry is refused with a page, and recorded."""

import re

import pytest
from werkzeug.routing import Rule

from gate.domain.commands import RecordRefusal
from gate.domain.rights import Right, Role, may
from tests.web.desk import OPERATORS, Desk
from web.access import access_of

ARGUMENTS = {
    "name": "id_number", "portal": "lab-door", "id": "p1001", "sha": "0" * 64, "entry": "e-1", "item": "i-1",
    "list_id": "l-1", "number": "1", "size": "1",
}  # fmt: skip
NAMES = {role: name for name, role in OPERATORS.items()}
EXPECTED: dict[str, set[Role]] = {
    "/live": {Role.GUARD, Role.MANAGER, Role.AUDITOR},
    "/alarms": {Role.GUARD, Role.MANAGER, Role.AUDITOR},
    "/doors/lab-door": {Role.GUARD, Role.MANAGER, Role.AUDITOR},
    "/muster/rolls": {Role.GUARD, Role.MANAGER, Role.AUDITOR},
    "/visits": {Role.GUARD},
    "/visits/new": {Role.GUARD},
    "/people": set(OPERATORS.values()),
    "/people/p1001": set(OPERATORS.values()),
    "/people/p1001/leave": {Role.HR},
    "/audit": {Role.AUDITOR},
    "/keys": set(OPERATORS.values()),
}


def filled(rule: Rule) -> str:
    """The rule's path with an argument in each place, whatever converts it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: ARGUMENTS[place[1]], rule.rule)


@pytest.mark.parametrize("role", list(NAMES), ids=str)
def test_the_pages_of_a_role(desk: Desk, role: Role) -> None:
    browser = desk.browser(NAMES[role])
    seen = {path: browser.get(path).status_code for path in EXPECTED}
    assert seen == {path: 200 if role in roles else 403 for path, roles in EXPECTED.items()}


def test_every_view_refuses_every_role_that_lacks_its_right(desk: Desk) -> None:
    """All routes of the app, whatever they are: a new view cannot be forgotten here."""
    for role, name in NAMES.items():
        browser = desk.browser(name)
        for rule in desk.app.url_map.iter_rules():
            access = access_of(desk.app, rule.endpoint)
            if access.right is None or may(role, access.right):
                continue
            path = filled(rule)
            answer = browser.get(path) if "GET" in (rule.methods or ()) else browser.post(path)
            assert answer.status_code == 403, (role, path)


def test_a_view_without_a_session_leads_to_the_sign_in(desk: Desk) -> None:
    browser = desk.browser()
    for rule in desk.app.url_map.iter_rules():
        access = access_of(desk.app, rule.endpoint)
        if access.public:
            continue
        path = filled(rule)
        answer = browser.get(path) if "GET" in (rule.methods or ()) else browser.post(path)
        assert answer.status_code == (302 if "GET" in (rule.methods or ()) and not access.quiet else 401), (
            path
        )


def test_a_role_without_the_right_is_refused_and_recorded(desk: Desk) -> None:
    answer = desk.browser("qian.hui").post("/doors/lab-door/unlock", reason="curious")
    assert answer.status_code == 403
    assert "Your role may not do this" in answer.text
    desk.console.refusals.send_waiting()
    command, actor = desk.engine.commands[-1]
    assert command == RecordRefusal(
        what="no_right", why="needs the right unlock", subject="POST /doors/lab-door/unlock"
    )
    assert (actor.user, actor.role) == ("qian.hui", Role.AUDITOR)


def test_a_view_must_say_what_it_asks_for(desk: Desk) -> None:
    from web import access

    desk.app.view_functions["bare"] = lambda: ""
    with pytest.raises(TypeError, match="bare"):
        access.set_up(desk.app)


def test_the_engine_checks_again(desk: Desk) -> None:
    """A console that was taken over gains nothing: the right is the engine's to judge."""
    from gate.domain.commands import Actor, MomentaryUnlock, Outcome

    receipt = desk.engine.send(
        MomentaryUnlock(portal="lab-door", reason="x"), Actor(user="qian.hui", role=Role.AUDITOR)
    )
    assert receipt.outcome is Outcome.REFUSED
    assert not may(Role.AUDITOR, Right.UNLOCK)
