"""The reader's line: on a pty with the simulated reader, and on a stream of the test's own."""

import asyncio
from pathlib import Path

import pytest

from drivers.serial_reader import SerialReaderLine
from drivers.transport.open import open_url
from drivers.transport.stream import ByteStream
from firmware_profiles import load_profile
from gate.domain.card import CardNumber
from gate.domain.signals import (
    CardRead,
    DeviceOffline,
    DeviceOnline,
    Feedback,
    OutputOrder,
    OutputResult,
    WireFault,
)
from simulators.paced import PacedStream
from simulators.pty import PtyPair
from simulators.serial_reader import SimulatedReader
from tests.support.lines import running

RDM = load_profile("rdm6300")
CARD = CardRead(device="rdr", card=CardNumber(format="EM4100", number="62E3086CED"))


class Wire:
    """A stream that says what the test tells it to."""

    def __init__(self) -> None:
        self.pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.closed = self.given = False

    def write(self, data: bytes) -> None:
        raise AssertionError(f"a reader that never listens was written to: {data!r}")

    async def read(self) -> bytes:
        if self.given:
            self.pieces.task_done()  # whoever reads again has dealt with what came before
        piece = await self.pieces.get()
        self.given = True
        if piece is None:
            raise ConnectionError("pulled out")
        return piece

    def close(self) -> None:
        self.closed = True


def test_a_card_held_to_a_paced_reader_is_read_once(tmp_path: Path) -> None:
    async def main() -> None:
        pair = PtyPair(tmp_path / "uart")
        reader = SimulatedReader(PacedStream(pair.stream(), 10 / 9600), RDM)
        line = SerialReaderLine("uart-1", open_url(f"serial://{pair.path}"), "rdr", RDM)
        async with running(line) as heard:
            await heard.wait(DeviceOnline)
            await reader.present("62E3086CED", hold=0.25)
            await heard.wait(CARD)
            reader.noise(b"\x02123")
            await reader.present("0F0368568B", hold=0)
            await heard.wait(CardRead(device="rdr", card=CardNumber(format="EM4100", number="0F0368568B")))
            assert len(heard.all(CardRead)) == 2
            assert [fault.why for fault in heard.all(WireFault)] == ["half a frame: 3 bytes, then a new one"]
            reader.close()
            pair.close()
            await heard.wait(DeviceOffline)

    asyncio.run(main())


def test_repeats_are_judged_by_time_and_not_by_frames() -> None:
    async def main() -> None:
        wire, now = Wire(), [0.0]

        async def opener() -> ByteStream:
            return wire

        frame = SimulatedReader(wire, RDM).frame("62E3086CED")
        line = SerialReaderLine("uart-1", opener, "rdr", RDM, clock=lambda: now[0])
        async with running(line) as heard:
            await heard.wait(DeviceOnline)
            for at in (0.0, 0.299, 0.598, 0.898):
                now[0] = at
                wire.pieces.put_nowait(frame)
                await wire.pieces.join()
            assert heard.all(CardRead) == [CARD, CARD]

    asyncio.run(main())


def test_lost_and_back() -> None:
    async def main() -> None:
        wires: list[Wire] = []
        answers = [None, ConnectionError("no such port"), None]

        async def opener() -> ByteStream:
            if (error := answers.pop(0)) is not None:
                raise error
            wires.append(Wire())
            return wires[-1]

        async with running(SerialReaderLine("uart-1", opener, "rdr", RDM)) as heard:
            await heard.wait(DeviceOnline)
            wires[0].pieces.put_nowait(None)
            await heard.wait(DeviceOffline(device="rdr", why="pulled out"))
            await heard.wait(DeviceOnline)
            assert wires[0].closed
            assert len(heard.all(DeviceOffline)) == 1  # said once, however often opening fails
            wires[1].pieces.put_nowait(SimulatedReader(wires[1], RDM).frame("62E3086CED"))
            await heard.wait(CARD)

    asyncio.run(main())


def test_a_port_that_is_not_there_is_said_once_and_tried_on() -> None:
    async def main() -> None:
        line = SerialReaderLine("uart-1", open_url("serial:///dev/no-such-port"), "rdr", RDM)
        async with running(line) as heard:
            came = await heard.wait(DeviceOffline)
            assert isinstance(came, DeviceOffline)
            assert "no such port" in came.why
            await asyncio.sleep(0.35)
            assert len(heard.signals) == 1

    asyncio.run(main())


def test_it_has_no_outputs_and_shows_nothing() -> None:
    async def main() -> None:
        line = SerialReaderLine("uart-1", open_url("serial:///dev/no-such-port"), "rdr", RDM)
        assert await line.order(OutputOrder(device="rdr", output=1, on=True)) is OutputResult.FAILED
        await line.show("rdr", Feedback.GRANTED)
        assert line.id == "uart-1"

    asyncio.run(main())


def test_a_profile_of_another_protocol_is_refused() -> None:
    with pytest.raises(ValueError, match="is osdp, not serial-reader"):
        SerialReaderLine("uart-1", open_url("serial:///dev/x"), "rdr", load_profile("osdp-generic-pd"))


@pytest.mark.parametrize("number", ["62E3", "62E3086CEDFF"])
def test_the_simulated_reader_wants_its_own_kind_of_number(number: str) -> None:
    with pytest.raises(ValueError, match="expected 10 hex digits"):
        SimulatedReader(Wire(), RDM).frame(number)
