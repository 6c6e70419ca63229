"""The hands of a simulated site: whose input they move, and which cards a reader notices."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from firmware_profiles.load import load_profile
from gate.domain.card import card_number
from simulators.control import ControlError
from simulators.readers import SerialHand
from simulators.serial_reader import SimulatedReader
from simulators.site import SimulatedSite, TcpEnd
from tests.edge.bench import example_site


class Notes:
    """A wire that takes notes."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    async def read(self) -> bytes:
        await asyncio.Event().wait()
        return b""

    def close(self) -> None: ...


async def built() -> SimulatedSite:
    site = example_site()
    ends = {line.id: TcpEnd(0) if line.url.startswith("tcp") else Notes() for line in site.lines.values()}
    return SimulatedSite(site, ends, lambda _: bytes(range(16)))


def act(*requests: Mapping[str, Any]) -> SimulatedSite:
    async def main() -> SimulatedSite:
        hardware = await built()
        for request in requests:
            await hardware.act(request)
        return hardware

    return asyncio.run(main())


def move(of: str, name: str, active: bool) -> dict[str, Any]:
    return {"do": "input", "of": of, "name": name, "active": active}


def test_a_cabinet_that_is_opened_opens_its_loop() -> None:
    assert act()._controllers["io-lab"].inputs[7] is True, "closed: an NC loop carries current"
    assert act(move("cabinet-1", "tamper", True))._controllers["io-lab"].inputs[7] is False
    again = act(move("cabinet-1", "tamper", True), move("cabinet-1", "tamper", False))
    assert again._controllers["io-lab"].inputs[7] is True


def test_the_fire_panel_frees_every_door_on_its_contact() -> None:
    hardware = act(move("office-door", "fire", True))
    assert hardware._controllers["io-lobby"].inputs[5] is False
    assert hardware._doors["office-door"].released
    assert hardware._doors["front-door"].released


def test_a_readers_case_is_its_own_to_tell_of() -> None:
    assert act(move("rdr-lab-in", "tamper", True))._peripherals["rdr-lab-in"].tampered


def test_a_button_is_pressed_by_name() -> None:
    assert act(move("front-door", "rex", True))._controllers["io-lobby"].inputs[1] is True


@pytest.mark.parametrize(
    ("of", "name"),
    [
        ("cabinet-1", "mains"),
        ("front-door", "key"),
        ("front-door", "contact"),
        ("lab-door", "fire"),
        ("x", "fire"),
    ],
)
def test_what_is_not_wired_is_not_moved(of: str, name: str) -> None:
    with pytest.raises(ControlError, match=f"'{of}' has no input '{name}'"):
        act(move(of, name, True))


def hand(profile: str, *, keypad: bool = False) -> tuple[SerialHand, Notes]:
    wire, found = Notes(), load_profile(profile)
    return SerialHand(SimulatedReader(wire, found), found, keypad=keypad), wire


@pytest.mark.parametrize(
    ("profile", "card", "said"),
    [
        ("rdm6300", card_number("EM4100", "62E3086CED"), b"\x0262E3086CED08\x03"),
        ("barcode-qr-serial", card_number("QR", "PASS-1"), b"PASS-1"),
        ("priority1design-wie232-a", card_number("H10301", 4567, 123), b"7B11D7"),
    ],
)
def test_a_uart_reader_reads_the_cards_of_its_profile(profile: str, card: Any, said: bytes) -> None:
    reader, wire = hand(profile)
    formats = load_profile(profile).card_formats
    if card.format not in formats:
        pytest.fail(f"{profile} reads {formats}")
    asyncio.run(reader.present(card, None))
    assert wire.written[0].startswith(said)


def test_a_card_of_another_format_is_not_noticed() -> None:
    reader, wire = hand("rdm6300")
    with pytest.raises(ControlError, match="reads EM4100; it does not notice H10301"):
        asyncio.run(reader.present(card_number("H10301", 1, 1), None))
    with pytest.raises(ControlError, match="cannot read"):
        asyncio.run(reader.present(card_number("EM4100", "62"), None))
    assert wire.written == []


def test_a_pin_needs_keys_to_press() -> None:
    reader, _ = hand("rdm6300")
    with pytest.raises(ControlError, match="no keypad"):
        asyncio.run(reader.present(card_number("EM4100", "62E3086CED"), "1234"))
    reader, wire = hand("s4a-wiegand-ethernet", keypad=True)
    asyncio.run(reader.present(card_number("decimal10", "0000123478"), "12"))
    assert b"".join(wire.written) == b"0000123478\r\n12#"
