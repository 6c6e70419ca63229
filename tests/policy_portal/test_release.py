"""Grants, requests to exit, holds: when the lock is released, and when it is locked again."""

from datetime import timedelta

import pytest

from gate.domain.door_state import Commanded, DoorState
from gate.domain.signals import Feedback
from gate.policy.portal import (
    Granted,
    Held,
    HoldEnded,
    LockAgain,
    LockSeen,
    Raise,
    Release,
    RexSeen,
    Show,
    Tick,
)
from tests.policy_portal.rig import CLOSED, HANDLE, OPEN, SOFTWARE, START, Rig

FIVE = Release(duration=timedelta(seconds=5))


def test_a_grant_releases_for_the_release_time() -> None:
    rig = Rig()
    assert rig.at(1, Granted()) == (FIVE,)
    assert (rig.door, rig.state.commanded, rig.waits_until) == (DoorState.RELEASED, Commanded.RELEASED, 6)


@pytest.mark.parametrize(("second", "state"), [(5.999, "released"), (6, "secure"), (6.001, "secure")])
def test_an_unused_release_ends_on_time(second: float, state: str) -> None:
    rig = Rig()
    rig.at(1, Granted())
    rig.at(second)
    assert rig.door == state


@pytest.mark.parametrize(
    ("second", "state"), [(5.9, "open"), (6, "open"), (6.999, "open"), (7, "open"), (7.001, "forced")]
)
def test_an_opening_passes_until_a_second_after_the_release(second: float, state: str) -> None:
    rig = Rig()
    rig.at(1, Granted())
    rig.at(second, OPEN)
    assert rig.door == state


def test_extended_time_adds_to_release_and_to_held_open() -> None:
    rig = Rig()
    assert rig.at(0, Granted(extended=True)) == (Release(duration=timedelta(seconds=15)),)
    rig.at(2, OPEN)
    rig.at(15)
    assert rig.waits_until == 2 + 30 + 10 - 10


def test_closing_after_the_passage_locks_again_and_ends_the_leave() -> None:
    rig = Rig()
    rig.at(1, Granted())
    assert rig.at(2, OPEN) == ()
    assert rig.at(3, CLOSED) == (LockAgain(),)
    assert (rig.door, rig.state.commanded) == (DoorState.SECURE, Commanded.LOCKED)
    assert Raise(kind="forced_open", cause="force") in rig.at(6.5, OPEN), "one grant, one opening"


def test_a_release_that_ran_out_while_open_is_not_ended_twice() -> None:
    rig = Rig()
    rig.at(1, Granted())
    rig.at(2, OPEN)
    rig.at(7)
    assert rig.state.commanded is Commanded.LOCKED
    assert rig.at(8, CLOSED) == ()


def test_a_grant_given_while_the_door_is_open_outlives_its_closing() -> None:
    rig = Rig()
    rig.at(1, Granted())
    rig.at(2, OPEN)
    assert rig.at(3, Granted()) == (FIVE,)
    assert rig.at(4, CLOSED) == ()
    assert rig.door == DoorState.RELEASED
    rig.at(5, OPEN)
    assert rig.door == DoorState.OPEN


def test_a_second_grant_prolongs_and_never_shortens() -> None:
    rig = Rig()
    rig.at(0, Granted(extended=True))
    rig.at(1, Granted())
    assert rig.waits_until == 15


def test_what_an_agent_released_alone_is_not_commanded_again() -> None:
    rig = Rig()
    assert rig.at(1, Granted(carried_out=True)) == ()
    assert rig.door == DoorState.RELEASED
    rig.at(2, OPEN)
    assert rig.door == DoorState.OPEN


def test_rex_at_a_hard_wired_button_commands_nothing_and_excuses_the_opening() -> None:
    rig = Rig()
    assert rig.at(1, RexSeen()) == ()
    assert (rig.door, rig.state.commanded) == (DoorState.RELEASED, Commanded.LOCKED)
    rig.at(2, OPEN)
    assert (rig.door, rig.state.cause) == (DoorState.OPEN, "rex")
    assert rig.at(3, CLOSED) == (), "the button's own time is not ours to end"
    rig.at(4, OPEN)
    assert rig.door == DoorState.OPEN


def test_rex_by_software_releases_the_lock() -> None:
    rig = Rig(SOFTWARE)
    assert rig.at(1, RexSeen()) == (FIVE,)
    rig.at(2, OPEN)
    assert rig.at(3, CLOSED) == (LockAgain(),)


