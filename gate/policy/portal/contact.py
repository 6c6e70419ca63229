"""Steps of the door contact: opened, closed, lost; and why an opening was forced."""

from __future__ import annotations

from datetime import datetime

from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.drafts import altered
from gate.domain.signals import Feedback
from gate.policy.portal.effects import Effect, LockAgain, Raise, Relabel, Show
from gate.policy.portal.inputs import ContactSeen
from gate.policy.portal.rules import BOUNCE
from gate.policy.portal.situation import (
    CONTACT_LOST,
    FORCED,
    HELD,
    TAMPER,
    Outcome,
    Situation,
    idle,
    locked,
    rest,
    returned,
    timed,
    untimed,
)
from gate.policy.portal.state import PortalState


def opened(s: PortalState, at: Situation) -> Outcome:
    """Opened: excused by a grant, REX, hold or fire, or forced."""
    excuse = _excuse(s, at.now)
    following = altered(s, contact=Contact.OPEN, opened_at=at.now, given_open=False)
    following, over = returned(following, CONTACT_LOST, TAMPER)
    if excuse:
        return timed(altered(following, state=DoorState.OPEN, cause=excuse), at), over
    return _forced(following, at, _why_forced(s, at), over)


def found_open(s: PortalState, at: Situation) -> Outcome:
    """The contact tells again and the door is open: fine if it was, or if somebody may pass; else unexplained."""
    if s.opened_at is None:
        following, effects = opened(s, at)
        if following.state is not DoorState.FORCED:
            return following, effects
        cleared = altered(following, cause="found_open")
        return cleared, tuple(
            Raise(kind=FORCED, cause="found_open") if isinstance(e, Raise) else e for e in effects
        )
    following, over = returned(altered(s, contact=Contact.OPEN), CONTACT_LOST, TAMPER)
    if FORCED in s.alarms:
        return altered(following, state=DoorState.FORCED, cause="found_open"), over
    following = timed(altered(following, state=DoorState.OPEN, cause="found_open"), at, since=s.opened_at)
    return following, over


def closed(s: PortalState, at: Situation) -> Outcome:
    """Closed: lock again at once, and every alarm about an open door returns."""
    seen = at.came(ContactSeen)
    labelled = (Relabel(kind=FORCED, cause="bounce"),) if seen.brief and s.state is DoorState.FORCED else ()
    following, over = returned(untimed(s), HELD, FORCED, CONTACT_LOST, TAMPER)
    following = altered(following, contact=Contact.CLOSED, opened_at=None)
    if s.opened_at is not None:  # a contact that only tells again says nothing of when the door closed
        following = altered(following, closed_at=at.now)
    relock: tuple[Effect, ...] = ()
    went_through = s.contact is Contact.OPEN
    if went_through and s.commanded is Commanded.RELEASED and not s.given_open:
        following, relock = locked(following), (LockAgain(),)
    if went_through and not following.released_until:
        following = altered(following, pass_until=None)  # one grant, one opening
    shown: tuple[Effect, ...] = ()
    if s.state in (DoorState.HELD_WARN, DoorState.HELD, DoorState.FORCED):
        shown = (Show(feedback=idle(following)),)
    return rest(following, at, "bounce" if labelled else "closed"), (*labelled, *relock, *over, *shown)


def lose_contact(s: PortalState, at: Situation) -> Outcome:
    """Unknown or tampered with: shown as unknown, never as secure; alarms about the open door stay."""
    seen = at.came(ContactSeen)
    kind = TAMPER if seen.contact is Contact.TAMPER else CONTACT_LOST
    following = altered(untimed(s), contact=seen.contact, state=DoorState.UNKNOWN, cause=kind)
    if kind in s.alarms or (kind == CONTACT_LOST and s.contact is Contact.UNKNOWN):
        return following, ()
    return altered(following, alarms=s.alarms | {kind}), (Raise(kind=kind, cause=f"contact_{seen.contact}"),)


def _excuse(s: PortalState, now: datetime) -> str:
    if s.fire:
        return "fire"
    if s.hold_until:
        return "hold"
    return s.release_cause if s.pass_until and now <= s.pass_until else ""


def _why_forced(s: PortalState, at: Situation) -> str:
    seen = at.input
    if isinstance(seen, ContactSeen) and seen.brief:
        return "bounce"
    if s.closed_at and at.now - s.closed_at <= BOUNCE:
        return "latch_not_caught"
    return "handle_or_force" if at.rules.handle_unseen else "force"


def _forced(s: PortalState, at: Situation, why: str, before: tuple[Effect, ...]) -> Outcome:
    following = altered(s, state=DoorState.FORCED, cause=why, alarms=s.alarms | {FORCED})
    return following, (*before, Raise(kind=FORCED, cause=why), Show(feedback=Feedback.ALARM))
