"""What every step of the machine is given and gives back, and the parts that steps share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.drafts import altered
from gate.domain.signals import Feedback
from gate.policy.portal.effects import Effect, LockAgain, Release, Return
from gate.policy.portal.inputs import PortalInput
from gate.policy.portal.rules import GRACE, PortalRules
from gate.policy.portal.state import PortalState

FORCED, HELD, CONTACT_LOST, TAMPER = "forced_open", "held_open", "contact_unknown", "tamper"
"""The kinds of alarm that the machine raises."""

I = TypeVar("I")  # noqa: E741


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a step starts: the portal as built, what happened (a Tick for a deadline), when."""

    rules: PortalRules
    input: PortalInput
    now: datetime

    def came(self, kind: type[I]) -> I:
        """The input, as the kind that this row of the table is for; TypeError if the table is wrong."""
        if not isinstance(self.input, kind):
            raise TypeError(f"expected {kind.__name__} in this row, got {type(self.input).__name__}")
        return self.input


Outcome = tuple[PortalState, tuple[Effect, ...]]
Step = Callable[[PortalState, Situation], Outcome]


def keep(s: PortalState, _: Situation) -> Outcome:
    """Nothing to do here."""
    return s, ()


def rest(s: PortalState, at: Situation, cause: str) -> PortalState:
    """The derived state while the door is not known to be open; an open one keeps the state it has."""
    if s.contact is Contact.OPEN:
        return s
    state = resting(s, at.rules)
    return s if state is s.state else altered(s, state=state, cause=cause)


def resting(s: PortalState, rules: PortalRules) -> DoorState:
    """What a door is that nobody has opened. The worse news wins: released beats locked down."""
    if s.contact is not Contact.CLOSED:
        return DoorState.UNKNOWN
    if s.hold_until or (s.fire and rules.fail_safe):
        return DoorState.UNLOCKED
    if s.released_until or s.sensed:
        return DoorState.RELEASED
    return DoorState.LOCKDOWN if s.locked_down else DoorState.SECURE


def with_release(s: PortalState, at: Situation, duration: timedelta, cause: str) -> PortalState:
    """A release from now; one that runs already for somebody who leaves keeps that cause: a lockdown asks for it."""
    return altered(
        s,
        released_until=later(s.released_until, at.now + duration),
        pass_until=later(s.pass_until, at.now + duration + GRACE),
        release_cause=s.release_cause if leaving(s) else cause,
        given_open=s.contact is Contact.OPEN,
    )


def leaving(s: PortalState) -> bool:
    """True while the lock is released for somebody on the way out."""
    return s.released_until is not None and s.release_cause in ("exit", "rex")


def end_of_hold(s: PortalState, at: Situation, *, keep_release: bool) -> Outcome:
    """No hold any more; a release that goes on is given anew, for the hold's last pulse may end before or after it."""
    following = altered(s, hold_until=None, hold_cause="", renew_at=None)
    if not keep_release or s.released_until is None or s.commanded is Commanded.LOCKED:
        return locked(following), (LockAgain(),)
    left = s.released_until - at.now
    return altered(following, commanded=Commanded.RELEASED), (LockAgain(), Release(duration=left))


def later(one: datetime | None, other: datetime) -> datetime:
    """The later of the two, where there are two."""
    return other if one is None else max(one, other)


def locked(s: PortalState) -> PortalState:
    """No release runs any more."""
    return altered(s, released_until=None, given_open=False, commanded=commanded(s, Commanded.LOCKED))


def commanded(s: PortalState, wanted: Commanded) -> Commanded:
    """What the lock was last told: a hold outlasts what is told beside it."""
    return Commanded.HELD if s.hold_until else wanted


def timed(s: PortalState, at: Situation, since: datetime | None = None) -> PortalState:
    """The deadlines of a door that stands open with leave."""
    after = at.rules.held_after
    if after is None or s.hold_until or s.fire:
        return untimed(s)
    held = (since or at.now) + at.rules.release_for(extended=s.extended) - at.rules.release + after
    warning = held - at.rules.warn_before if at.rules.warn_before else None
    return altered(s, held_at=held, warn_at=warning, repeat_at=None)


def untimed(s: PortalState) -> PortalState:
    """Without the deadlines of an open door."""
    return altered(s, warn_at=None, held_at=None, repeat_at=None)


def unheld_state(s: PortalState) -> PortalState:
    """A door that may stand open is neither warned about nor held."""
    late = s.state in (DoorState.HELD_WARN, DoorState.HELD)
    return altered(s, state=DoorState.OPEN) if late else s


def returned(s: PortalState, *kinds: str) -> Outcome:
    """Those of these alarms that were raised are over."""
    over = tuple(Return(kind=kind) for kind in kinds if kind in s.alarms)
    return altered(s, alarms=s.alarms.difference(kinds)), over


def idle(s: PortalState) -> Feedback:
    """What readers show when nothing is the matter."""
    return Feedback.LOCKDOWN if s.locked_down else Feedback.IDLE
