"""Inputs with end-of-line resistors: the windows of the profile, what lies between, and the line as a whole."""

import asyncio
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.modbus import Controller
from drivers.modbus.supervised import LASTS, Loops, level_of
from firmware_profiles import load_profile
from firmware_profiles.modbus import SupervisedArea, Window
from gate.domain.signals import DeviceOnline, InputSensed, Sense, WireFault
from simulators.modbus import SimulatedController
from tests.support.modbus_lines import on_tcp

E1240 = load_profile("moxa-iologik-e1240")
assert E1240.modbus is not None
assert E1240.modbus.supervised is not None
AREA: SupervisedArea = E1240.modbus.supervised

PULL_UP, SERIES, ACROSS = 1000, 1000, 2200  # ohm, of the profile's wiring note


def value(loop_ohm: float) -> int:
    """The register over a loop of that resistance: a divider below the supply."""
    return round(65535 * loop_ohm / (loop_ohm + PULL_UP))


@pytest.mark.parametrize(
    ("loop_ohm", "level"),
    [
        (0, Sense.SHORT),
        (SERIES, Sense.ON),
        (SERIES + ACROSS, Sense.OFF),
        (1e9, Sense.CUT),
        (470, Sense.TAMPER),  # a resistor of somebody else's across the wires
        (1600, Sense.TAMPER),
    ],
)
def test_the_resistors_of_the_wiring_note_fall_into_their_windows(loop_ohm: float, level: Sense) -> None:
    assert level_of(AREA, value(loop_ohm)) is level


@pytest.mark.parametrize("tolerance", [0.99, 1.01])
@pytest.mark.parametrize("lead_ohm", [0, 20])  # 500 m of 0.5 mm² there and back
@pytest.mark.parametrize(("contact_closed", "level"), [(True, Sense.ON), (False, Sense.OFF)])
def test_they_do_at_the_ends_of_their_tolerance_and_behind_long_wires(
    tolerance: float, lead_ohm: float, contact_closed: bool, level: Sense
) -> None:
    loop = (SERIES + (0 if contact_closed else ACROSS)) * tolerance + lead_ohm
    assert level_of(AREA, round(65535 * loop / (loop + PULL_UP / tolerance))) is level


@pytest.mark.parametrize(
    ("share", "level"),
    [
        ("0", Sense.SHORT),
        ("0.2", Sense.SHORT),
        ("0.2001", Sense.TAMPER),
        ("0.4199", Sense.TAMPER),
        ("0.42", Sense.ON),
        ("0.58", Sense.ON),
        ("0.5801", Sense.TAMPER),
        ("0.69", Sense.OFF),
        ("0.83", Sense.OFF),
        ("0.8301", Sense.TAMPER),
        ("0.93", Sense.CUT),
        ("1", Sense.CUT),
    ],
)
def test_the_edges_of_the_windows(share: str, level: Sense) -> None:
    fine = AREA.model_copy(update={"full_scale": 10_000})
    assert level_of(fine, int(Fraction(share) * 10_000)) is level


@given(st.integers(0, 0xFFFF))
def test_every_value_says_one_thing_and_only_one_window_says_closed(raw: int) -> None:
    level = level_of(AREA, raw)
    assert level is not Sense.UNKNOWN
    assert (level is Sense.ON) == (0.42 <= raw / 65535 <= 0.58)


ON, OFF, BETWEEN, CUT = value(1000), value(3200), value(1600), value(1e9)


def told(*values: int) -> list[Sense]:
    loops = Loops(AREA, 1)
    return [loops.read([each])[0] for each in values]


def test_a_contact_that_is_read_while_it_moves_is_no_tampering() -> None:
    assert told(ON, BETWEEN, BETWEEN, OFF) == [Sense.ON, Sense.ON, Sense.ON, Sense.OFF]


def test_what_stays_between_the_windows_is_tampering_at_the_third_poll() -> None:
    assert told(ON, *[BETWEEN] * LASTS) == [*[Sense.ON] * LASTS, Sense.TAMPER]
    assert told(ON, BETWEEN, BETWEEN, ON, BETWEEN, BETWEEN) == [Sense.ON] * 6
    assert told(*[BETWEEN] * LASTS) == [Sense.UNKNOWN, Sense.UNKNOWN, Sense.TAMPER]


def test_a_cut_or_bridged_wire_shows_with_the_first_poll() -> None:
    assert told(ON, CUT) == [Sense.ON, Sense.CUT]
    assert told(ON, 0) == [Sense.ON, Sense.SHORT]


def test_another_number_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 2 values, came 1"):
        Loops(AREA, 2).read([0])


def test_a_device_that_was_away_is_not_believed_to_be_as_it_was() -> None:
    controller = Controller(device="io1", address=1, profile=E1240)
    answer = bytes((4, 16)) + ON.to_bytes(2, "big") * 8
    assert len(controller.inputs_answered(answer)) == 8
    controller.came_up("")
    controller.went_down("no answer")
    between = bytes((4, 16)) + BETWEEN.to_bytes(2, "big") * 8
    assert controller.inputs_answered(between) == [], "unknown, until it is sure"


def windows(**changed: tuple[float, float]) -> tuple[Window, ...]:
    bounds = {"short": (0, 0.2), "on": (0.4, 0.6), "off": (0.7, 0.8), "cut": (0.9, 1)} | changed
    return tuple(Window(level=level, least=least, most=most) for level, (least, most) in bounds.items())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_windows", "why"),
    [
        (windows()[:3], "one window each"),
        ((*windows(), windows()[0]), "one window each"),
        (windows(on=(0.6, 0.4)), "least below most"),
        (windows(on=(0.4, 0.7)), "room between"),
    ],
)
def test_windows_that_could_take_an_attack_for_a_closed_door_are_refused(
    given_windows: tuple[Window, ...], why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        SupervisedArea(area="input", first=0, full_scale=65535, windows=given_windows)


def test_a_line_tells_what_becomes_of_its_loops() -> None:
    async def main() -> None:
        moxa = SimulatedController(E1240)
        moxa.set_input(1, True)
        async with on_tcp(moxa) as (_, heard, _):
            await heard.wait(DeviceOnline(device="io1"))
            await heard.wait(InputSensed(device="io1", input=1, level=Sense.ON))
            await heard.wait(InputSensed(device="io1", input=8, level=Sense.OFF))
            for level in (Sense.CUT, Sense.SHORT, Sense.TAMPER, Sense.ON):
                moxa.set_loop(1, level.value)
                await heard.wait(InputSensed(device="io1", input=1, level=level))
            assert heard.all(WireFault) == []

    asyncio.run(main())


@pytest.mark.parametrize("number", [0, 9])
def test_the_simulator_has_no_loop_where_there_is_none(number: int) -> None:
    with pytest.raises(ValueError, match="not supervised"):
        SimulatedController(E1240).set_loop(number, "cut")
    with pytest.raises(ValueError, match="not supervised"):
        SimulatedController(load_profile("moxa-iologik-e1214")).set_loop(1, "cut")
    with pytest.raises(ValueError, match="expected one of"):
        SimulatedController(E1240).set_loop(1, "burnt")
