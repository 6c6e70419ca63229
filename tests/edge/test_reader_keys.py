"""Orders to give a reader its key, as the agent takes them."""

import asyncio
from datetime import timedelta

import pytest

from gate.domain.door_commands import RekeyReader
from gate.domain.events import DoorCommandAnswered
from gate.edge.orders import STALE
from gate.edge.reader_keys import GiveKey, ReaderKeys
from tests.edge.bench import Bench

ORDER = RekeyReader(id="k1", reader="rdr-lab-in", rotate=True, epoch=7)


def answers(
    bench: Bench, give: GiveKey | None, *orders: tuple[RekeyReader, timedelta]
) -> list[DoorCommandAnswered]:
    async def main() -> None:
        done = asyncio.Event()
        keys = ReaderKeys(bench.outbox, bench.clock, lambda _: "lab-door", give)
        for order, age in orders:
            keys.order(order, bench.clock.now() - age, done.set)
        if keys._tasks:
            await asyncio.wait_for(done.wait(), 10)

    asyncio.run(main())
    return bench.look(DoorCommandAnswered)


def test_each_order_is_carried_out_once_and_answered(bench: Bench) -> None:
    asked: list[tuple[str, bool]] = []

    async def give(reader: str, rotate: bool) -> str:
        asked.append((reader, rotate))
        return ""

    (answer,) = answers(bench, give, (ORDER, timedelta(0)), (ORDER, timedelta(0)))
    assert (answer.command, answer.portal, answer.outcome) == ("k1", "lab-door", "done")
    assert asked == [("rdr-lab-in", True)]


async def _refuses(_reader: str, _rotate: bool) -> str:
    return "no key was changed"


async def _breaks(_reader: str, _rotate: bool) -> str:
    raise OSError("disk full")


@pytest.mark.parametrize(
    ("give", "why"),
    [(_refuses, "no key was changed"), (_breaks, "a fault of the agent"), (None, "this agent gives no keys")],
)
def test_what_did_not_come_about_says_why(bench: Bench, give: GiveKey | None, why: str) -> None:
    (answer,) = answers(bench, give, (ORDER, timedelta(0)))
    assert answer.outcome == "failed"
    assert answer.detail.startswith(why)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("past", "outcome"), [(-1, "done"), (0, "late"), (1, "late")])
def test_an_old_order_is_not_carried_out(bench: Bench, sign: int, past: int, outcome: str) -> None:
    async def give(_reader: str, _rotate: bool) -> str:
        return ""

    (answer,) = answers(bench, give, (ORDER, sign * (STALE + timedelta(milliseconds=past))))
    assert answer.outcome == outcome
