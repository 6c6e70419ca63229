"""The record was verified: that is an event, a record that is not what was sealed an alarm until one holds again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.commands import Actor, Outcome
from gate.domain.events import AlarmRaised, AlarmReturned, CommandRecorded, RecordVerified
from gate.domain.rights import Role
from gate.domain.verification import Found, RecordVerification, Verdict
from gate.engine.body import body_texts
from tests.service.rig import MORNING, Rig

AUDITOR = Actor(user="qian.hui", role=Role.AUDITOR, origin="10.0.0.7")
HOLDS = RecordVerification(
    begun_at=MORNING - timedelta(minutes=2), found=Found(verdict=Verdict.HOLDS, sealed=1200, checkpoints=7)
)
BROKEN = replace(
    HOLDS, found=Found(verdict=Verdict.BROKEN, why="event 17 altered: its person 'p9'", event=17)
)
UNREADABLE = replace(HOLDS, found=Found(verdict=Verdict.UNREADABLE, why="there is none"))


def test_one_that_holds_is_recorded_with_who_asked(rig: Rig) -> None:
    assert rig.command(HOLDS, AUDITOR).outcome is Outcome.DONE
    assert rig.noted(RecordVerified) == [RecordVerified(begun_at=HOLDS.begun_at, found=HOLDS.found)]
    (audit,) = rig.noted(CommandRecorded)
    assert (audit.command, audit.actor.user, audit.subject) == ("RecordVerification", "qian.hui", "record")
    assert rig.noted(AlarmRaised) == []


def test_a_broken_one_is_an_alarm_until_one_holds(rig: Rig) -> None:
    rig.command(BROKEN, AUDITOR)
    (raised,) = rig.noted(AlarmRaised)
    assert (raised.kind, raised.subject, raised.priority, raised.revision) == (
        "record_broken",
        "record",
        1,
        1,
    )
    assert "p9" not in raised.cause
    rig.command(UNREADABLE, AUDITOR)
    assert (rig.noted(AlarmRaised), rig.noted(AlarmReturned)) == ([], [])
    rig.command(BROKEN, AUDITOR)
    assert [each.revision for each in rig.noted(AlarmRaised)] == [2]
    rig.command(HOLDS, AUDITOR)
    assert [each.alarm for each in rig.noted(AlarmReturned)] == [raised.alarm]


def test_the_verifiers_words_can_be_erased() -> None:
    public, personal = body_texts(RecordVerified(begun_at=MORNING, found=BROKEN.found))
    assert "p9" not in public
    assert "p9" in (personal or "")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (replace(HOLDS, begun_at=MORNING + timedelta(days=1)), "later than now"),
        (replace(HOLDS, found=Found(verdict=Verdict.HOLDS, why="altered")), "a reason"),
        (replace(HOLDS, found=Found(verdict=Verdict.BROKEN)), "a reason"),
    ],
)
def test_what_cannot_be_is_refused(rig: Rig, told: RecordVerification, why: str) -> None:
    receipt = rig.command(told, AUDITOR)
    assert (receipt.outcome, why in receipt.why) == (Outcome.REFUSED, True)
    assert rig.noted(RecordVerified) == []


@pytest.mark.parametrize("role", [Role.GUARD, Role.MANAGER, Role.HR, Role.HOST])
def test_nobody_else_says_what_came_of_it(rig: Rig, role: Role) -> None:
    assert rig.command(BROKEN, Actor(user="x", role=role, origin="cli")).outcome is Outcome.REFUSED
    assert rig.noted(AlarmRaised) == []
