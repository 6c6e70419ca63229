"""A cabinet whose clock is ten minutes wrong: what answers a read is judged by elapsed time, what does not by age."""

from datetime import timedelta

import pytest

from gate.domain.door_commands import ReleaseLock
from gate.domain.events import DoorCommandAnswered
from tests.edge.bench import CHEN, STRANGER, Bench

WRONG = [timedelta(minutes=10), timedelta(minutes=-10)]


def release(bench: Bench, request: str = "") -> ReleaseLock:
    return ReleaseLock(
        id="r1",
        portal="front-door",
        duration=timedelta(seconds=5),
        epoch=bench.epoch,
        valid_ms=2000,
        request=request,
    )


@pytest.mark.parametrize("off", WRONG, ids=str)
def test_the_answer_to_a_read_is_carried_out_whatever_the_clock_says(bench: Bench, off: timedelta) -> None:
    engine_time = bench.clock.now()
    bench.clock.wall += off
    identity = bench.read("rdr-front-in", CHEN)
    bench.send(release(bench, identity), at=engine_time)
    assert [order.device for order in bench.doors.orders] == ["io-lobby"]
    assert [each.outcome for each in bench.look(DoorCommandAnswered)] == ["done"]


@pytest.mark.parametrize(("ms", "outcome"), [(1999, "done"), (2000, "late"), (2001, "late")])
def test_and_it_is_late_by_elapsed_time_alone(bench: Bench, ms: int, outcome: str) -> None:
    bench.clock.wall -= timedelta(minutes=10)
    identity = bench.read("rdr-front-in", CHEN)
    bench.doors.orders.clear()
    bench.clock.ticks += ms / 1000
    bench.send(release(bench, identity))
    assert [each.outcome for each in bench.look(DoorCommandAnswered)] == [outcome]
    assert bool(bench.doors.orders) is (outcome == "done")


def test_a_release_by_hand_that_looks_ten_minutes_old_opens_nothing(bench: Bench) -> None:
    engine_time = bench.clock.now()
    bench.clock.wall += timedelta(minutes=10)
    bench.send(release(bench), at=engine_time)
    assert bench.doors.orders == []
    (answer,) = bench.look(DoorCommandAnswered)
    assert (answer.outcome, answer.detail) == ("late", "sent 600 s ago")


@pytest.mark.parametrize("off", WRONG, ids=str)
def test_nobody_else_gets_in_by_it(bench: Bench, off: timedelta) -> None:
    bench.clock.wall += off
    bench.read("rdr-front-in", STRANGER)
    bench.go(5)
    assert bench.doors.orders == []
