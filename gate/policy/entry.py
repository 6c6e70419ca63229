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

ESCORT_REQUIRED = "escort_required"
TWO_PERSON = "two_person"
WRONG_PIN = "wrong_pin"
PIN_BLOCKED = "pin_blocked"
INTERLOCK = "interlock"
DURESS = "duress"

_ACTIVE = CredentialState.ACTIVE


def judge_entry(case: Case) -> None:
    """Add every reason and note that needs no companion, and the rules that decided.

    What the target has no rule for is not asked: most doors have few, and this runs at every read.
    """
    target, state = case.target, case.state
    judge_validity(case, case.reasons)
    if case.token.assurance < target.min_assurance:
        case.reasons.append("credential_too_weak")
    _judge_grants(case)
    if case.groups & target.denying:
        _judge_denies(case)
    if target.standing:
        _judge_standing(case)
    if target.factored or state.threats.zones & target.around:
        _judge_factors(case)
    if target.guarded:
        judge_passback(case)
    if case.holder.visitor:
        _judge_visitor(case)
    if case.way.rivals and stands_open(case):
        case.reasons.append(INTERLOCK)
    lockdown = state.lockdown
    locked = lockdown.zones & target.around or case.way.portal in lockdown.portals
    if locked and not case.groups & state.configuration.responders:
        case.reasons.append("lockdown")
    if case.means is not HOST:
        _judge_means(case)


def judge_validity(case: Case, found: list[str]) -> None:
    """State of the credential and validity of the person: reasons at an entry, notes at an exit."""
    state, holder = case.token.state, case.holder
    if state is not _ACTIVE:
        found.append(f"credential_{state.value}")
    if not holder.starts <= case.t < holder.ends:
        found.append("person_not_valid")


def _judge_grants(case: Case) -> None:
    """A grant of a group or a running visit must name the target; of the grants one must be active."""
    target, t = case.target, case.t
    named = allowed = False
    left = case.groups & target.granting
    while left:
        group = left & -left
        left ^= group
        for rule in target.grants[group]:
            if rule.starts <= t < rule.ends:
                named = True
                if rule.schedule & case.active:
                    allowed = True
                    case.by.append(rule.id)
    for stay in case.holder.stays:
        if stay.starts <= t < stay.ends and stay.zones & target.bit:
            allowed = True
            case.by.append(stay.id)
    if not allowed:
        case.reasons.append("outside_schedule" if named else "no_grant")


def _judge_denies(case: Case) -> None:
    target, t = case.target, case.t
    left = case.groups & target.denying
    denied = False
    while left:
        group = left & -left
        left ^= group
        for rule in target.denies[group]:
            if rule.starts <= t < rule.ends and rule.schedule & case.active:
                denied = True
                case.by.append(rule.id)
    if denied:
        case.reasons.append("denied_by_rule")


def _judge_standing(case: Case) -> None:
    """Clearance and prerequisites; the day that a prerequisite names is still good."""
    holder, target = case.holder, case.target
    if holder.clearance < target.min_clearance:
        case.reasons.append("clearance_too_low")
    for name in target.prerequisites:
        if name not in holder.prerequisites:
            case.reasons.append(f"prerequisite_missing:{name}")
            continue
        last = holder.prerequisites[name]
        if last is not None and last < case.today:
            case.reasons.append(f"prerequisite_expired:{name}")


def _judge_factors(case: Case) -> None:
    """What the target and the threat levels over it ask for; and the levels themselves."""
    pin, biometric = case.target.pin, case.target.biometric
    for level in case.state.threats.over(case.target):
        pin, biometric = pin or level.pin, biometric or level.biometric
        if not case.groups & level.groups:
            case.reasons.append(f"threat_level:{level.id}")
    if pin:
        case.factors = (Factor.PIN,)
        _judge_pin(case)
    if biometric:
        case.factors = (Factor.BIOMETRIC, *case.factors)
        if case.biometric is None:
            case.reasons.append("factor_missing:biometric")
        elif case.biometric is Biometric.NO_MATCH:
            case.reasons.append("biometric_no_match")


def _judge_pin(case: Case) -> None:
    if case.pin is PinVerdict.DURESS:
        case.notes.append(DURESS)
    if case.state.pins.blocked(case.person, case.t):
        case.reasons.append(PIN_BLOCKED)
    elif case.pin in (PinVerdict.ABSENT, PinVerdict.UNSET):
        case.reasons.append("factor_missing:pin")
    elif case.pin is PinVerdict.WRONG:
        case.reasons.append(WRONG_PIN)


def _judge_visitor(case: Case) -> None:
    target = case.target
    if target.visitors is Visitors.NEVER:
        case.reasons.append("visitors_never")
    if target.bans_devices and not case.holder.items_settled(case.t):
        case.reasons.append("items_open")


def stands_open(case: Case) -> bool:
    """True if another portal of an interlock of this one is not secure."""
    return any(not case.state.doors.secure(portal, case.t) for portal in case.way.rivals)


def _judge_means(case: Case) -> None:
    target, means = case.target, case.means
    if means.alone and (means.fresh_at is None or case.t - micros(means.fresh_at) >= target.lease):
        case.reasons.append("lease_ended")
    if not means.can_record and target.sealed:
        case.reasons.append("cannot_record")
