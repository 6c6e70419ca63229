"""Alarms in a guard's hands."""

import pytest

from gate.domain.alarm import AlarmState
from gate.domain.alarm_kinds import KINDS
from gate.domain.commands import AcknowledgeAlarm, CloseAlarm, Outcome
from gate.domain.door_state import Contact
from gate.domain.events import AlarmAcknowledged, AlarmClosed, AlarmReturned, CameraSaw
from tests.service.rig import AUDITOR, GUARD, Rig


@pytest.fixture
def forced(rig: Rig) -> str:
    rig.door("front-door", Contact.OPEN)
    return str(rig.alarms()["forced_open", "front-door"].id)


def ack(alarm: str, revision: int = 1) -> AcknowledgeAlarm:
    return AcknowledgeAlarm(alarm=alarm, revision=revision, note="going there")


def close(alarm: str, code: str = "resolved", note: str = "a gust") -> CloseAlarm:
    return CloseAlarm(alarm=alarm, code=code, note=note)


def test_from_raised_to_closed(rig: Rig, forced: str) -> None:
    assert rig.facts.alarms[forced].state is AlarmState.UNACKNOWLEDGED
    assert rig.command(ack(forced)).outcome is Outcome.DONE
    assert rig.noted(AlarmAcknowledged)[0].actor == GUARD
    assert rig.facts.alarms[forced].state is AlarmState.ACKNOWLEDGED
    rig.door("front-door", Contact.CLOSED)
    assert rig.noted(AlarmReturned)[0].alarm == forced
    assert rig.facts.alarms[forced].state is AlarmState.RETURNED
    receipt = rig.command(close(forced))
    assert (receipt.outcome, receipt.subject) == (Outcome.DONE, forced)
    assert rig.noted(AlarmClosed)[0].code == "resolved"
    assert forced not in rig.facts.alarms


def test_closing_is_refused_while_it_lasts_or_nobody_took_it(rig: Rig, forced: str) -> None:
    rig.command(ack(forced))
    assert rig.command(close(forced)).why == "its cause is not over"
    rig.door("front-door", Contact.CLOSED)
    rig.clock.forward(seconds=10)
    rig.door("front-door", Contact.OPEN)
    rig.door("front-door", Contact.CLOSED)
    assert rig.facts.alarms[forced].state is AlarmState.RETURNED_UNACKNOWLEDGED
    assert rig.command(close(forced)).why == "nobody acknowledged it"


def test_the_revision_on_the_screen_must_be_the_newest(rig: Rig, forced: str) -> None:
    rig.door("front-door", Contact.CLOSED)
    rig.clock.forward(seconds=10)
    rig.door("front-door", Contact.OPEN)
    stale = rig.command(ack(forced, 1))
    assert (stale.outcome, stale.why) == (Outcome.REFUSED, "it happened again: revision 2, you saw 1")
    assert rig.command(ack(forced, 2)).outcome is Outcome.DONE
    assert rig.command(ack(forced, 2)).outcome is Outcome.DONE, "a repeat is harmless"
    assert rig.noted(AlarmAcknowledged) == []


@pytest.mark.parametrize(
    ("code", "note", "why"),
    [("resolved", " ", "a note is owed"), ("gone", "x", "expected a code among resolved")],
)
def test_closing_needs_a_code_of_its_kind_and_a_note(
    rig: Rig, forced: str, code: str, note: str, why: str
) -> None:
    rig.command(ack(forced))
    rig.door("front-door", Contact.CLOSED)
    assert rig.command(close(forced, code, note)).why.startswith(why)


def test_an_alarm_that_is_not_there(rig: Rig) -> None:
    assert rig.command(ack("a-0")).outcome is Outcome.INVALID
    assert rig.command(close("a-0")).outcome is Outcome.INVALID


@pytest.mark.regime("G3")
def test_an_auditor_may_not(rig: Rig, forced: str) -> None:
    assert rig.command(ack(forced), AUDITOR).why == "auditor may not alarms"


@pytest.mark.regime("F1")
def test_cameras(rig: Rig) -> None:
    def saw(rule: str, kind: str = "", active: bool = True) -> None:
        zone = "archive" if rule == "intrusion" else None
        event = CameraSaw(camera="cam-lab", rule=rule, kind=kind, zone=zone, active=active, still="ab")
        rig.event(event, src="camera")

    saw("tamper", "covered")
    alarm = rig.alarms()["camera_tamper", "cam-lab"]
    assert (alarm.cause, alarm.still, alarm.zone) == ("covered", "ab", "lab")
    saw("tamper", active=False)
    assert not rig.alarms()["camera_tamper", "cam-lab"].active
    saw("motion")
    saw("intrusion")
    assert ("camera_intrusion", "cam-lab") not in rig.alarms(), "not armed by day"
    rig.wait(hours=13)  # 22:00 in Shanghai
    saw("intrusion")
    assert rig.alarms()["camera_intrusion", "cam-lab"].zone == "archive"


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
@pytest.mark.regime("A7")
def test_every_kind_says_what_to_do_in_both_languages(kind: object) -> None:
    from gate.domain.alarm_kinds import AlarmKind

    assert isinstance(kind, AlarmKind)
    for text in (
        kind.name,
        kind.cause,
        kind.consequence,
        kind.first_action,
        *(code.name for code in kind.codes),
    ):
        assert text.en
        assert text.zh
    assert {"resolved", "test"} <= {code.id for code in kind.codes}
