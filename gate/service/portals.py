"""What portals tell, and what operators do to them."""

from __future__ import annotations

from datetime import datetime

from gate.domain.commands import ForgivePassback, LiftLockdown, LockDown, MomentaryUnlock, SetThreatLevel
from gate.domain.door_state import Contact, DoorState
from gate.domain.events import ContactChanged, LockdownChanged, LockSensed, RexPressed
from gate.domain.portal import Egress
from gate.policy import NotThere as Unknown
from gate.policy.portal import ContactSeen, Granted, HoldEnded, Lifted, LockedDown, LockSeen, RexSeen
from gate.service.alarms import relabel_alarm
from gate.service.change import Change
from gate.service.doors import drive, note_moves, watch_lone_occupants
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.standing.hold import why_not

BY_LEAVE_OF_NOBODY_KNOWN = frozenset({"unlock", "hold", "schedule", "fire", "key"})


def contact_changed(facts: Facts, event: ContactChanged, now: datetime) -> Change:
    """The door opened, closed, or nobody knows: passages end, presence follows, the machine judges."""
    change = Change()
    if event.portal not in facts.doors:
        return change
    drive(facts, change, event.portal, ContactSeen(contact=event.contact, brief=event.brief), now)
    if event.wire:
        relabel_alarm(facts, change, "tamper", event.portal, f"contact_{event.wire}")
    match event.contact:
        case Contact.OPEN:
            note_moves(facts, change, facts.world.opened(event.portal, now), now)
            _widen(facts, change, event.portal, now)
        case Contact.CLOSED:
            note_moves(facts, change, facts.world.closed(event.portal, now), now)
        case Contact.TAMPER | Contact.UNKNOWN:
            note_moves(facts, change, facts.world.contact_unknown(event.portal, now), now)
    return change


def rex_pressed(facts: Facts, event: RexPressed, now: datetime) -> Change:
    """Somebody wants out."""
    change = Change()
    if event.portal in facts.doors:
        drive(facts, change, event.portal, RexSeen(extended=event.extended), now)
        if facts.rules[event.portal].egress is Egress.REX_SOFTWARE:
            released = facts.rules[event.portal].release_for(extended=event.extended)
            facts.world.released(event.portal, now, released)
    return change


def lock_sensed(facts: Facts, event: LockSensed, now: datetime) -> Change:
    """The lock's output was read back."""
    change = Change()
    if event.portal in facts.doors:
        drive(facts, change, event.portal, LockSeen(released=event.released), now)
    return change


def unlock(facts: Facts, change: Change, ask: MomentaryUnlock, now: datetime) -> str:
    """Release once. Refused in a lockdown: lift it first."""
    if ask.portal not in facts.doors:
        raise NotThere(f"no portal {ask.portal!r}")
    if facts.doors[ask.portal].locked_down:
        raise Refused("locked down: lift it first")
    rules = facts.rules[ask.portal]
    facts.world.released(ask.portal, now, rules.release)
    drive(facts, change, ask.portal, Granted(cause="unlock"), now)
    return ask.portal


def lock_down(facts: Facts, change: Change, ask: LockDown, now: datetime) -> str:
    """Nobody but responders enters the targets."""
    _set_lockdown(facts, change, ask.targets, now, active=True)
    return " ".join(ask.targets)


def lift(facts: Facts, change: Change, ask: LiftLockdown, now: datetime) -> str:
    """End it for these targets; what another target covers stays locked down."""
    _set_lockdown(facts, change, ask.targets, now, active=False)
    return " ".join(ask.targets)


def set_threat(facts: Facts, change: Change, ask: SetThreatLevel, now: datetime) -> str:
    """Set or clear a threat level; agents learn it with their next pack."""
    try:
        facts.world.set_threat(ask.level, ask.zones, now)
    except Unknown as error:
        raise NotThere(str(error)) from error
    _end_holds(facts, change, now)
    facts.look_at_unlocks(now)
    change.packs.update(facts.site.agents)
    return " ".join(ask.zones)


def _end_holds(facts: Facts, change: Change, now: datetime) -> None:
    """Doors that stand unlocked where a threat level is set now lock again."""
    for portal, state in facts.doors.items():
        if state.hold_until is not None and why_not(facts, portal):
            drive(facts, change, portal, HoldEnded(), now)


def forgive(facts: Facts, change: Change, ask: ForgivePassback, now: datetime) -> str:
    """The person can be anywhere again."""
    try:
        facts.world.forgive(ask.person, now)
    except Unknown as error:
        raise NotThere(str(error)) from error
    watch_lone_occupants(facts, change, now)
    return ask.person


def _set_lockdown(
    facts: Facts, change: Change, targets: tuple[str, ...], now: datetime, *, active: bool
) -> None:
    if not targets:
        raise NotThere("expected at least one zone or portal")
    try:
        (facts.world.lock_down if active else facts.world.lift)(targets, now)
    except Unknown as error:
        raise NotThere(str(error)) from error
    facts.locked = facts.locked | set(targets) if active else facts.locked - set(targets)
    for portal in facts.doors:
        covered = is_locked_down(facts, portal)
        if covered != facts.doors[portal].locked_down:
            drive(facts, change, portal, LockedDown() if covered else Lifted(), now)
    facts.look_at_unlocks(now)
    change.note(LockdownChanged(targets=targets, active=active))
    change.packs.update(facts.site.agents)


def is_locked_down(facts: Facts, portal: str) -> bool:
    """True if the portal, a zone that it leads to, or a zone around one is locked down."""
    between = facts.site.portals[portal].between
    around = {zone for side in between for zone in facts.site.zones_around(side)}
    return bool(facts.locked & ({portal} | around))


def _widen(facts: Facts, change: Change, portal: str, now: datetime) -> None:
    """An opening that names nobody: whoever could have gone through may have."""
    state = facts.doors[portal]
    if state.state is DoorState.FORCED or state.cause in BY_LEAVE_OF_NOBODY_KNOWN:
        facts.world.widen((portal,), now, inward=True, outward=True)
    elif state.cause == "rex":
        facts.world.widen((portal,), now, inward=False, outward=True)
    else:
        return
    watch_lone_occupants(facts, change, now)
