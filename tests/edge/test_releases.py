"""Releases: which open a lock, for how long, and which come too late."""

from datetime import timedelta

import pytest

from gate.domain.door_commands import ReleaseLock, Relock, ShowAnswer, ShowDoorState
from gate.domain.events import (
    DoorCommandAnswered,
    LockSensed,
)
from gate.domain.signals import Feedback, OutputOrder, OutputSensed, Sense
from tests.edge.bench import CHEN, Bench
from tests.edge.releases import RELEASE, release


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


def test_the_lock_read_back_is_told_once_for_each_change(bench: Bench) -> None:
    for level in (Sense.ON, Sense.ON, Sense.OFF, Sense.UNKNOWN):
        bench.core.signal(OutputSensed(device="io-lobby", output=1, level=level))
    bench.core.signal(OutputSensed(device="io-lobby", output=5, level=Sense.ON))  # wired to nothing
    assert bench.bodies(LockSensed) == [
        LockSensed(portal="front-door", released=True),
        LockSensed(portal="front-door", released=False),
        LockSensed(portal="front-door", released=None),
    ]
