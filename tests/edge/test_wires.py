"""Supervised wires and silent devices: what was attacked or is not heard of is never secure."""

import pytest

from gate.domain.door_state import Contact
from gate.domain.events import (
    ContactChanged,
    DeviceHealthChanged,
    InputChanged,
    LockSensed,
    WireFaulted,
)
from gate.domain.signals import (
    DeviceOffline,
    DeviceOnline,
    InputSensed,
    OutputSensed,
    Sense,
    TamperSensed,
    WireFault,
    WireRefused,
)
from tests.edge.bench import Bench


def contact(bench: Bench, level: Sense) -> None:
    bench.sense("io-lobby", 1, level)


WIRES = [Sense.SHORT, Sense.CUT, Sense.TAMPER]


@pytest.mark.parametrize("level", WIRES)
def test_a_supervised_contact_whose_wire_is_attacked_is_never_closed(bench: Bench, level: Sense) -> None:
    contact(bench, Sense.ON)
    bench.go(60)
    bench.look()
    contact(bench, level)
    bench.go(0.049)
    assert bench.look() == []
    bench.go(0.001)
    assert bench.look() == [ContactChanged(portal="front-door", contact=Contact.TAMPER, wire=level.value)]


@pytest.mark.parametrize("level", WIRES)
@pytest.mark.parametrize("number", [2, 6])
def test_any_supervised_input_says_what_became_of_its_wire(bench: Bench, level: Sense, number: int) -> None:
    bench.sense("io-lobby", number, Sense.OFF if number == 2 else Sense.ON)
    bench.go(60)
    bench.look()
    bench.sense("io-lobby", number, level)
    bench.go(0.051)
    told = bench.look(InputChanged)
    assert told
    assert {(body.active, body.wire) for body in told} == {(None, level.value)}
    assert bench.doors.orders == []


def tamper(bench: Bench, level: Sense) -> None:
    bench.sense("io-lab", 8, level)


def test_what_hangs_on_a_silent_device_is_unknown(bench: Bench) -> None:
    for number in (1, 2, 3, 4, 6):
        bench.sense("io-lobby", number, Sense.ON)
    bench.core.signal(OutputSensed(device="io-lobby", output=1, level=Sense.OFF))
    bench.go(1)
    bench.look()
    bench.core.signal(DeviceOffline(device="io-lobby", why="no answer"))
    bench.core.signal(DeviceOffline(device="io-lobby", why="no answer"))
    told = bench.look()
    assert told[0] == DeviceHealthChanged(device="io-lobby", online=False, why="no answer")
    assert {(body.portal, body.contact) for body in told if isinstance(body, ContactChanged)} == {
        ("front-door", Contact.UNKNOWN),
        ("office-door", Contact.UNKNOWN),
    }
    assert {body.portal: body.released for body in told if isinstance(body, LockSensed)} == {
        "front-door": None,
        "office-door": None,
    }
    assert all(body.active is None for body in told if isinstance(body, InputChanged))
    assert len(told) == 9
    bench.core.signal(DeviceOnline(device="io-lobby"))
    assert bench.look() == [DeviceHealthChanged(device="io-lobby", online=True)]


def test_bad_bytes_are_told_once_and_then_counted(bench: Bench) -> None:
    for step in range(100):
        bench.core.signal(WireFault(device="osdp-1", why=f"checksum {step}"))
        bench.go(0.01)
    assert bench.look() == [WireFaulted(device="osdp-1", count=1, why="checksum 0")]
    bench.go(9.5)
    assert bench.look() == [WireFaulted(device="osdp-1", count=99, why="checksum 99")]
    bench.go(20)
    assert bench.look() == []
    bench.core.signal(WireFault(device="osdp-1", why="again"))
    assert bench.look() == [WireFaulted(device="osdp-1", count=1, why="again")]


def test_an_attempt_on_the_wire_is_told_apart_from_the_case_until_it_has_been_quiet(bench: Bench) -> None:
    attempt = WireRefused(device="rdr-lab-in", why="clear text where the device has a key")
    bench.core.signal(attempt)
    assert bench.look() == [
        WireFaulted(device="rdr-lab-in", count=1, why=attempt.why),
        InputChanged(owner="rdr-lab-in", name="osdp_downgrade", active=True),
    ]
    bench.go(30)
    bench.core.signal(attempt)
    bench.core.signal(TamperSensed(device="rdr-lab-in", active=False))  # its case is shut all the while
    assert bench.look(InputChanged) == [InputChanged(owner="rdr-lab-in", name="tamper", active=False)]
    bench.go(59.999)
    assert bench.look() == []
    bench.go(0.002)
    assert bench.look() == [InputChanged(owner="rdr-lab-in", name="osdp_downgrade", active=False)]


def test_a_line_that_fails_takes_its_devices_with_it(bench: Bench) -> None:
    bench.core.line_failed("uart-1", ("rdr-bike-in",), "no such port")
    assert bench.look() == [
        DeviceHealthChanged(device="uart-1", online=False, why="no such port"),
        DeviceHealthChanged(device="rdr-bike-in", online=False, why="line uart-1: no such port"),
    ]
    bench.core.line_failed("uart-1", ("rdr-bike-in",), "no such port")
    assert bench.look() == []
    bench.core.line_runs("uart-1")
    assert bench.look() == [DeviceHealthChanged(device="uart-1", online=True)]


def test_signals_of_unknown_devices_do_no_harm(bench: Bench) -> None:
    bench.core.signal(InputSensed(device="nobody", input=1, level=Sense.ON))
    bench.core.signal(OutputSensed(device="nobody", output=1, level=Sense.ON))
    assert bench.look() == []
