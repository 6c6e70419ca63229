"""The simulated controller's own timers and refusals, with the test's clock."""

from datetime import timedelta

import pytest

from firmware_profiles import load_profile
from simulators.modbus import SimulatedController

MOXA, WAVESHARE = load_profile("moxa-iologik-e1214"), load_profile("waveshare-modbus-rtu-relay-d")


def coil(address: int, value: int) -> bytes:
    return bytes([5]) + address.to_bytes(2, "big") + value.to_bytes(2, "big")


@pytest.mark.parametrize(("at", "level"), [(104.99, True), (105.0, False), (105.01, False)])
def test_a_flash_ends_by_the_boards_own_timer(at: float, level: bool) -> None:
    board = SimulatedController(WAVESHARE)
    assert board.answer(coil(0x0200, 50), 100.0) == coil(0x0200, 50)
    assert board.outputs[0]
    assert board.next_expiry == 105.0
    board.expire(at)
    assert board.outputs[0] is level


def test_a_flash_off_comes_back_on_and_a_new_flash_starts_anew() -> None:
    board = SimulatedController(WAVESHARE)
    board.answer(coil(1, 0xFF00), 0.0)
    board.answer(coil(0x0401, 10), 0.0)
    assert not board.outputs[1]
    board.answer(coil(0x0401, 10), 0.5)
    board.expire(1.2)
    assert not board.outputs[1]
    board.expire(1.5)
    assert board.outputs[1]


@pytest.mark.parametrize(("at", "level"), [(4.49, True), (4.5, False)])
def test_a_moxa_pulse_takes_the_installers_width(at: float, level: bool) -> None:
    moxa = SimulatedController(MOXA)
    moxa.answer(coil(0x0010, 0xFF00), 0.0)
    assert moxa.answer(bytes.fromhex("0100100001"), 0.1) == bytes.fromhex("010101")  # pulse runs
    moxa.expire(at)
    assert moxa.outputs[0] is level


def test_stopping_a_moxa_pulse_switches_off() -> None:
    moxa = SimulatedController(MOXA, pulse_width=timedelta(hours=1))
    moxa.answer(coil(0x0010, 0xFF00), 0.0)
    moxa.answer(coil(0x0010, 0x0000), 1.0)
    assert moxa.outputs == [False] * 6
    assert moxa.next_expiry is None


def test_a_plain_write_ends_a_pulse() -> None:
    board = SimulatedController(WAVESHARE)
    board.answer(coil(0x0200, 50), 0.0)
    board.answer(coil(0x0000, 0xFF00), 1.0)
    board.expire(10.0)
    assert board.outputs[0]


def test_power_cycle_drops_the_relays_and_keeps_the_registers() -> None:
    moved: list[tuple[int, bool]] = []
    board = SimulatedController(WAVESHARE, on_output=lambda *c: moved.append(c), registers={0x1000: 1})
    board.answer(coil(0x0203, 50), 0.0)
    board.power_cycle()
    assert moved == [(4, True), (4, False)]
    assert board.registers[0x1000] == 1
    assert board.next_expiry is None


@pytest.mark.parametrize(
    ("request_pdu", "answer"),
    [
        ("0500085500", "8502"),  # no such relay
        ("0500005500", "8503"),  # toggle is not simulated as a level
        ("05020080FF", "8503"),  # longer than the timer
        ("0100000009", "8102"),
        ("0100000000", "8103"),
        ("0310080001", "8302"),
        ("0622220001", "8602"),
        ("0F0000000801", "8F03"),
        ("0F0007000201FF"[:14], "8F02"),
        ("10100000010200"[:14], "9003"),
        ("2B0E010000", "AB01"),
        ("05", "8503"),
    ],
)
def test_refusals(request_pdu: str, answer: str) -> None:
    board = SimulatedController(WAVESHARE)
    length = len(request_pdu)
    came = board.answer(bytes.fromhex(request_pdu[:length]), 0.0)
    assert came.hex().upper() == answer
    assert board.outputs == [False] * 8


def test_a_profile_of_another_protocol_is_refused() -> None:
    with pytest.raises(ValueError, match="is serial-reader, not modbus"):
        SimulatedController(load_profile("rdm6300"))
