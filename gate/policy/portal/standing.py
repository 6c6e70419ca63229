"""Steps of time, lockdown, fire and the lock read back."""

from __future__ import annotations

from gate.domain.door_state import DoorState
from gate.domain.drafts import altered
from gate.domain.signals import Feedback
from gate.policy.portal.effects import LockAgain, Raise, Show
from gate.policy.portal.inputs import FireSeen, LockSeen
from gate.policy.portal.rules import REPEAT
from gate.policy.portal.situation import (
    HELD,
    Outcome,
    Situation,
    end_of_hold,
    leaving,
    locked,
    rest,
    returned,
    timed,
    unheld_state,
    untimed,
)
from gate.policy.portal.state import PortalState


def warn(s: PortalState, _: Situation) -> Outcome:
    """Still open: warn those who stand there before anybody else hears of it."""
    return altered(s, state=DoorState.HELD_WARN, cause="held_warn", warn_at=None), (
        Show(feedback=Feedback.HELD_WARN),
    )


def raise_held(s: PortalState, at: Situation) -> Outcome:
    """Open for too long."""
    following = altered(
        s, state=DoorState.HELD, cause="held", warn_at=None, held_at=None, repeat_at=at.now + REPEAT
    )
    following = altered(following, alarms=s.alarms | {HELD})
    return following, (Raise(kind=HELD, cause="held"), Show(feedback=Feedback.ALARM))


def repeat_held(s: PortalState, at: Situation) -> Outcome:
    """And still."""
    return altered(s, repeat_at=at.now + REPEAT), (Raise(kind=HELD, cause="still_held"),)


def lock_down(s: PortalState, at: Situation) -> Outcome:
    """Ends holds and releases for entering; who leaves, leaves."""
    if s.locked_down:
        return s, ()
    following, ended = _entering_ended(altered(s, locked_down=True), at)
    if s.hold_until and s.state is DoorState.OPEN:
        following = timed(following, at)
    return rest(following, at, "lockdown"), (*ended, Show(feedback=Feedback.LOCKDOWN))


def _entering_ended(s: PortalState, at: Situation) -> Outcome:
    if s.hold_until:
        following, effects = end_of_hold(s, at, keep_release=leaving(s))
        return (following if leaving(s) else altered(following, pass_until=None)), effects
    if leaving(s):
        return s, ()
    running = s.released_until is not None
    return altered(locked(s), pass_until=None), (LockAgain(),) if running else ()


def lift(s: PortalState, at: Situation) -> Outcome:
    """Normal rules again."""
    if not s.locked_down:
        return s, ()
    return rest(altered(s, locked_down=False), at, "lifted"), (Show(feedback=Feedback.IDLE),)


def see_fire(s: PortalState, at: Situation) -> Outcome:
    """On: nobody is alarmed for a door that opens or stands open. Off: an open door has its time to close."""
    seen = at.came(FireSeen)
    if seen.active == s.fire:
        return s, ()
    following = altered(s, fire=seen.active)
    if seen.active:
        following, over = returned(untimed(following), HELD)
        return rest(unheld_state(following), at, "fire"), over
    if s.state is DoorState.OPEN:
        following = timed(following, at)
    return rest(following, at, "fire_over"), ()


def see_lock(s: PortalState, at: Situation) -> Outcome:
    """What was read back; a lock that is released is never shown as secure."""
    seen = at.came(LockSeen)
    return rest(altered(s, sensed=seen.released), at, "lock_sensed"), ()
