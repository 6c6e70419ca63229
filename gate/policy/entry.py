"""The reasons against an entry that lie in the person, the door and the hour (policy.md, "Entry").

One function a group of rows of that table, each of which adds what holds to the case. What depends on companions, a
second person, an escort and the room for them, is in :mod:`gate.policy.companions`.
"""

from __future__ import annotations

from gate.domain.credential import CredentialState
from gate.domain.decision import Biometric, PinVerdict
from gate.domain.zone import Factor, Visitors
from gate.policy.case import Case
from gate.policy.instant import micros
from gate.policy.means import HOST
from gate.policy.passback import judge_passback
from gate.policy.rights import Words

ESCORT_REQUIRED = "escort_required"
TWO_PERSON = "two_person"
WRONG_PIN = "wrong_pin"
PIN_BLOCKED = "pin_blocked"
INTERLOCK = "interlock"
DURESS = "duress"

# a member of an enumeration, looked up by name, costs ten times a name of the module
_ACTIVE = CredentialState.ACTIVE
_PIN, _BIOMETRIC, _NO_MATCH = Factor.PIN, Factor.BIOMETRIC, Biometric.NO_MATCH
_DURESS, _WRONG, _NO_PIN = PinVerdict.DURESS, PinVerdict.WRONG, (PinVerdict.ABSENT, PinVerdict.UNSET)
_NEVER = Visitors.NEVER


def judge_entry(case: Case) -> None:
    """Add every reason and note that needs no companion, and the rules that decided.

    What the reader's orders have no rule for is not asked: most doors have few, and this runs at every read.
    """
    orders, holder, t = case.orders, case.holder, case.t
    mine = case.groups & orders.matter
    said = orders.said.get(mine) or orders.say(mine, t)
    reasons, lasting, case.by = said
    if holder.stays and (visits := _visits(case)):
        reasons, case.by = lasting, tuple(sorted({*case.by, *visits}))
    if case.token.state is not _ACTIVE or not holder.starts <= t < holder.ends:
        reasons += validity(case)
    if case.token.assurance < case.target.min_assurance:
        reasons += ("credential_too_weak",)
    case.reasons = reasons
    if orders.asks:
        _judge_rules(case)
    if holder.visitor:
        _judge_visitor(case)
    if case.means is not HOST:
        _judge_means(case)


def validity(case: Case) -> Words:
    """State of the credential and validity of the person: reasons at an entry, notes at an exit."""
    state, holder = case.token.state, case.holder
    found = () if state is _ACTIVE else (f"credential_{state.value}",)
    return found if holder.starts <= case.t < holder.ends else (*found, "person_not_valid")


def _visits(case: Case) -> list[str]:
    """Running visits of the person that name the target."""
    target, t = case.target.bit, case.t
    return [stay.id for stay in case.holder.stays if stay.starts <= t < stay.ends and stay.zones & target]


def _judge_rules(case: Case) -> None:
    """What the target asks for beyond a grant, and the doors that it is locked with."""
    target = case.target
    if target.standing:
        _judge_standing(case)
    if target.factored or case.orders.levels:
        _judge_factors(case)
    if target.guarded:
        judge_passback(case)
    if case.way.rivals and stands_open(case):
        case.reasons += (INTERLOCK,)


def _judge_standing(case: Case) -> None:
    """Clearance and prerequisites; the day that a prerequisite names is still good."""
    holder, target = case.holder, case.target
    if holder.clearance < target.min_clearance:
        case.reasons += ("clearance_too_low",)
    for name in target.prerequisites:
        if name not in holder.prerequisites:
            case.reasons += (f"prerequisite_missing:{name}",)
            continue
        last = holder.prerequisites[name]
        if last is not None and last < case.orders.today:
            case.reasons += (f"prerequisite_expired:{name}",)


def _judge_factors(case: Case) -> None:
    """What the target and the threat levels over it ask for."""
    pin, biometric = case.target.pin, case.target.biometric
    for level in case.orders.levels:
        pin, biometric = pin or level.pin, biometric or level.biometric
    if pin:
        case.factors = (_PIN,)
        _judge_pin(case)
    if biometric:
        case.factors = (_BIOMETRIC, *case.factors)
        if case.brought.biometric is None:
            case.reasons += ("factor_missing:biometric",)
        elif case.brought.biometric is _NO_MATCH:
            case.reasons += ("biometric_no_match",)


def _judge_pin(case: Case) -> None:
    pin = case.brought.pin
    if pin is _DURESS:
        case.notes += (DURESS,)
    if case.state.pins.blocked(case.holder.id, case.t):
        case.reasons += (PIN_BLOCKED,)
    elif pin in _NO_PIN:
        case.reasons += ("factor_missing:pin",)
    elif pin is _WRONG:
        case.reasons += (WRONG_PIN,)


def _judge_visitor(case: Case) -> None:
    target = case.target
    if target.visitors is _NEVER:
        case.reasons += ("visitors_never",)
    if target.bans_devices and not case.holder.items_settled(case.t):
        case.reasons += ("items_open",)


def stands_open(case: Case) -> bool:
    """True if another portal of an interlock of this one is not secure."""
    return any(not case.state.doors.secure(portal, case.t) for portal in case.way.rivals)


def _judge_means(case: Case) -> None:
    target, means = case.target, case.means
    if means.alone and (means.fresh_at is None or case.t - micros(means.fresh_at) >= target.lease):
        case.reasons += ("lease_ended",)
    if not means.can_record and target.sealed:
        case.reasons += ("cannot_record",)
