"""Reads from card to answer: by the engine, and by the agent in its silence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.decision import Decision, Passage, Result
from gate.domain.door_commands import ShowAnswer
from gate.domain.events import (
    AccessDecided,
    CredentialPresented,
    DoorCommandAnswered,
    ModeChanged,
)
from gate.domain.signals import CardRead, Feedback, OutputOrder, OutputResult
from tests.edge.bench import CHEN, STRANGER, Bench
from tests.edge.releases import RELEASE, release

FRONT = OutputOrder(device="io-lobby", output=1, on=True, pulse=RELEASE)


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
