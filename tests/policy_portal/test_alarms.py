"""Forced and held doors, contacts that tell nothing, fire."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gate.domain.door_state import Contact, DoorState
from gate.domain.signals import Feedback
from gate.policy.portal import (
    ContactSeen,
    FireSeen,
    Granted,
    PortalRules,
    Raise,
    Relabel,
    Release,
    Return,
    RexSeen,
    Show,
)
from tests.policy_portal.rig import CLOSED, HANDLE, OPEN, RULES, TAMPER, UNKNOWN, Rig

ALARM, IDLE = Show(feedback=Feedback.ALARM), Show(feedback=Feedback.IDLE)
HELD_ALARM = Raise(kind="held_open", cause="held")


@pytest.mark.parametrize(("rules", "cause"), [(RULES, "force"), (HANDLE, "handle_or_force")])
def test_an_opening_without_leave_is_forced(rules: PortalRules, cause: str) -> None:
    rig = Rig(rules)
    assert rig.at(10, OPEN) == (Raise(kind="forced_open", cause=cause), ALARM)
    assert rig.door == DoorState.FORCED
    assert rig.at(20, CLOSED) == (Return(kind="forced_open"), IDLE)
    assert rig.door == DoorState.SECURE


@pytest.mark.parametrize(("second", "cause"), [(6, "latch_not_caught"), (6.001, "force")])
def test_a_door_that_springs_open_again_was_not_caught(second: float, cause: str) -> None:
    rig = Rig()
    rig.at(1, Granted())
    rig.at(2, OPEN)
    rig.at(3, CLOSED)
    assert Raise(kind="forced_open", cause=cause) in rig.at(second, OPEN)


def test_a_brief_opening_is_labelled_not_dropped() -> None:
    rig = Rig()
    assert Raise(kind="forced_open", cause="bounce") in rig.at(
        10, ContactSeen(contact=Contact.OPEN, brief=True)
    )
    rig = Rig()
    rig.at(10, OPEN)
    closing = rig.at(10.2, ContactSeen(contact=Contact.CLOSED, brief=True))
    assert closing == (Relabel(kind="forced_open", cause="bounce"), Return(kind="forced_open"), IDLE)


def test_a_grant_at_a_forced_door_excuses_nothing() -> None:
    rig = Rig()
    rig.at(10, OPEN)
    assert rig.at(11, Granted()) == (Release(duration=timedelta(seconds=5)),)
    assert rig.door == DoorState.FORCED


@pytest.mark.parametrize(
    ("second", "state"),
    [
        (20.999, "open"),
        (21, "held_warn"),
        (21.001, "held_warn"),
        (30.999, "held_warn"),
        (31, "held"),
        (31.001, "held"),
    ],
)
def test_a_warning_then_an_alarm(second: float, state: str) -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    rig.at(second)
    assert rig.door == state


def test_one_held_alarm_repeated_every_five_minutes_until_closed() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    assert rig.at(21) == (Show(feedback=Feedback.HELD_WARN),)
    assert rig.at(31) == (HELD_ALARM, ALARM)
    assert rig.at(330.999) == ()
    assert rig.at(331) == (Raise(kind="held_open", cause="still_held"),)
    assert rig.at(631) == (Raise(kind="held_open", cause="still_held"),)
    assert rig.at(632, CLOSED) == (Return(kind="held_open"), IDLE)
    assert (rig.door, rig.waits_until) == (DoorState.SECURE, None)


def test_late_ticks_change_nothing_of_the_story() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    effects = rig.at(400, CLOSED)
    assert effects == (
        Show(feedback=Feedback.HELD_WARN),
        HELD_ALARM,
        ALARM,
        Raise(kind="held_open", cause="still_held"),
        Return(kind="held_open"),
        IDLE,
    )


def test_after_a_long_silence_one_reminder_comes() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    rig.at(31)
    assert rig.at(31 + 12 * 3600 + 7) == (Raise(kind="held_open", cause="still_held"),)
    assert rig.waits_until == 31 + 12 * 3600 + 300


def test_without_held_open_nobody_waits() -> None:
    rig = Rig(replace(RULES, held_after=None))
    rig.at(0, Granted())
    rig.at(1, OPEN)
    rig.at(5)
    assert rig.waits_until is None


def test_without_a_warning_time_the_alarm_comes_alone() -> None:
    rig = Rig(replace(RULES, warn_before=timedelta(0)))
    rig.at(0, Granted())
    rig.at(1, OPEN)
    assert rig.at(31) == (HELD_ALARM, ALARM)


def test_a_contact_that_tells_nothing_is_unknown_and_an_alarm() -> None:
    rig = Rig()
    assert rig.at(5, UNKNOWN) == (Raise(kind="contact_unknown", cause="contact_unknown"),)
    assert rig.door == DoorState.UNKNOWN
    assert rig.at(6, UNKNOWN) == ()
    assert rig.at(7, CLOSED) == (Return(kind="contact_unknown"),)
    assert rig.door == DoorState.SECURE


def test_a_contact_never_heard_raises_nothing() -> None:
    rig = Rig(heard=False)
    assert rig.door == DoorState.UNKNOWN
    assert rig.at(1, UNKNOWN) == ()


def test_tampering_is_an_alarm_of_its_own() -> None:
    rig = Rig()
    assert rig.at(5, TAMPER) == (Raise(kind="tamper", cause="contact_tamper"),)
    assert rig.at(6, TAMPER) == ()
    assert rig.at(6, UNKNOWN) == (Raise(kind="contact_unknown", cause="contact_unknown"),)
    assert rig.at(7, CLOSED) == (Return(kind="contact_unknown"), Return(kind="tamper"))


def test_a_door_found_open_is_unexplained() -> None:
    rig = Rig()
    rig.at(5, UNKNOWN)
    effects = rig.at(9, OPEN)
    assert effects == (Return(kind="contact_unknown"), Raise(kind="forced_open", cause="found_open"), ALARM)


def test_a_door_that_was_open_before_goes_on_being_open() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    rig.at(5, UNKNOWN)
    rig.at(10, OPEN)
    assert (rig.door, rig.waits_until) == (DoorState.OPEN, 21)


def test_a_forced_door_stays_forced_behind_a_lost_contact() -> None:
    rig = Rig()
    rig.at(1, OPEN)
    rig.at(5, UNKNOWN)
    assert rig.at(10, OPEN) == (Return(kind="contact_unknown"),)
    assert rig.door == DoorState.FORCED
    rig.at(11, UNKNOWN)
    assert rig.at(12, CLOSED) == (Return(kind="forced_open"), Return(kind="contact_unknown"))


def test_a_grant_during_a_lost_contact_opens_and_excuses() -> None:
    rig = Rig()
    rig.at(5, UNKNOWN)
    assert rig.at(6, Granted()) == (Release(duration=timedelta(seconds=5)),)
    assert rig.door == DoorState.UNKNOWN
    rig.at(7, OPEN)
    assert rig.door == DoorState.OPEN


def test_fire_suppresses_forced_and_held_alarms() -> None:
    rig = Rig()
    rig.at(1, FireSeen(active=True))
    assert rig.door == DoorState.SECURE, "a fail-secure lock keeps the outside locked"
    assert rig.at(2, OPEN) == ()
    assert (rig.door, rig.state.cause) == (DoorState.OPEN, "fire")
    assert rig.at(500) == ()
    rig.at(501, FireSeen(active=False))
    assert rig.waits_until == 501 + 20


def test_fire_drops_the_power_of_fail_safe_locks() -> None:
    rig = Rig(replace(RULES, fail_safe=True))
    rig.at(1, FireSeen(active=True))
    assert rig.door == DoorState.UNLOCKED
    assert rig.at(2, FireSeen(active=True)) == ()
    rig.at(3, FireSeen(active=False))
    assert rig.door == DoorState.SECURE


def test_fire_returns_a_held_alarm() -> None:
    rig = Rig()
    rig.at(0, Granted())
    rig.at(1, OPEN)
    rig.at(31)
    assert rig.at(32, FireSeen(active=True)) == (Return(kind="held_open"),)
    assert rig.door == DoorState.OPEN


def test_a_rex_that_comes_after_the_opening_does_not_undo_it() -> None:
    rig = Rig()
    rig.at(1, OPEN)
    assert rig.at(1.1, RexSeen()) == ()
    assert rig.door == DoorState.FORCED
