"""Steps that release the lock and end a release."""

from __future__ import annotations

from datetime import timedelta

from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.drafts import altered
from gate.domain.portal import Egress
from gate.domain.signals import Feedback
from gate.policy.portal.effects import Release, Show
from gate.policy.portal.inputs import Granted, Held, HoldEnded, RexSeen
from gate.policy.portal.rules import LEASE, RENEWAL
from gate.policy.portal.situation import (
    Outcome,
    Situation,
    commanded,
    end_of_hold,
    locked,
    rest,
    timed,
    unheld_state,
    untimed,
    with_release,
)
from gate.policy.portal.state import PortalState


def release(s: PortalState, at: Situation) -> Outcome:
    """A grant: release the lock, and let an opening pass for a moment longer."""
    granted = at.came(Granted)
    duration = at.rules.release_for(extended=granted.extended)
    following = with_release(s, at, duration, granted.cause)
    following = altered(following, extended=granted.extended, commanded=commanded(s, Commanded.RELEASED))
    return rest(following, at, granted.cause), () if granted.carried_out else (Release(duration=duration),)


def release_open(s: PortalState, at: Situation) -> Outcome:
    """A grant while the door stands open and nothing is wrong: its time to close starts anew."""
    following, effects = release(s, at)
    following = timed(altered(following, state=DoorState.OPEN), at)
    return following, (*effects, *((Show(feedback=Feedback.IDLE),) if s.state is DoorState.HELD_WARN else ()))


def request_exit(s: PortalState, at: Situation) -> Outcome:
    """REX shunts the forced alarm; only where the lock waits for us does it release by our command."""
    pressed = at.came(RexSeen)
    duration = at.rules.release_for(extended=pressed.extended)
    running = s.released_until is not None
    following = with_release(s, at, duration, "rex")
    following = altered(following, extended=pressed.extended or (running and s.extended))
    if at.rules.egress is not Egress.REX_SOFTWARE:
        return rest(following, at, "rex"), ()
    following = altered(following, commanded=commanded(s, Commanded.RELEASED))
    return rest(following, at, "rex"), (Release(duration=duration),)


def turn_key(s: PortalState, at: Situation) -> Outcome:
    """Whoever has the key opens without us: an opening now is no forced one, and nothing is commanded."""
    return rest(with_release(s, at, at.rules.release, "key"), at, "key"), ()


def release_over(s: PortalState, at: Situation) -> Outcome:
    """The device's pulse has run out."""
    cause = s.cause if s.contact is Contact.OPEN else f"{s.release_cause or 'release'}_unused"
    return rest(locked(s), at, cause), ()


def hold(s: PortalState, at: Situation) -> Outcome:
    """Stand released: a pulse that is renewed until the hold ends."""
    held = at.came(Held)
    if s.locked_down or held.until <= at.now:
        return s, ()
    following = altered(
        untimed(s), hold_until=held.until, hold_cause=held.cause, shut_until=None, commanded=Commanded.HELD
    )
    return _renewed(unheld_state(following), at, held.cause)


def renew(s: PortalState, at: Situation) -> Outcome:
    """The next pulse of a hold."""
    return _renewed(s, at, s.cause)


def end_hold(s: PortalState, at: Situation) -> Outcome:
    """Lock again; a door that stands open has its time to close from now."""
    if s.hold_until is None:
        return s, ()
    following, effects = end_of_hold(s, at, keep_release=True)
    if isinstance(at.input, HoldEnded):
        following = altered(following, shut_until=at.input.shut_until)
    if s.state is DoorState.OPEN:
        following = timed(following, at)
    return rest(following, at, "hold_ended"), effects


def _renewed(s: PortalState, at: Situation, cause: str) -> Outcome:
    left = s.hold_until - at.now if s.hold_until else timedelta(0)
    following = altered(s, renew_at=at.now + RENEWAL if left > RENEWAL else None)
    return rest(following, at, cause), (Release(duration=min(LEASE, left)),)
