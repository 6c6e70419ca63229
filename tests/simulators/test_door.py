"""The physics of a simulated door: what a hand can do, and what the inputs show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gate.domain.portal import Egress, Lock, LockMode, Point, Portal, Wiring
from gate.domain.text import Text
from simulators.door import Door, DoorStuck

CONTACT, REX, FIRE = ("io", 1), ("io", 2), ("io", 6)


class Inputs(dict[tuple[str, int], bool]):
    """The levels of a controller's terminals."""

    def set(self, device: str, number: int, level: bool) -> None:
        self[(device, number)] = level


def portal(
    mode: LockMode = LockMode.FAIL_SECURE, wiring: Wiring = Wiring.NO, egress: Egress = Egress.MECHANICAL
) -> Portal:
    return Portal(
        id="door",
        name=Text("Door"),
        between=("a", "b"),
        lock=Lock(device="io", output=1, wiring=wiring, release=timedelta(seconds=5), mode=mode),
        egress=egress,
        contact=Point(device="io", input=1, wiring=Wiring.NC),
        rex=Point(device="io", input=2, wiring=Wiring.NO),
        fire=Point(device="io", input=6, wiring=Wiring.NC),
    )


@pytest.fixture
def inputs() -> Inputs:
    return Inputs()


def test_at_rest_the_nc_loops_are_closed_and_the_no_loop_is_open(inputs: Inputs) -> None:
    Door(portal(), inputs.set)
    assert inputs == {CONTACT: True, REX: False, FIRE: True}


@pytest.mark.parametrize(
    ("mode", "wiring", "released_at_rest"),
    [
        (LockMode.FAIL_SECURE, Wiring.NO, False),
        (LockMode.FAIL_SAFE, Wiring.NC, False),
        (LockMode.FAIL_SECURE, Wiring.NC, True),
        (LockMode.FAIL_SAFE, Wiring.NO, True),
    ],
)
def test_the_relay_releases_as_mode_and_wiring_say(
    inputs: Inputs, mode: LockMode, wiring: Wiring, released_at_rest: bool
) -> None:
    door = Door(portal(mode, wiring), inputs.set)
    assert door.released is released_at_rest
    door.relay(True)
    assert door.released is not released_at_rest


def test_a_locked_leaf_does_not_move(inputs: Inputs) -> None:
    door = Door(portal(), inputs.set)
    with pytest.raises(DoorStuck, match="door is locked: it does not move"):
        door.pull()
    assert inputs[CONTACT] is True


def test_a_released_leaf_opens_and_its_contact_says_so(inputs: Inputs) -> None:
    door = Door(portal(), inputs.set)
    door.relay(True)
    door.pull()
    assert inputs[CONTACT] is False
    door.close()
    assert inputs[CONTACT] is True


def test_a_handle_opens_from_inside_whatever_the_lock_says(inputs: Inputs) -> None:
    door = Door(portal(), inputs.set)
    door.leave()
    assert door.is_open
    assert inputs[REX] is False


def test_a_hard_wired_button_cuts_the_lock_itself(inputs: Inputs) -> None:
    seen: list[tuple[int, bool]] = []
    door = Door(
        portal(egress=Egress.REX_HARDWIRED), lambda device, number, level: seen.append((number, level))
    )
    door.leave()
    assert door.is_open
    assert seen[-3:] == [(2, True), (1, False), (2, False)]


def test_a_software_button_alone_opens_nothing(inputs: Inputs) -> None:
    door = Door(portal(egress=Egress.REX_SOFTWARE), inputs.set)
    door.press_rex(pressed=True)
    assert inputs[REX] is True
    with pytest.raises(DoorStuck, match="egress is rex-software"):
        door.leave()


def test_the_fire_panel_releases_fail_safe_locks_alone(inputs: Inputs) -> None:
    safe = Door(portal(LockMode.FAIL_SAFE, Wiring.NC), inputs.set)
    secure = Door(portal(), inputs.set)
    safe.fire(active=True)
    secure.fire(active=True)
    assert (safe.released, secure.released, inputs[FIRE]) == (True, False, False)
