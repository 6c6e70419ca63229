"""The wheel that the lines of a loop share."""

import asyncio
from typing import Any

import pytest

from drivers.modbus.ticks import TICK_S, Ticks, ticks_of


class Loop:
    """As much of a loop as a wheel needs; the test moves its time."""

    def __init__(self) -> None:
        self.timers: list[tuple[float, Any, tuple[Any, ...]]] = []
        self.told: list[dict[str, Any]] = []

    def call_at(self, when: float, call: Any, *args: Any) -> None:
        self.timers.append((when, call, args))

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.told.append(context)

    def until(self, now: float) -> None:
        due = sorted((each for each in self.timers if each[0] <= now), key=lambda each: each[0])
        self.timers = [each for each in self.timers if each[0] > now]
        for _, call, args in due:
            call(*args)


def wheel() -> tuple[Loop, Ticks, list[str]]:
    loop = Loop()
    return loop, Ticks(loop), []  # type: ignore[arg-type]


@pytest.mark.parametrize("when", [0.0101, 0.011, 0.012])
def test_a_callback_comes_with_the_first_tick_that_is_not_before_it(when: float) -> None:
    loop, ticks, came = wheel()
    tick = ticks.at(when, lambda: came.append("a"))
    assert when <= tick.when < when + TICK_S
    loop.until(tick.when - 1e-9)
    assert came == []
    loop.until(tick.when)
    assert came == ["a"]


def test_one_timer_of_the_loop_serves_all_of_a_tick() -> None:
    loop, ticks, came = wheel()
    for name in "abc":
        ticks.at(0.5, lambda name=name: came.append(name))  # type: ignore[misc]
    assert len(loop.timers) == 1
    loop.until(1)
    assert came == ["a", "b", "c"]


def test_what_is_cancelled_does_not_come_and_what_fails_stops_nobody() -> None:
    loop, ticks, came = wheel()
    ticks.at(0.5, lambda: came.append("a")).cancel()
    ticks.at(0.5, lambda: 1 // 0)  # type: ignore[arg-type]
    ticks.at(0.5, lambda: came.append("b"))
    loop.until(1)
    assert came == ["b"]
    assert isinstance(loop.told[0]["exception"], ZeroDivisionError)


def test_a_callback_may_wait_again_for_an_instant_that_is_past() -> None:
    loop, ticks, came = wheel()

    def again() -> None:
        ticks.at(0.5, lambda: came.append("again"))

    ticks.at(0.5, again)
    loop.until(1)
    assert came == []
    loop.until(1)
    assert came == ["again"]


def test_lines_of_a_loop_share_a_wheel_and_loops_do_not() -> None:
    async def mine() -> Ticks:
        loop = asyncio.get_running_loop()
        assert ticks_of(loop) is ticks_of(loop)
        return ticks_of(loop)

    assert asyncio.run(mine()) is not asyncio.run(mine())
