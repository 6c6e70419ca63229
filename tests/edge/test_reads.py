"""Reads from card to answer: by the engine, by the agent in its silence, and what comes too late."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gate.domain.card import card_number
from gate.domain.decision import Decision, Passage, PinVerdict, Result
from gate.domain.door_commands import ReleaseLock, Relock, ShowAnswer, ShowDoorState
from gate.domain.events import (
    AccessDecided,
    CredentialPresented,
    DoorCommandAnswered,
    LockSensed,
    ModeChanged,
)
from gate.domain.signals import CardRead, Feedback, KeysTyped, OutputOrder, OutputResult, OutputSensed, Sense
from tests.edge.bench import CHEN, STRANGER, Bench

RELEASE = timedelta(seconds=5)
FRONT = OutputOrder(device="io-lobby", output=1, on=True, pulse=RELEASE)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path).online()


def release(
    bench: Bench, request: str, *, id: str = "r1", epoch: int = 7, portal: str = "front-door"
) -> None:
    bench.send(
        ReleaseLock(id=id, portal=portal, duration=RELEASE, epoch=epoch, valid_ms=2000, request=request)
    )


# ── the engine answers ───────────────────────────────────────────────────────


def test_a_read_goes_out_at_once_with_the_agents_own_answer(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    (received,) = bench.received()
    assert received.envelope.identity == identity
    assert received.proved(lambda content, tag: bench.engine_keys.agent_tagged("cabinet-1", content, tag))
    read = received.envelope.body
    assert isinstance(read, CredentialPresented)
    assert read.own is not None
    assert (read.own.result, read.own.acted, read.own.pack) == (Result.GRANTED, False, bench.core.alone.pack)
    assert bench.doors.orders == []  # nothing opens before somebody decides


def test_the_engines_release_pulses_the_lock_and_is_answered(bench: Bench) -> None:
    release(bench, bench.read("rdr-front-in", CHEN))
    bench.go(1)
    assert bench.doors.orders == [FRONT]
    assert bench.doors.shown == [("rdr-front-in", Feedback.GRANTED)]
    assert bench.bodies(DoorCommandAnswered) == [
        DoorCommandAnswered(command="r1", portal="front-door", outcome="done")
    ]
    assert bench.bodies(AccessDecided, ModeChanged) == []  # it was not the agent that decided


@pytest.mark.parametrize(
    ("result", "outcome"), [(OutputResult.FAILED, "failed"), (OutputResult.OFFLINE, "offline")]
)
def test_what_the_wire_said_is_told(bench: Bench, result: OutputResult, outcome: str) -> None:
    bench.doors.result = result
    release(bench, bench.read("rdr-front-in", CHEN))
    assert [body.outcome for body in bench.bodies(DoorCommandAnswered)] == [outcome]


def test_a_denial_is_shown_and_cancels_the_agents_own_answer(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    bench.send(ShowAnswer(reader="rdr-front-in", feedback=Feedback.DENIED, epoch=7, request=identity))
    bench.go(5)
    assert bench.doors.orders == []
    assert bench.doors.shown == [("rdr-front-in", Feedback.DENIED)]


def test_a_decision_that_nothing_could_record_is_kept_in_the_spool(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    decision = Decision(
        id=identity,
        at=bench.clock.now(),
        reader="rdr-front-in",
        portal="front-door",
        kind=Passage.ENTRY,
        result=Result.GRANTED,
    )
    bench.send(
        ShowAnswer(
            reader="rdr-front-in", feedback=Feedback.GRANTED, epoch=7, request=identity, decision=decision
        )
    )
    assert bench.bodies(AccessDecided) == [AccessDecided(request=identity, decision=decision)]


# ── the engine is silent ─────────────────────────────────────────────────────


@pytest.mark.parametrize(("waited", "orders"), [(0.299, 0), (0.300, 1), (0.301, 1)])
def test_the_agent_decides_alone_when_the_timeout_is_over_not_before(
    bench: Bench, waited: float, orders: int
) -> None:
    bench.read("rdr-front-in", CHEN)
    bench.go(waited)
    assert len(bench.doors.orders) == orders


def test_alone_it_acts_as_the_engine_would_and_says_so(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    bench.go(0.3)
    assert bench.doors.orders == [FRONT]
    assert bench.doors.shown == [("rdr-front-in", Feedback.GRANTED)]
    (mode,) = bench.bodies(ModeChanged)
    assert (mode.mode, mode.why) == ("alone", "no answer within 0.3 s")
    (decided,) = bench.bodies(AccessDecided)
    assert (decided.request, decided.by_agent, decided.decision.person) == (identity, True, "p1001")
    assert decided.decision.at == bench.clock.now()  # when it was carried out, not when the card was read
    assert decided.seen is not None
    assert decided.seen.alone


def test_alone_the_next_read_is_answered_at_once(bench: Bench) -> None:
    bench.read("rdr-front-in", STRANGER)
    bench.go(0.3)
    bench.look()
    bench.read("rdr-front-in", CHEN)
    read, decided = bench.bodies()
    assert read.own.acted
    assert decided.decision.granted
    assert bench.doors.orders == [FRONT]
    assert bench.doors.shown == [("rdr-front-in", Feedback.DENIED), ("rdr-front-in", Feedback.GRANTED)]


def test_without_a_broker_nobody_waits(bench: Bench) -> None:
    bench.core.disconnected()
    bench.read("rdr-front-in", CHEN)
    assert bench.doors.orders == [FRONT]
    bench.bus.up = True
    bench.core.connected()
    bench.pump()
    kinds = [type(body).__name__ for body in bench.bodies()]
    assert kinds == ["ModeChanged", "CredentialPresented", "AccessDecided"]
    assert all(received.resent for received in bench.received())


def test_a_broker_lost_while_a_read_waits_is_an_answer_too(bench: Bench) -> None:
    bench.read("rdr-front-in", CHEN)
    bench.core.disconnected()
    assert bench.doors.orders == [FRONT]


def test_extended_time_holds_alone_too(bench: Bench) -> None:
    bench.people["p1001"] = replace(bench.people["p1001"], extended_time=True)
    bench.deliver_pack(revision=2)
    bench.core.disconnected()
    bench.read("rdr-front-in", CHEN)
    assert bench.doors.orders[0].pulse == timedelta(seconds=15)


def test_a_reader_that_opens_nothing_is_told_about_all_the_same(bench: Bench) -> None:
    bench.read("rdr-desk", CHEN)
    (read,) = bench.bodies(CredentialPresented)
    assert (read.reader, read.own) == ("rdr-desk", None)
    bench.go(1)
    assert bench.doors.orders == []
    assert bench.bodies(ModeChanged) == []  # nobody owed an answer


def test_bits_that_no_format_fits_are_told_and_never_open(bench: Bench) -> None:
    bench.core.signal(CardRead(device="rdr-front-in", card=None, bits="1011", why="no format of 4 bits"))
    (read,) = bench.bodies(CredentialPresented)
    assert (read.card, read.bits, read.why, read.own) == (None, "1011", "no format of 4 bits", None)
    bench.core.disconnected()
    bench.core.signal(CardRead(device="rdr-front-in", card=None, bits="1011"))
    assert bench.doors.orders == []
    assert bench.doors.shown == [("rdr-front-in", Feedback.DENIED)]


# ── late, repeated, old epoch ────────────────────────────────────────────────


def outcomes(bench: Bench) -> list[str]:
    return [body.outcome for body in bench.bodies(DoorCommandAnswered)]


def test_an_answer_after_the_agents_own_is_a_repeat(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    bench.go(0.31)
    bench.doors.orders.clear()
    release(bench, identity)
    assert outcomes(bench) == ["repeated"]
    assert bench.doors.orders == []


def test_a_late_feedback_does_not_contradict_the_door(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    bench.go(0.31)
    bench.send(ShowAnswer(reader="rdr-front-in", feedback=Feedback.DENIED, epoch=7, request=identity))
    assert bench.doors.shown == [("rdr-front-in", Feedback.GRANTED)]


@pytest.mark.parametrize(("after", "outcome"), [(1.999, "done"), (2.000, "late"), (2.001, "late")])
def test_a_release_is_good_for_valid_ms_from_the_read(bench: Bench, after: float, outcome: str) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    bench.send(ShowAnswer(reader="rdr-front-in", feedback=Feedback.WAIT, epoch=7, request=identity))
    bench.go(after)
    release(bench, identity)
    assert outcomes(bench) == [outcome]
    assert len(bench.doors.orders) == (outcome == "done")


def test_a_release_for_a_read_that_nobody_remembers_is_late(bench: Bench) -> None:
    release(bench, "cabinet-1/1/999")
    assert outcomes(bench) == ["late"]


def test_the_same_release_twice_opens_once(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    release(bench, identity)
    release(bench, identity)
    release(bench, identity, id="r2")  # another command for the same read
    assert outcomes(bench) == ["done", "repeated", "repeated"]
    assert len(bench.doors.orders) == 1


def test_an_engine_that_was_replaced_opens_nothing(bench: Bench) -> None:
    identity = bench.read("rdr-front-in", CHEN)
    release(bench, identity, epoch=6)
    assert outcomes(bench) == ["old_epoch"]
    assert bench.doors.orders == []


def test_a_newer_epoch_in_a_command_ends_the_older_one_across_restarts(bench: Bench) -> None:
    release(bench, bench.read("rdr-front-in", CHEN), epoch=8)
    bench.boot()
    bench.core.connected()
    bench.bus.published.clear()
    release(bench, "", epoch=7, id="r9")
    answers = {body.command: body.outcome for body in bench.bodies(DoorCommandAnswered)}
    assert answers == {"r1": "done", "r9": "old_epoch"}  # the first is sent again from the spool


def test_a_release_opens_only_the_portal_of_its_read(bench: Bench) -> None:
    release(bench, bench.read("rdr-front-in", CHEN), portal="lab-door")
    assert outcomes(bench) == ["failed"]
    assert bench.doors.orders == []


def test_an_operators_release_counts_from_its_arrival_and_is_no_recording(bench: Bench) -> None:
    release(bench, "", id="a")
    release(bench, "", id="a")
    old = ReleaseLock(id="b", portal="front-door", duration=RELEASE, epoch=7, valid_ms=2000)
    bench.send(old, at=bench.clock.now() - timedelta(seconds=30))
    bench.send(old, at=bench.clock.now() - timedelta(seconds=29.999))
    assert outcomes(bench) == ["done", "repeated", "late", "done"]


@pytest.mark.parametrize(
    ("seconds", "outcome"), [(0, "failed"), (30, "done"), (30.001, "failed"), (36000, "failed")]
)
def test_no_pulse_is_longer_than_a_lease(bench: Bench, seconds: float, outcome: str) -> None:
    long = timedelta(seconds=seconds)
    bench.send(ReleaseLock(id="x", portal="front-door", duration=long, epoch=7, valid_ms=2000))
    assert outcomes(bench) == [outcome]


def test_a_portal_of_somebody_else_is_not_touched(bench: Bench) -> None:
    bench.send(ReleaseLock(id="x", portal="vault", duration=RELEASE, epoch=7, valid_ms=2000))
    bench.send(Relock(id="y", portal="vault", epoch=7))
    assert outcomes(bench) == ["failed", "failed"]


def test_relock_ends_a_release(bench: Bench) -> None:
    bench.send(Relock(id="k", portal="front-door", epoch=7))
    bench.send(Relock(id="k2", portal="office-door", epoch=7))  # fail-safe on NC: releases when on as well
    bench.send(Relock(id="k", portal="front-door", epoch=7))
    bench.send(Relock(id="k3", portal="front-door", epoch=6))
    assert bench.doors.orders == [
        OutputOrder(device="io-lobby", output=1, on=False),
        OutputOrder(device="io-lobby", output=2, on=False),
    ]
    assert outcomes(bench) == ["done", "done", "repeated", "old_epoch"]


def test_door_state_shows_at_all_readers_of_the_portal(bench: Bench) -> None:
    bench.send(ShowDoorState(portal="front-door", feedback=Feedback.HELD_WARN, epoch=7))
    bench.send(ShowDoorState(portal="front-door", feedback=Feedback.IDLE, epoch=6))
    assert bench.doors.shown == [
        ("rdr-front-in", Feedback.HELD_WARN),
        ("rdr-front-out", Feedback.HELD_WARN),
    ]


# ── PINs ─────────────────────────────────────────────────────────────────────

ARCHIVE = "rdr-archive-in"


def type_keys(bench: Bench, keys: str, reader: str = ARCHIVE) -> None:
    bench.core.signal(KeysTyped(device=reader, keys=keys))


def sealed(bench: Bench) -> str | None:
    (received,) = [r for r in bench.received() if isinstance(r.envelope.body, CredentialPresented)]
    body, identity = received.envelope.body, received.envelope.identity
    if body.pin is None:
        return None
    return bench.engine_keys.open_pin("cabinet-1", body.pin, f"pin {identity} {body.reader}")


def test_a_read_where_a_pin_is_asked_for_waits_for_its_end(bench: Bench) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    assert bench.doors.shown == [(ARCHIVE, Feedback.WAIT)]
    type_keys(bench, "99")
    type_keys(bench, "9*")  # cleared
    type_keys(bench, "111#")
    assert sealed(bench) == "111"


def test_the_right_pin_needs_no_end(bench: Bench) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    for key in "482":
        type_keys(bench, key)
        assert bench.bodies() == []
    type_keys(bench, "1")
    assert sealed(bench) == "4821"


@pytest.mark.parametrize(("waited", "sent"), [(4.999, 0), (5.0, 1), (5.001, 1)])
def test_five_seconds_after_the_card_the_read_goes_as_it_is(bench: Bench, waited: float, sent: int) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, "12")
    bench.go(waited)
    assert len(bench.bodies(CredentialPresented)) == sent
    if sent:
        assert sealed(bench) == "12"


def test_a_new_card_gives_up_the_one_before_without_a_pin(bench: Bench) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, "48")
    bench.core.signal(CardRead(device=ARCHIVE, card=card_number("H10301", 4568, 123)))
    assert sealed(bench) is None
    bench.look()
    type_keys(bench, "7719")
    assert sealed(bench) == "7719"


def test_keys_without_a_card_mean_nothing(bench: Bench) -> None:
    type_keys(bench, "4821#")
    bench.go(6)
    assert bench.bodies() == []


@pytest.mark.parametrize("reader", ["rdr-front-in", "rdr-archive-out", "rdr-lab-in"])
def test_where_no_pin_is_asked_for_nothing_waits(bench: Bench, reader: str) -> None:
    bench.core.signal(CardRead(device=reader, card=CHEN))
    assert len(bench.bodies(CredentialPresented)) == 1


@pytest.mark.parametrize(
    ("digits", "verdict"),
    [
        ("4821", PinVerdict.RIGHT),
        ("4822", PinVerdict.DURESS),
        ("4820#", PinVerdict.WRONG),
        ("#", PinVerdict.ABSENT),
    ],
)
def test_alone_the_pin_is_judged_from_the_pack(bench: Bench, digits: str, verdict: PinVerdict) -> None:
    bench.core.disconnected()
    bench.bus.published.clear()
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, digits)
    bench.core.connected()
    bench.pump()
    (decided,) = bench.bodies(AccessDecided)
    assert decided.pin is verdict
    expected = {
        PinVerdict.RIGHT: {"two_person"},
        PinVerdict.DURESS: {"two_person"},
        PinVerdict.WRONG: {"two_person", "wrong_pin"},
        PinVerdict.ABSENT: {"two_person", "factor_missing:pin"},
    }
    assert set(decided.decision.reasons) - {"min_occupancy"} == expected[verdict]
    assert ("duress" in decided.decision.notes) == (verdict is PinVerdict.DURESS)


def test_digits_reach_neither_spool_nor_bus_nor_representation(bench: Bench, tmp_path: Path) -> None:
    bench.core.signal(CardRead(device=ARCHIVE, card=CHEN))
    type_keys(bench, "738264#")
    assert sealed(bench) == "738264"
    assert b"738264" not in (tmp_path / "spool").read_bytes()
    assert not any(b"738264" in payload for _, payload in bench.bus.published)
    held = CardRead(device=ARCHIVE, card=CHEN)
    bench.core.signal(held)
    type_keys(bench, "738264")
    keypad = bench.core._reads._keypad
    assert "738264" not in repr(keypad._waiting)


# ── what is read back ────────────────────────────────────────────────────────


def test_the_lock_read_back_is_told_once_for_each_change(bench: Bench) -> None:
    for level in (Sense.ON, Sense.ON, Sense.OFF, Sense.UNKNOWN):
        bench.core.signal(OutputSensed(device="io-lobby", output=1, level=level))
    bench.core.signal(OutputSensed(device="io-lobby", output=5, level=Sense.ON))  # wired to nothing
    assert bench.bodies(LockSensed) == [
        LockSensed(portal="front-door", released=True),
        LockSensed(portal="front-door", released=False),
        LockSensed(portal="front-door", released=None),
    ]
