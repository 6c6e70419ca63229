"""Lockdown: entering ends at once, leaving never."""

from datetime import timedelta

import pytest

from gate.domain.door_state import DoorState
from gate.domain.signals import Feedback
from gate.policy.portal import (
    Granted,
    Held,
    Lifted,
    LockAgain,
    LockedDown,
    Release,
    RexSeen,
    Show,
)
from tests.policy_portal.rig import CLOSED, OPEN, SOFTWARE, START, Rig

SHOWN = Show(feedback=Feedback.LOCKDOWN)


def test_a_lockdown_is_shown_until_it_is_lifted() -> None:
    rig = Rig()
    assert rig.at(1, LockedDown()) == (SHOWN,)
    assert rig.at(2, LockedDown()) == ()
    assert rig.door == DoorState.LOCKDOWN
    assert rig.at(3, Lifted()) == (Show(feedback=Feedback.IDLE),)
    assert rig.at(4, Lifted()) == ()
    assert rig.door == DoorState.SECURE


@pytest.mark.parametrize("cause", ["grant", "unlock"])
def test_a_release_to_enter_ends(cause: str) -> None:
    rig = Rig()
    rig.at(1, Granted(cause=cause))
    assert rig.at(2, LockedDown()) == (LockAgain(), SHOWN)
    assert rig.door == DoorState.LOCKDOWN
    rig.at(3, OPEN)
    assert rig.door == DoorState.FORCED


def test_who_leaves_leaves() -> None:
    rig = Rig()
    rig.at(1, Granted(cause="exit"))
    rig.at(1.5, Granted(cause="grant"))
    assert rig.at(2, LockedDown()) == (SHOWN,)
    assert rig.door == DoorState.RELEASED
    rig.at(3, OPEN)
    assert rig.door == DoorState.OPEN
    rig.at(4, CLOSED)
    assert rig.door == DoorState.LOCKDOWN


def test_rex_and_responders_pass_a_lockdown() -> None:
    rig = Rig(SOFTWARE)
    rig.at(1, LockedDown())
    assert rig.at(2, RexSeen()) == (Release(duration=timedelta(seconds=5)),)
    assert rig.door == DoorState.RELEASED
    rig.at(7)
    assert rig.door == DoorState.LOCKDOWN
    assert rig.at(8, Granted()) == (Release(duration=timedelta(seconds=5)),)
    rig.at(9, OPEN)
    assert rig.at(10, CLOSED) == (LockAgain(),)
    assert rig.door == DoorState.LOCKDOWN


def test_holds_end_and_none_begins() -> None:
    rig = Rig()
    hold = Held(until=START + timedelta(hours=1))
    rig.at(0, hold)
    assert rig.at(1, LockedDown()) == (LockAgain(), SHOWN)
    assert rig.at(2, hold) == ()
    assert (rig.door, rig.waits_until) == (DoorState.LOCKDOWN, None)


def test_a_hold_that_ends_leaves_the_one_on_the_way_out_his_time() -> None:
    rig = Rig()
    rig.at(0, Held(until=START + timedelta(hours=1)))
    rig.at(1, Granted(cause="exit"))
    assert rig.at(2, LockedDown()) == (LockAgain(), Release(duration=timedelta(seconds=4)), SHOWN)
    assert rig.door == DoorState.RELEASED


def test_an_open_door_stays_open_and_closes_into_the_lockdown() -> None:
    rig = Rig()
    rig.at(0, Held(until=START + timedelta(hours=1)))
    rig.at(1, OPEN)
    rig.at(2, LockedDown())
    assert (rig.door, rig.waits_until) == (DoorState.OPEN, 22)
    rig.at(3, CLOSED)
    assert rig.door == DoorState.LOCKDOWN
