"""From terminals to portals: wiring, contacts, REX and the other inputs."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gate.domain.door_state import Contact
from gate.domain.events import (
    ContactChanged,
    InputChanged,
    PackTaken,
    RexPressed,
)
from gate.domain.portal import Egress, Lock, LockMode, Point, Wiring
from gate.domain.signals import (
    OutputOrder,
    Sense,
    TamperSensed,
)
from gate.edge.wiring import active_of, contact_of, released_of
from tests.edge.bench import Bench, example_site


@pytest.mark.parametrize(
    ("level", "wiring", "contact", "active"),
    [
        (Sense.ON, Wiring.NC, Contact.CLOSED, False),
        (Sense.OFF, Wiring.NC, Contact.OPEN, True),
        (Sense.ON, Wiring.NO, Contact.OPEN, True),
        (Sense.OFF, Wiring.NO, Contact.CLOSED, False),
        (Sense.TAMPER, Wiring.NC, Contact.TAMPER, None),
        (Sense.TAMPER, Wiring.NO, Contact.TAMPER, None),
        (Sense.SHORT, Wiring.NC, Contact.TAMPER, None),
        (Sense.CUT, Wiring.NO, Contact.TAMPER, None),
        (Sense.UNKNOWN, Wiring.NC, Contact.UNKNOWN, None),
        (Sense.UNKNOWN, Wiring.NO, Contact.UNKNOWN, None),
    ],
)
def test_what_wiring_means(level: Sense, wiring: Wiring, contact: Contact, active: bool | None) -> None:
    assert contact_of(level, wiring) is contact
    assert active_of(level, wiring) is active


@pytest.mark.parametrize(
    ("wiring", "mode", "on_releases"),
    [
        (Wiring.NO, LockMode.FAIL_SECURE, True),
        (Wiring.NC, LockMode.FAIL_SECURE, False),
        (Wiring.NC, LockMode.FAIL_SAFE, True),
        (Wiring.NO, LockMode.FAIL_SAFE, False),
    ],
)
def test_what_a_lock_output_means(wiring: Wiring, mode: LockMode, on_releases: bool) -> None:
    lock = Lock(device="d", output=1, wiring=wiring, release=timedelta(seconds=5), mode=mode)
    assert released_of(Sense.ON, lock) is on_releases
    assert released_of(Sense.OFF, lock) is not on_releases
    assert released_of(Sense.UNKNOWN, lock) is None


def contact(bench: Bench, level: Sense) -> None:
    bench.sense("io-lobby", 1, level)


def test_the_first_level_is_told_at_once_and_a_change_after_50_ms(bench: Bench) -> None:
    contact(bench, Sense.ON)
    assert bench.look() == [ContactChanged(portal="front-door", contact=Contact.CLOSED)]
    bench.go(60)
    contact(bench, Sense.OFF)
    assert bench.look() == []
    bench.go(0.051)
    assert bench.look() == [ContactChanged(portal="front-door", contact=Contact.OPEN)]
    bench.go(0.3)
    contact(bench, Sense.ON)
    bench.go(0.051)
    assert bench.look() == [ContactChanged(portal="front-door", contact=Contact.CLOSED, brief=True)]


def test_an_opening_of_milliseconds_is_not_dropped(bench: Bench) -> None:
    contact(bench, Sense.ON)
    bench.go(60)
    bench.look()
    contact(bench, Sense.OFF)
    bench.go(0.01)
    contact(bench, Sense.ON)
    bench.go(0.1)
    assert bench.look() == [
        ContactChanged(portal="front-door", contact=Contact.OPEN, brief=True),
        ContactChanged(portal="front-door", contact=Contact.CLOSED, brief=True),
    ]


def test_a_bounce_of_an_open_door_does_not_close_it(bench: Bench) -> None:
    contact(bench, Sense.OFF)
    bench.go(60)
    bench.look()
    contact(bench, Sense.ON)
    bench.go(0.01)
    contact(bench, Sense.OFF)
    bench.go(0.1)
    assert bench.look() == [ContactChanged(portal="front-door", contact=Contact.OPEN, brief=True)]


def test_tampering_and_unknown_are_values_of_their_own(bench: Bench) -> None:
    contact(bench, Sense.ON)
    bench.go(60)
    contact(bench, Sense.TAMPER)
    bench.go(60)
    contact(bench, Sense.UNKNOWN)
    contact(bench, Sense.OFF)  # known again: no need to wait
    assert [body.contact for body in bench.look(ContactChanged)] == ["closed", "tamper", "unknown", "open"]


def test_a_press_counts_at_once_and_once(bench: Bench) -> None:
    bench.sense("io-lobby", 2, Sense.OFF)
    bench.go(10)
    bench.look()
    for level, wait in ((Sense.ON, 0.005), (Sense.OFF, 0.005), (Sense.ON, 2.0), (Sense.ON, 0.1)):
        bench.sense("io-lobby", 2, level)
        bench.go(wait)
    assert bench.look() == [RexPressed(portal="front-door")]
    assert bench.doors.orders == []  # hard-wired: the button itself cuts the lock
    bench.sense("io-lobby", 2, Sense.OFF)
    bench.go(0.06)
    bench.sense("io-lobby", 2, Sense.ON)
    assert bench.look() == [RexPressed(portal="front-door")]


def test_where_only_the_system_lets_out_the_agent_does_so_itself(tmp_path: Path) -> None:
    site = example_site()
    door = replace(site.portals["front-door"], egress=Egress.REX_SOFTWARE)
    bench = Bench(tmp_path, replace(site, portals={**site.portals, "front-door": door}))
    bench.sense("io-lobby", 2, Sense.ON)  # no broker, no engine, no pack
    release = OutputOrder(device="io-lobby", output=1, on=True, pulse=timedelta(seconds=5))
    assert bench.doors.orders == [release]


def test_a_button_that_is_tampered_with_is_said(bench: Bench) -> None:
    bench.sense("io-lobby", 2, Sense.OFF)
    bench.go(1)
    bench.look()
    bench.sense("io-lobby", 2, Sense.TAMPER)
    bench.go(1)
    bench.sense("io-lobby", 2, Sense.OFF)
    bench.go(1)
    assert bench.look() == [
        InputChanged(owner="front-door", name="rex", active=None, wire="tamper"),
        InputChanged(owner="front-door", name="rex", active=False),
    ]


def test_one_fire_input_speaks_for_every_door_that_names_it(bench: Bench) -> None:
    bench.sense("io-lobby", 6, Sense.ON)
    bench.go(1)
    bench.look()
    bench.sense("io-lobby", 6, Sense.OFF)
    bench.go(0.051)
    assert bench.look() == [
        InputChanged(owner="front-door", name="fire", active=True),
        InputChanged(owner="office-door", name="fire", active=True),
    ]
    assert bench.doors.orders == []  # hard-wired: never driven


def test_the_cabinet_and_a_readers_case_are_watched(bench: Bench) -> None:
    bench.sense("io-lab", 8, Sense.OFF)
    bench.core.signal(TamperSensed(device="rdr-lab-in", active=True))
    bench.core.signal(TamperSensed(device="rdr-lab-in", active=True))
    assert bench.look() == [
        InputChanged(owner="cabinet-1", name="tamper", active=True),
        PackTaken(pack="", revision=0),
        InputChanged(owner="rdr-lab-in", name="tamper", active=True),
    ]


def test_an_input_that_nobody_uses_means_nothing(bench: Bench) -> None:
    bench.sense("io-lobby", 16, Sense.ON)
    assert bench.look() == []


def tamper(bench: Bench, level: Sense) -> None:
    bench.sense("io-lab", 8, level)


@pytest.mark.parametrize(("closed_s", "brief"), [(0.399, True), (0.401, False)])
def test_an_input_that_was_active_for_under_400_ms_is_labelled(
    bench: Bench, closed_s: float, brief: bool
) -> None:
    tamper(bench, Sense.ON)
    bench.go(60)
    bench.look()
    tamper(bench, Sense.OFF)
    bench.go(closed_s)
    tamper(bench, Sense.ON)
    bench.go(0.06)
    assert bench.look(InputChanged) == [
        InputChanged(owner="cabinet-1", name="tamper", active=True),
        InputChanged(owner="cabinet-1", name="tamper", active=False, brief=brief),
    ]


def test_an_input_that_was_active_for_under_50_ms_is_told_with_its_label(bench: Bench) -> None:
    tamper(bench, Sense.ON)
    bench.go(60)
    bench.look()
    tamper(bench, Sense.OFF)
    bench.go(0.049)
    tamper(bench, Sense.ON)
    bench.go(1)
    assert bench.look(InputChanged) == [
        InputChanged(owner="cabinet-1", name="tamper", active=True, brief=True),
        InputChanged(owner="cabinet-1", name="tamper", active=False, brief=True),
    ]


def with_more(tmp_path: Path, egress: Egress = Egress.REX_SOFTWARE) -> Bench:
    """The front door with an accessible button, a key contact and a tamper loop for its readers."""
    site = example_site()
    door = replace(
        site.portals["front-door"],
        egress=egress,
        accessible=Point(device="io-lobby", input=5, wiring=Wiring.NO),
        key=Point(device="io-lobby", input=7, wiring=Wiring.NO),
        reader_tamper=Point(device="io-lobby", input=8, wiring=Wiring.NC),
    )
    return Bench(tmp_path, replace(site, portals={**site.portals, "front-door": door}))


def test_the_accessible_button_releases_for_longer(tmp_path: Path) -> None:
    bench = with_more(tmp_path).online()
    bench.sense("io-lobby", 5, Sense.OFF)
    bench.go(1)
    bench.sense("io-lobby", 5, Sense.ON)
    assert bench.look() == [RexPressed(portal="front-door", extended=True)]
    assert [order.pulse for order in bench.doors.orders] == [timedelta(seconds=15)]


def test_two_buttons_of_a_door_do_not_hide_each_other(tmp_path: Path) -> None:
    bench = with_more(tmp_path, Egress.MECHANICAL).online()
    bench.sense("io-lobby", 5, Sense.ON)
    bench.sense("io-lobby", 2, Sense.ON)
    assert bench.look() == [
        RexPressed(portal="front-door", extended=True),
        RexPressed(portal="front-door"),
    ]
    assert bench.doors.orders == []


def test_the_key_and_the_readers_loop_are_watched(tmp_path: Path) -> None:
    bench = with_more(tmp_path).online()
    bench.sense("io-lobby", 7, Sense.ON)
    bench.sense("io-lobby", 8, Sense.OFF)
    assert bench.look() == [
        InputChanged(owner="front-door", name="key", active=True),
        InputChanged(owner="front-door", name="reader_tamper", active=True),
    ]
