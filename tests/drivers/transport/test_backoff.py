"""Waits between attempts, and the loop that reopens."""

import asyncio
from contextlib import suppress

import pytest

from drivers.transport.backoff import Backoff, open_patiently, serve_reopening
from drivers.transport.faults import FaultSummary
from drivers.transport.stream import ByteStream


class Nothing:
    def write(self, data: bytes) -> None:
        raise ConnectionError("nothing")

    async def read(self) -> bytes:
        raise ConnectionError("nothing")

    def close(self) -> None:
        pass


def test_waits_double_up_to_the_most_and_start_again_after_reset() -> None:
    backoff = Backoff(first=0.1, most=0.5)
    assert [backoff.next() for _ in range(5)] == [0.1, 0.2, 0.4, 0.5, 0.5]
    backoff.reset()
    assert backoff.next() == 0.1


@pytest.mark.parametrize(("first", "most"), [(0, 1), (2, 1), (-1, 1)])
def test_a_wait_that_makes_no_sense_is_refused(first: float, most: float) -> None:
    with pytest.raises(ValueError, match="expected 0 < first <= most"):
        Backoff(first=first, most=most)


def test_opening_goes_on_until_it_works() -> None:
    async def main() -> None:
        waits: list[float] = []
        told: list[str] = []
        left = [ConnectionError("one"), ConnectionError("two")]

        async def opener() -> ByteStream:
            if left:
                raise left.pop(0)
            return Nothing()

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        stream = await open_patiently(opener, told.append, Backoff(first=0.1), sleep)
        assert isinstance(stream, Nothing)
        assert (waits, told) == ([0.1, 0.2], ["one", "two"])

    asyncio.run(main())


def test_a_wire_that_dies_at_once_is_not_reopened_in_a_tight_loop() -> None:
    async def main() -> None:
        opened = 0

        async def opener() -> ByteStream:
            nonlocal opened
            opened += 1
            return Nothing()

        async def serve(stream: ByteStream) -> None:
            await stream.read()

        told: list[str] = []
        with suppress(TimeoutError):
            await asyncio.wait_for(serve_reopening(opener, serve, told.append), 0.35)
        assert 2 <= opened <= 3  # at 0, 0.1 and 0.3 s
        assert set(told) == {"nothing"}

    asyncio.run(main())


@pytest.mark.parametrize(("at", "report"), [(0.999, None), (1.0, "c (and 1 faults before it)")])
def test_faults_are_summed_up_once_a_second(at: float, report: str | None) -> None:
    faults = FaultSummary()
    assert faults.note("a", 0.0) == "a"
    assert faults.note("b", 0.5) is None
    assert faults.note("c", at) == report


def test_text_from_outside_is_capped() -> None:
    report = FaultSummary().note("x" * 10_000, 0.0)
    assert report is not None
    assert len(report) == 120
