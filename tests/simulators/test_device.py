"""Any profile's device by itself: on a pty with its driver, its hand, and a spoilt wire."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from drivers.modbus import Controller, ModbusLine
from drivers.serial_reader import SerialReaderLine
from drivers.transport.open import open_url
from drivers.transport.stream import ByteStream
from firmware_profiles import load_profile, profile_ids
from gate.domain.card import CardNumber
from gate.domain.lines import Line
from gate.domain.signals import CardRead, DeviceOnline, InputSensed, Sense, WireFault
from simulators.control import ControlError
from simulators.device import SimulatedDevice, play_scenario
from simulators.faulty import NOISE, FaultyStream, WireFaults
from simulators.listen import listen_tcp
from simulators.pty import PtyPair
from tests.support.lines import Heard, running

CARD = {"do": "present", "card": "EM4100:62E3086CED", "seconds": 0}
READ = CardRead(device="dev", card=CardNumber(format="EM4100", number="62E3086CED"))


class Sink:
    """A wire that keeps what is written to it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.incoming: asyncio.Queue[bytes] = asyncio.Queue()

    def write(self, data: bytes) -> None:
        self.written.append(data)

    async def read(self) -> bytes:
        return await self.incoming.get()

    def close(self) -> None:
        return


@asynccontextmanager
async def serving(device: SimulatedDevice, stream: ByteStream) -> AsyncIterator[None]:
    task = asyncio.create_task(device.serve(stream))
    await asyncio.sleep(0)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@asynccontextmanager
async def on_pty(profile_id: str, folder: Path) -> AsyncIterator[tuple[SimulatedDevice, Heard]]:
    pair, profile = PtyPair(folder / "dev"), load_profile(profile_id)
    device, url = SimulatedDevice(profile, 1), f"serial://{pair.path}"
    line: Line = (
        SerialReaderLine("line", open_url(url), "dev", profile)
        if profile.serial_reader
        else ModbusLine("line", url, [Controller(device="dev", address=1, profile=profile)])
    )
    stream = pair.stream()
    async with serving(device, stream), running(line) as heard:
        await heard.wait(DeviceOnline)
        yield device, heard
    stream.close()
    pair.close()


@pytest.mark.parametrize("profile_id", profile_ids())
def test_every_profile_has_a_device(profile_id: str) -> None:
    async def main() -> None:
        device = SimulatedDevice(load_profile(profile_id), 1)
        sink = Sink()
        async with serving(device, sink):
            with pytest.raises(ControlError, match="cannot do 'fly'"):
                await device.act({"do": "fly"})

    asyncio.run(main())


def test_a_card_and_a_spoilt_wire(tmp_path: Path) -> None:
    async def main() -> None:
        async with on_pty("rdm6300", tmp_path) as (device, heard):
            await device.act(CARD)
            await heard.wait(READ)
            came = await device.act({"do": "fault", "flip": 1})
            assert came["flip"] == 1
            await asyncio.sleep(0.35)
            await device.act(CARD)
            await heard.wait(WireFault)
            await device.act({"do": "fault", "flip": 0, "split": 1})
            await device.act(CARD)
            await heard.wait(READ)
            assert len(heard.all(CardRead)) == 2

    asyncio.run(main())


def test_a_contact_through_a_noisy_bus(tmp_path: Path) -> None:
    async def main() -> None:
        async with on_pty("waveshare-modbus-rtu-relay-d", tmp_path) as (device, heard):
            await device.act({"do": "fault", "noise": 3})
            came = await device.act({"do": "input", "input": 2, "on": True})
            assert came["inputs"][1] is True
            await heard.wait(InputSensed(device="dev", input=2, level=Sense.ON))
            assert (await device.act({"do": "power"}))["outputs"] == [False] * 8

    asyncio.run(main())


