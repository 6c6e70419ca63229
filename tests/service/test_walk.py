"""Walk-tests in the record: who may sign what, and what counts as passed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.commands import Actor, Outcome, RecordWalkTest
from gate.domain.events import CommandRecorded, WalkTested
from gate.domain.rights import Role
from gate.domain.walk import WalkItem, WalkResult, points_of
from tests.service.rig import CABINET, MORNING, Rig, example_site

INSTALLER = Actor(user="zhao.lei", role=Role.SYSTEM, origin="cli")
POINTS = [point.id for point in points_of(example_site(), CABINET)]


def item(point: str, result: WalkResult = WalkResult.PASSED, note: str = "") -> WalkItem:
    return WalkItem(point=point, result=result, seconds=3.5, note=note, seen=("cabinet-1/1/7",))


WHOLE = RecordWalkTest(
    agent=CABINET,
    tester="zhao.lei",
    at_door="sun.li",
    signed_by="wang.fang",
    started_at=MORNING,
    ended_at=MORNING + timedelta(minutes=20),
    configuration=example_site().version,
    items=tuple(map(item, POINTS)),
)


def test_a_whole_walk_is_recorded_as_passed_and_audited(rig: Rig) -> None:
    assert rig.command(WHOLE, INSTALLER).outcome is Outcome.DONE
    (event,) = rig.noted(WalkTested)
    assert (event.passed, event.untried, event.items) == (True, (), WHOLE.items)
    assert (event.tester, event.at_door, event.signed_by) == ("zhao.lei", "sun.li", "wang.fang")
    (audit,) = rig.noted(CommandRecorded)
    assert (audit.command, audit.subject, audit.outcome) == ("RecordWalkTest", CABINET, "done")


def test_what_nobody_tried_or_what_failed_is_named_and_keeps_it_from_passing(rig: Rig) -> None:
    part = replace(WHOLE, items=WHOLE.items[2:])
    assert rig.command(part, INSTALLER).outcome is Outcome.DONE
    (event,) = rig.noted(WalkTested)
    assert (event.passed, event.untried) == (False, tuple(POINTS[:2]))
    bad = replace(WHOLE, items=(item(POINTS[0], WalkResult.FAILED, "reads nothing"), *WHOLE.items[1:]))
    rig.command(bad, INSTALLER)
    assert rig.noted(WalkTested)[0].passed is False


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"agent": "cabinet-9"}, "no agent 'cabinet-9'"),
        ({"configuration": "another"}, "another configuration"),
        ({"signed_by": " "}, "who signs"),
        ({"at_door": ""}, "who was at the door"),
        ({"items": ()}, "nothing was tried"),
        ({"items": (item("reader nowhere"),)}, "'reader nowhere'"),
        ({"items": (item(POINTS[0]), item(POINTS[0]))}, "once"),
        ({"items": (item(POINTS[0], WalkResult.SKIPPED, " "),)}, "a reason is owed"),
    ],
)
def test_what_is_not_recorded_and_why(rig: Rig, change: dict[str, object], why: str) -> None:
    receipt = rig.command(replace(WHOLE, **change), INSTALLER)  # type: ignore[arg-type]
    assert receipt.outcome in (Outcome.REFUSED, Outcome.INVALID)
    assert why in receipt.why
    assert rig.noted(WalkTested) == []


@pytest.mark.parametrize("role", [Role.GUARD, Role.MANAGER, Role.HR, Role.AUDITOR])
def test_no_console_role_signs_walk_tests(rig: Rig, role: Role) -> None:
    receipt = rig.command(WHOLE, replace(INSTALLER, role=role))
    assert receipt.outcome is Outcome.REFUSED
    assert rig.noted(WalkTested) == []
