"""From orders to writes, byte by byte where a vector says so."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from drivers.modbus.crc import crc16
from drivers.modbus.pdu import OFF, ON, CoilWrite, Request, write_one, write_setting
from drivers.modbus.plan import OrderRefused, writes_for
from firmware_profiles import Profile, load_profile
from firmware_profiles.modbus import ModbusFacts
from gate.domain.signals import OutputOrder

MOXA, WAVESHARE = load_profile("moxa-iologik-e1214"), load_profile("waveshare-modbus-rtu-relay-d")
VECTORS = {
    v["name"]: v["hex"]
    for v in json.loads((Path(__file__).parents[2] / "vectors/modbus/waveshare.json").read_text())["vectors"]
}


def order(output: int = 1, on: bool = True, pulse: float | None = None) -> OutputOrder:
    length = None if pulse is None else timedelta(seconds=pulse)
    return OutputOrder(device="io", output=output, on=on, pulse=length)


def rtu(request: Request) -> str:
    frame = bytes([request.unit]) + request.pdu
    return (frame + crc16(frame)).hex().upper()


@pytest.mark.parametrize(
    ("name", "output", "on"),
    [("relay 1 on", 1, True), ("relay 1 off", 1, False), ("relay 2 on", 2, True), ("relay 4 on", 4, True)],
)
def test_waveshare_levels_are_the_published_frames(name: str, output: int, on: bool) -> None:
    (write,) = writes_for(order(output, on), WAVESHARE)
    assert rtu(write_one(1, write)) == VECTORS[name]


def test_all_channels_are_set_in_one_write_as_in_the_published_frame() -> None:
    assert WAVESHARE.modbus is not None
    (setting,) = WAVESHARE.modbus.required_settings
    (request,) = write_setting(1, setting.model_copy(update={"value": 1}))
    assert rtu(request) == VECTORS["all linkage"]


@pytest.mark.parametrize(
    ("seconds", "value"), [(0.001, 1), (0.1, 1), (0.101, 2), (4, 40), (5, 50), (3276.7, 0x7FFF)]
)
def test_waveshare_pulse_is_a_length_in_tenths_of_a_second_rounded_up(seconds: float, value: int) -> None:
    assert writes_for(order(2, pulse=seconds), WAVESHARE) == (CoilWrite(address=0x0201, value=value),)


def test_waveshare_off_pulse() -> None:
    assert writes_for(order(8, False, 3), WAVESHARE) == (CoilWrite(address=0x0407, value=30),)


def test_moxa_pulse_starts_the_devices_own_timer() -> None:
    assert writes_for(order(6, pulse=4.5), MOXA) == (CoilWrite(address=0x0015, value=ON),)


def test_moxa_off_stops_a_running_pulse_first() -> None:
    stop, off = writes_for(order(2, False), MOXA)
    assert (stop, off) == (CoilWrite(address=0x0011, value=OFF), CoilWrite(address=1, value=OFF))


def without(profile: Profile, **changes: object) -> Profile:
    assert profile.modbus is not None
    facts = ModbusFacts.model_validate(profile.modbus.model_dump() | changes)
    return profile.model_copy(update={"modbus": facts})


@pytest.mark.parametrize(
    ("asked", "profile", "why"),
    [
        (order(0), WAVESHARE, "expected output 1 to 8, came 0"),
        (order(9), WAVESHARE, "expected output 1 to 8, came 9"),
        (order(1, pulse=3276.8), WAVESHARE, "expected a pulse of up to 0:54:36.700000"),
        (order(1, pulse=0), WAVESHARE, "expected a pulse of up to"),
        (order(1, pulse=-1), WAVESHARE, "expected a pulse of up to"),
        (order(1, False, 1), MOXA, "cannot time an off pulse"),
        (order(1, pulse=1), without(WAVESHARE, pulse=None), "cannot time a pulse"),
        (order(1), without(WAVESHARE, hold="none"), "cannot end a hold when the host dies"),
        (order(1), load_profile("rdm6300"), "expected output 1 to 0, came 1"),
    ],
)
def test_what_is_refused(asked: OutputOrder, profile: Profile, why: str) -> None:
    with pytest.raises(OrderRefused, match=why):
        writes_for(asked, profile)


def test_a_toggle_is_never_sent() -> None:
    for output in range(1, 9):
        for asked in (order(output), order(output, False), order(output, pulse=5)):
            assert all(write.value != 0x5500 for write in writes_for(asked, WAVESHARE))