@pytest.mark.parametrize(
    ("profile_id", "request_", "why"),
    [
        ("rdm6300", {"do": "present", "card": "62E3"}, "expected a card as FORMAT:NUMBER"),
        ("rdm6300", {"do": "keys", "keys": "1"}, "has no keypad"),
        ("rdm6300", {"do": "fault", "fire": 1}, "no fault 'fire'"),
        ("rdm6300", {"do": "fault", "drop": "x"}, "expected a number or true"),
        ("wago-750", {"do": "input", "input": 0, "on": True}, "cannot do 'input'"),
        ("wago-750", {"do": "input", "input": 9, "on": True}, "input: "),
        ("wago-750", {"do": "present", "card": "EM4100:1"}, "cannot do 'present'"),
        ("osdp-generic-pd", {"do": "keys", "keys": "A"}, "expected keys"),
    ],
)
def test_what_a_hand_cannot_do(profile_id: str, request_: Mapping[str, Any], why: str) -> None:
    async def main() -> None:
        device = SimulatedDevice(load_profile(profile_id), 1)
        async with serving(device, Sink()):
            with pytest.raises(ControlError, match=why):
                await device.act(request_)

    asyncio.run(main())


def test_a_card_before_anybody_listens() -> None:
    with pytest.raises(ControlError, match="nobody is at the other end"):
        asyncio.run(SimulatedDevice(load_profile("rdm6300"), 1).act(CARD))


DATA = b"0123456789"


@pytest.mark.parametrize(
    ("faults", "written"),
    [
        (WireFaults(), [DATA] * 4),
        (WireFaults(drop=2), [DATA] * 2),
        (WireFaults(silent=True), []),
        (WireFaults(flip=4), [DATA] * 3 + [b"01234%6789"]),
        (WireFaults(cut=4), [DATA] * 3 + [b"01234"]),
        (WireFaults(noise=4), [DATA] * 3 + [NOISE + DATA]),
        (WireFaults(duplicate=4), [DATA] * 5),
    ],
)
def test_faults(faults: WireFaults, written: list[bytes]) -> None:
    async def main() -> None:
        sink = Sink()
        stream = FaultyStream(sink, faults)
        for _ in range(4):
            stream.write(DATA)
        assert sink.written == written

    asyncio.run(main())


def test_split_and_late_and_in_order() -> None:
    async def main() -> None:
        sink = Sink()
        stream = FaultyStream(sink, WireFaults(split=1, delay=0.01))
        stream.write(b"abcd")
        stream.write(b"efgh")
        assert sink.written == []
        await asyncio.sleep(0.15)
        assert sink.written == [b"ab", b"cd", b"ef", b"gh"]

    asyncio.run(main())


def test_echo() -> None:
    async def main() -> None:
        sink = Sink()
        stream = FaultyStream(sink, WireFaults(echo=True))
        sink.incoming.put_nowait(b"poll")
        assert await stream.read() == b"poll"
        assert sink.written == [b"poll"]

    asyncio.run(main())


def test_a_scenario_is_played_in_the_order_of_its_times() -> None:
    async def main() -> None:
        done: list[Mapping[str, Any]] = []

        async def act(request: Mapping[str, Any]) -> Mapping[str, Any]:
            done.append(request)
            return {}

        await play_scenario([{"at": 0.02, "do": "b"}, {"do": "a"}, {"at": 0.01, "do": "c", "x": 1}], act)
        assert done == [{"do": "a"}, {"do": "c", "x": 1}, {"do": "b"}]

    asyncio.run(main())


def test_a_later_client_takes_the_place_of_the_last() -> None:
    async def main() -> None:
        device = SimulatedDevice(load_profile("s4a-wiegand-ethernet"), 1)
        server = await listen_tcp(device.serve, 0)
        port = server.sockets[0].getsockname()[1]
        first, _ = await asyncio.open_connection("127.0.0.1", port)
        second, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(5):
            assert await first.read() == b""
            await device.act({"do": "present", "card": "decimal10:0000123478", "seconds": 0})
            assert await second.readline() == b"0000123478\r\n"
        writer.close()
        server.close()

    asyncio.run(main())
