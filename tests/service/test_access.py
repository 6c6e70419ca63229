"""Badges at readers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.commands import SetCredentialState
from gate.domain.credential import CredentialState
from gate.domain.decision import PinVerdict, Result
from gate.domain.door_commands import ReleaseLock, Relock, ShowAnswer
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import (
    AccessDecided,
    AlarmRaised,
    ContactChanged,
    CredentialPresented,
    OwnAnswer,
    PassageEnded,
    PortalChanged,
)
from gate.domain.signals import Feedback
from tests.service.rig import ANA, CABINET, CHEN, HR, LI, STRANGER, Rig


def test_a_grant_releases_answers_and_is_recorded(rig: Rig) -> None:
    decision = rig.present(CHEN, "rdr-front-in")
    assert decision is not None
    assert decision.result is Result.GRANTED
    (release,) = rig.told(ReleaseLock)
    assert release.duration == timedelta(seconds=5)
    assert (release.portal, release.epoch, release.valid_ms) == ("front-door", rig.epoch, 2000)
    assert release.request == f"{CABINET}/1/{rig.last.logged[0].row.src_seq}"
    assert release.decision is None
    assert rig.told(ShowAnswer) == []  # the release shows at the reader by itself
    assert [each.row.type for each in rig.last.logged] == [
        "CredentialPresented",
        "PortalChanged",
        "AccessDecided",
    ]
    assert rig.last.logged[2].row.person == "p1001"
    assert rig.state("front-door") is DoorState.RELEASED


def test_the_release_comes_before_everything_else(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    assert isinstance(rig.last.told[0].command, ReleaseLock)


@pytest.mark.regime("C5")
def test_a_denial_says_its_reasons_and_releases_nothing(rig: Rig) -> None:
    decision = rig.present(ANA, "rdr-lab-in")
    assert decision is not None
    assert decision.result is Result.DENIED
    assert {"clearance_too_low", "no_grant", "prerequisite_missing:training:secrecy"} <= set(decision.reasons)
    assert rig.told(ReleaseLock) == []
    assert rig.told(ShowAnswer)[0].feedback is Feedback.DENIED


def test_an_opening_under_the_grant_is_an_entry(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    rig.door("front-door", Contact.OPEN)
    (ended,) = rig.noted(PassageEnded)
    assert (ended.outcome, ended.persons, ended.zone) == ("entered", ("p1001",), "lobby")
    assert rig.facts.world.presence("p1001") == {"lobby"}
    rig.door("front-door", Contact.CLOSED)
    assert len(rig.told(Relock)) == 1
    assert rig.state("front-door") is DoorState.SECURE


def test_a_grant_not_used_is_no_entry(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    rig.wait(seconds=7)
    (ended,) = rig.ever_noted(PassageEnded)
    assert ended.outcome == "no_entry"
    assert rig.state("front-door") is DoorState.SECURE


def test_a_repeat_of_a_read_is_nothing(rig: Rig) -> None:
    read = CredentialPresented(reader="rdr-front-in", card=CHEN)
    assert rig.repeat(read, 100) is not None
    assert rig.repeat(read, 100) is None


def test_a_read_sent_again_is_recorded_and_opens_nothing(rig: Rig) -> None:
    outcome = rig.event(CredentialPresented(reader="rdr-front-in", card=CHEN), resent=True)
    assert (outcome.decision, outcome.told) == (None, ())
    assert [each.row.type for each in outcome.logged] == ["CredentialPresented"]


@pytest.mark.parametrize(("reader", "feedback"), [("rdr-front-in", "denied"), ("rdr-desk", "idle")])
def test_what_opens_nothing_is_answered_all_the_same(rig: Rig, reader: str, feedback: str) -> None:
    card = None if reader == "rdr-front-in" else CHEN
    assert rig.present(card, reader) is None
    (answer,) = rig.told(ShowAnswer)
    assert (answer.feedback, answer.request != "") == (feedback, True)


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("4821", PinVerdict.RIGHT),
        ("4822", PinVerdict.DURESS),
        ("9517", PinVerdict.WRONG),
        (None, PinVerdict.ABSENT),
    ],
)
@pytest.mark.regime("C4")
def test_pins_are_judged_and_never_kept(rig: Rig, typed: str | None, verdict: PinVerdict) -> None:
    decision = rig.present(CHEN, "rdr-archive-in", typed)
    assert decision is not None
    assert decision.pin is verdict
    assert rig.noted(AccessDecided)[0].pin is verdict
    if typed is not None:
        assert all(typed not in each.row.body for each in rig.last.logged)
    assert '"pin":null' in rig.last.logged[0].row.body or '"pin"' not in rig.last.logged[0].row.body


def test_a_pin_box_of_another_read_counts_as_none(rig: Rig) -> None:
    sealed = rig.agent_keys.seal_pin("4821", "pin of another read")
    rig.event(CredentialPresented(reader="rdr-archive-in", card=CHEN, pin=sealed))
    assert rig.noted(AccessDecided)[0].pin is PinVerdict.ABSENT


@pytest.mark.regime("F2")
def test_duress_is_a_silent_alarm(rig: Rig) -> None:
    rig.present(CHEN, "rdr-archive-in", "4822")
    (raised,) = [alarm for alarm in rig.noted(AlarmRaised) if alarm.kind == "duress"]
    assert (raised.subject, raised.silent, raised.cause) == ("p1001", True, "rdr-archive-in")


@pytest.mark.regime("C4")
def test_two_persons_are_let_through_together(rig: Rig) -> None:
    for card in (CHEN, LI):
        rig.walk(card, "rdr-front-in", "front-door")
        rig.walk(card, "rdr-office-in", "office-door")
        rig.walk(card, "rdr-lab-in", "lab-door")
    first = rig.present(CHEN, "rdr-archive-in", "4821")
    assert first is not None
    assert (first.result, rig.told(ShowAnswer)[0].feedback) == (Result.PENDING, Feedback.WAIT)
    second = rig.present(LI, "rdr-archive-in", "7719")
    assert second is not None
    assert set(second.persons) == {"p1001", "p1002"}
    rig.door("archive-door", Contact.OPEN)
    assert rig.noted(PassageEnded)[0].persons == second.persons
    assert ("lone_occupant", "archive") not in rig.alarms()


@pytest.mark.parametrize(("state", "kind"), [("revoked", "revoked_badge"), ("lost", "lost_badge")])
@pytest.mark.parametrize(("reader", "result"), [("rdr-front-in", "denied"), ("rdr-front-out", "granted")])
@pytest.mark.regime("F2")
def test_a_dead_badge_raises_an_alarm_and_still_leaves(
    rig: Rig, state: str, kind: str, reader: str, result: str
) -> None:
    rig.command(SetCredentialState(credential="c1", state=state, reason="missing"), HR)
    decision = rig.present(CHEN, reader)
    assert decision is not None
    assert decision.result == result
    assert rig.alarms()[kind, "p1001"].cause == reader


@pytest.mark.regime("F3")
def test_five_denials_in_two_minutes_are_an_alarm(rig: Rig) -> None:
    for _ in range(4):
        rig.present(STRANGER, "rdr-front-in")
        rig.clock.forward(seconds=29)
    assert rig.alarms() == {}
    rig.present(STRANGER, "rdr-front-in")
    assert ("denied_repeat", "rdr-front-in") in rig.alarms()


def test_denials_spread_over_two_minutes_are_none(rig: Rig) -> None:
    for _ in range(10):
        rig.present(STRANGER, "rdr-front-in")
        rig.clock.forward(seconds=30)
    assert rig.alarms() == {}


def own(result: Result, *reasons: str, pack: str = "newest") -> OwnAnswer:
    return OwnAnswer(result=result, reasons=reasons, pack=pack, acted=False)


@pytest.mark.parametrize(
    ("answer", "drifts"),
    [
        (own(Result.GRANTED), False),
        (own(Result.DENIED, "no_grant"), True),
        (own(Result.DENIED, "no_grant", pack="older"), False),
        (own(Result.DENIED, "passback"), False),
    ],
)
def test_an_agent_that_would_decide_otherwise_is_told_of(rig: Rig, answer: OwnAnswer, drifts: bool) -> None:
    rig.facts.packs[CABINET] = "newest"
    rig.event(CredentialPresented(reader="rdr-front-in", card=CHEN, own=answer))
    assert (("pack_drift", CABINET) in rig.alarms()) == drifts


def decided_alone(rig: Rig, request: str = f"{CABINET}/1/7") -> AccessDecided:
    rig.facts.world.drain()
    decision = rig.present(CHEN, "rdr-front-in")
    assert decision is not None
    return AccessDecided(request=request, decision=replace(decision, id=request), by_agent=True)


def test_what_an_agent_decided_alone_becomes_true(rig: Rig) -> None:
    alone = decided_alone(rig)
    read_at = rig.clock.now()
    rig.wait(seconds=10)
    outcome = rig.event(alone, resent=True, at=read_at)
    assert rig.told(ReleaseLock, outcome) == []
    assert rig.state("front-door") is DoorState.RELEASED
    opened = ContactChanged(portal="front-door", contact=Contact.OPEN)
    rig.event(opened, resent=True, at=read_at + timedelta(seconds=2))
    assert rig.noted(PassageEnded)[0].outcome == "entered"
    assert rig.state("front-door") is DoorState.OPEN


def test_a_decision_kept_for_us_is_recorded_once(rig: Rig) -> None:
    decision = rig.present(CHEN, "rdr-front-in")
    assert decision is not None
    kept = AccessDecided(request=str(decision.id), decision=decision)
    outcome = rig.event(kept, resent=True)
    assert (outcome.logged, outcome.acknowledge is not None) == ((), True)
    rig.restart()
    assert rig.event(kept, resent=True).logged == ()


def test_the_credentials_of_a_person_are_those_of_the_store(rig: Rig) -> None:
    rig.command(SetCredentialState(credential="c1", state="suspended", reason="holiday"), HR)
    rig.restart()
    found = rig.facts.world.find(CHEN)
    assert found is not None
    assert found[1].state is CredentialState.SUSPENDED


def test_portal_changes_are_recorded_with_their_zone(rig: Rig) -> None:
    rig.present(CHEN, "rdr-front-in")
    rows = [each.row for each in rig.last.logged if each.row.type == PortalChanged.__name__]
    assert [(row.portal, row.zone) for row in rows] == [("front-door", "lobby")]