@pytest.mark.parametrize(("second", "state"), [(6.9, "open"), (7, "open"), (7.1, "forced")])
def test_rex_shunts_for_the_release_time(second: float, state: str) -> None:
    rig = Rig()
    rig.at(1, RexSeen())
    rig.at(second, OPEN)
    assert rig.door == state


def test_rex_without_opening_is_told() -> None:
    rig = Rig()
    rig.at(1, RexSeen())
    rig.at(6)
    assert (rig.door, rig.state.cause) == (DoorState.SECURE, "rex_unused")


def test_a_hold_is_a_lease_that_is_renewed_until_it_ends() -> None:
    rig = Rig()
    until = START + timedelta(seconds=25)
    assert rig.at(0, Held(until=until)) == (Release(duration=timedelta(seconds=25)),)
    assert (rig.door, rig.state.commanded) == (DoorState.UNLOCKED, Commanded.HELD)
    assert rig.at(9.999) == ()
    assert rig.at(10) == (Release(duration=timedelta(seconds=15)),)
    assert rig.at(20) == (Release(duration=timedelta(seconds=5)),)
    assert rig.at(24.999) == ()
    assert rig.at(25) == (LockAgain(),)
    assert (rig.door, rig.waits_until) == (DoorState.SECURE, None)


def test_a_long_hold_never_asks_for_more_than_its_lease() -> None:
    rig = Rig()
    assert rig.at(0, Held(until=START + timedelta(hours=8))) == (Release(duration=timedelta(seconds=30)),)
    assert rig.at(10) == (Release(duration=timedelta(seconds=30)),)


def test_renewals_that_were_missed_come_once() -> None:
    rig = Rig()
    rig.at(0, Held(until=START + timedelta(hours=8)))
    assert rig.at(3605) == (Release(duration=timedelta(seconds=30)),)
    assert rig.waits_until == 3610
    late = Rig()
    late.at(0, Held(until=START + timedelta(seconds=25)))
    assert late.at(100) == (Release(duration=timedelta(seconds=5)), LockAgain())


def test_doors_open_and_close_freely_during_a_hold() -> None:
    rig = Rig()
    rig.at(0, Held(until=START + timedelta(hours=1)))
    rig.at(1, OPEN)
    rig.at(600)
    assert rig.door == DoorState.OPEN
    rig.at(601, CLOSED)
    assert rig.door == DoorState.UNLOCKED
    rig.at(602, OPEN)
    assert rig.at(603, HoldEnded()) == (LockAgain(),)
    assert rig.waits_until == 603 + 20, "from now on it has its time to close"
    assert rig.at(604, HoldEnded()) == ()


def test_a_hold_over_leaves_a_fresh_grant_its_time() -> None:
    rig = Rig()
    rig.at(0, Held(until=START + timedelta(hours=1)))
    rig.at(1, Granted())
    assert rig.at(2, HoldEnded()) == (LockAgain(), Release(duration=timedelta(seconds=4)))
    assert (rig.door, rig.state.commanded) == (DoorState.RELEASED, Commanded.RELEASED)


def test_a_hold_calms_a_held_door_that_was_only_warned() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    rig.at(21)
    assert rig.door == DoorState.HELD_WARN
    rig.at(22, Held(until=START + timedelta(hours=1)))
    assert rig.door == DoorState.OPEN
    rig.at(100)
    assert rig.door == DoorState.OPEN


def test_a_lock_that_is_read_back_as_released_is_never_shown_as_secure() -> None:
    rig = Rig()
    rig.at(1, LockSeen(released=True))
    assert (rig.door, rig.state.commanded) == (DoorState.RELEASED, Commanded.LOCKED)
    rig.at(2, LockSeen(released=False))
    assert rig.door == DoorState.SECURE
    rig.at(3, LockSeen(released=True))
    rig.at(4, OPEN)
    assert rig.door == DoorState.FORCED, "nobody was let through"


def test_a_grant_clears_the_warning_at_the_readers() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    assert rig.at(21) == (Show(feedback=Feedback.HELD_WARN),)
    assert rig.at(22, Granted()) == (FIVE, Show(feedback=Feedback.IDLE))
    rig.at(27)
    assert rig.waits_until == 22 + 20


def test_time_does_not_go_back() -> None:
    rig = Rig(HANDLE)
    rig.at(10, Granted())
    rig.at(3, Tick())
    assert rig.state.at == START + timedelta(seconds=10)
