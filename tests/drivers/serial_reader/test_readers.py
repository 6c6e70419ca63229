"""Every reader's profile on a line: simulated device, pty, driver."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from drivers.serial_reader import SerialReaderLine
from drivers.transport.open import open_url
from firmware_profiles import load_profile, profile_ids
from firmware_profiles.serial_reader import POLLED
from gate.domain.card import CardNumber, card_number
from gate.domain.signals import CardRead, DeviceOffline, DeviceOnline, KeysTyped, WireFault
from simulators.pty import PtyPair
from simulators.serial_reader import SimulatedReader
from tests.support.lines import running

NUMBERS = {
    "EM4100": "62E3086CED", "UID": "66CF4DC2", "EPC": "E2004074850A0103163070E1", "QR": "V-7F3K9Q",
    "decimal10": "0000123478", "Codatex": "1D37FA4B02", "IndiTag": "1122334455",
}  # fmt: skip
READERS = [name for name in profile_ids() if load_profile(name).serial_reader is not None]
CARD_READERS = [name for name in READERS if load_profile(name).card_formats]
POLLED_READERS = [
    name
    for name in READERS
    if (facts := load_profile(name).serial_reader) is not None and facts.framing in POLLED
]
KEYPADS = [name for name in READERS if load_profile(name).keypad != "none"]


def a_card(profile_id: str) -> CardNumber:
    best = load_profile(profile_id).card_formats[0]
    return card_number(best, NUMBERS[best]) if best in NUMBERS else card_number(best, 4567, 123)


class Rig:
    """A simulated reader on a pty, and the line that reads it."""

    def __init__(self, profile_id: str, folder: Path) -> None:
        profile = load_profile(profile_id)
        self.pair = PtyPair(folder / "uart")
        self.reader = SimulatedReader(self.pair.stream(), profile)
        self.line = SerialReaderLine("uart", open_url(f"serial://{self.pair.path}"), "rdr", profile)
        self._serving = asyncio.create_task(self.reader.serve())

    async def close(self) -> None:
        self._serving.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await self._serving
        self.reader.close()
        self.pair.close()


@pytest.mark.parametrize("profile_id", CARD_READERS)
def test_a_card_held_to_it_is_one_read(profile_id: str, tmp_path: Path) -> None:
    async def main() -> None:
        rig, card = Rig(profile_id, tmp_path), a_card(profile_id)
        async with running(rig.line) as heard:
            await heard.wait(DeviceOnline)
            await rig.reader.hold(card, 0.3)
            read = await heard.wait(CardRead)
            assert isinstance(read, CardRead)
            assert read.card == card
            assert len(heard.all(CardRead)) == 1
            assert heard.all(WireFault) == []
        await rig.close()

    asyncio.run(main())


@pytest.mark.parametrize("profile_id", KEYPADS)
def test_keys(profile_id: str, tmp_path: Path) -> None:
    async def main() -> None:
        rig = Rig(profile_id, tmp_path)
        async with running(rig.line) as heard:
            await heard.wait(DeviceOnline)
            await rig.reader.type_keys("1", gap=0.0)
            await heard.wait(KeysTyped(device="rdr", keys="1"))
            await rig.reader.type_keys("#", gap=0.0)
            await heard.wait(KeysTyped(device="rdr", keys="#"))
        await rig.close()

    asyncio.run(main())


@pytest.mark.parametrize("profile_id", ["uhf-m100-bb7e", "pn532-hsu", "elatec-twn4-simple-protocol"])
def test_a_polled_reader_that_falls_silent_and_comes_back(profile_id: str, tmp_path: Path) -> None:
    async def main() -> None:
        rig, card = Rig(profile_id, tmp_path), a_card(profile_id)
        loop = asyncio.get_running_loop()
        rig.reader.silent = True
        async with running(rig.line) as heard:
            offline = await heard.wait(DeviceOffline)
            assert isinstance(offline, DeviceOffline)
            assert offline.why.startswith("no answer within")
            rig.reader.silent = False
            back = loop.time()
            holding = asyncio.create_task(rig.reader.hold(card, 1.4))
            await heard.wait(DeviceOnline)
            assert loop.time() - back <= 1.0
            await heard.wait(CardRead)
            await holding
        await rig.close()

    asyncio.run(main())


def test_noise_on_a_polled_line_costs_no_card(tmp_path: Path) -> None:
    async def main() -> None:
        rig = Rig("chafon-uhfreader18", tmp_path)
        async with running(rig.line) as heard:
            await heard.wait(DeviceOnline)
            rig.reader.noise(b"\xf0\x01\x02")
            await rig.reader.hold(a_card("chafon-uhfreader18"), 0.6)
            await heard.wait(CardRead)
            assert heard.all(WireFault)
            assert heard.all(DeviceOffline) == []
        await rig.close()

    asyncio.run(main())


def test_two_tags_in_turn_are_one_read_each(tmp_path: Path) -> None:
    async def main() -> None:
        rig = Rig("uhf-r2000-a0", tmp_path)
        cards = [
            card_number("EPC", "E2004074850A0103163070E1"),
            card_number("EPC", "300000000000000000000001"),
        ]
        async with running(rig.line) as heard:
            await heard.wait(DeviceOnline)
            await asyncio.gather(*(rig.reader.hold(card, 0.5) for card in cards))
            assert sorted(str(read.card) for read in heard.all(CardRead)) == sorted(map(str, cards))
        await rig.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("profile_id", "card", "why"),
    [
        ("wiegand-keypad-burst", card_number("EM4100", "62E3086CED"), "reads no cards"),
        ("priority1design-wie232-a", card_number("H10306", "62E308"), "cannot say"),
        ("s4a-wiegand-ethernet", card_number("decimal10", "12"), "expected 10 digits"),
        ("codatex-leser2plus", card_number("Codatex", "12"), "expected 10 hex digits"),
    ],
)
def test_what_a_reader_cannot_read(profile_id: str, card: CardNumber, why: str, tmp_path: Path) -> None:
    async def main() -> None:
        rig = Rig(profile_id, tmp_path)
        with pytest.raises(ValueError, match=why):
            await rig.reader.hold(card)
        await rig.close()

    asyncio.run(main())


def test_a_reader_without_keys_has_none(tmp_path: Path) -> None:
    async def main() -> None:
        rig = Rig("rdm6300", tmp_path)
        with pytest.raises(ValueError, match="has no keypad"):
            await rig.reader.type_keys("1")
        await rig.close()

    asyncio.run(main())
