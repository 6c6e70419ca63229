"""The reasons against an entry that lie in the person, the door and the hour (policy.md, "Entry").

One function a group of rows of that table, each of which adds what holds to the case. What depends on companions, a
second person, an escort and the room for them, is in :mod:`gate.policy.companions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gate.domain.decision import Biometric, PinVerdict
from gate.domain.level import Assurance
from gate.domain.zone import Factor, Visitors
from gate.policy.case import Case
from gate.policy.instant import micros
from gate.policy.means import HOST
from gate.policy.passback import judge_passback
from gate.policy.rules import Level, Way, ZoneRules

Judge = Callable[[Case], None]
"""Adds what holds of its rows to a case."""

ESCORT_REQUIRED = "escort_required"
TWO_PERSON = "two_person"
WRONG_PIN = "wrong_pin"
PIN_BLOCKED = "pin_blocked"
INTERLOCK = "interlock"
DURESS = "duress"

# a member of an enumeration, looked up by name, costs ten times a name of the module
_PIN, _BIOMETRIC, _NO_MATCH = Factor.PIN, Factor.BIOMETRIC, Biometric.NO_MATCH
_DURESS, _WRONG, _NO_PIN = PinVerdict.DURESS, PinVerdict.WRONG, (PinVerdict.ABSENT, PinVerdict.UNSET)
_NEVER = Visitors.NEVER


def judge_entry(case: Case) -> None:
    """Add every reason and note that needs no companion, and the rules that decided, to what the rules say already.

    What the reader's orders have no rule for is not asked: most doors have few, and this runs at most reads.
    """
    if not case.token.plain:
        _judge_person(case)
    for judge in case.orders.judges:
        judge(case)
    if case.means is not HOST:
        _judge_means(case)


def factors_asked(target: ZoneRules, levels: Sequence[Level]) -> tuple[Factor, ...]:
    """What the target and the threat levels over it ask for, sorted."""
    asked: list[Factor] = []
    if target.biometric or any(level.biometric for level in levels):
        asked.append(_BIOMETRIC)
    if target.pin or any(level.pin for level in levels):
        asked.append(_PIN)
    return tuple(asked)


def judges_of(way: Way, factors: Sequence[Factor]) -> tuple[Judge, ...]:
    """Of what the target asks for beyond a grant, these factors among it, and of the doors that it is locked with."""
    target = way.target
    judges: list[Judge] = []
    if target.min_assurance > Assurance.COPYABLE:
        judges.append(_judge_assurance)
    if target.standing:
        judges.append(_judge_standing)
    if _PIN in factors:
        judges.append(_judge_pin)
    if _BIOMETRIC in factors:
        judges.append(_judge_biometric)
    if target.guarded:
        judges.append(judge_passback)
    if way.rivals:
        judges.append(_judge_interlock)
    return tuple(judges)


def _judge_person(case: Case) -> None:
    """Visits, state of the credential and validity of the person, and what is asked of visitors alone."""
    token, target = case.token, case.target
    visits = [stay.id for stay in token.running if stay.zones & target.bit]
    if visits:
        case.reasons = case.orders.said_to(token.groups, case.at).lasting
        case.by = tuple(sorted({*case.by, *visits}))
    case.reasons += token.against
    if case.holder.visitor:
        if target.visitors is _NEVER:
            case.reasons += ("visitors_never",)
        if target.bans_devices and not any(stay.items_settled for stay in token.running):
            case.reasons += ("items_open",)


def _judge_assurance(case: Case) -> None:
    if case.token.assurance < case.target.min_assurance:
        case.reasons += ("credential_too_weak",)


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


def _judge_pin(case: Case) -> None:
    pin = case.brought.pin
    if pin is _DURESS:
        case.notes += (DURESS,)
    blocked = case.state.pins.blocked_until(case.holder.id)
    if blocked is not None and case.t < blocked:
        case.reasons += (PIN_BLOCKED,)
    elif pin in _NO_PIN:
        case.reasons += ("factor_missing:pin",)
    elif pin is _WRONG:
        case.reasons += (WRONG_PIN,)


def _judge_biometric(case: Case) -> None:
    result = case.brought.biometric
    if result is None:
        case.reasons += ("factor_missing:biometric",)
    elif result is _NO_MATCH:
        case.reasons += ("biometric_no_match",)


def _judge_interlock(case: Case) -> None:
    if stands_open(case):
        case.reasons += (INTERLOCK,)


def stands_open(case: Case) -> bool:
    """True if another portal of an interlock of this one is not secure."""
    doors, t = case.state.doors, case.t
    return any(not doors.secure(portal, t) for portal in case.way.rivals)


def _judge_means(case: Case) -> None:
    target, means = case.target, case.means
    if means.alone and (means.fresh_at is None or case.t - micros(means.fresh_at) >= target.lease):
        case.reasons += ("lease_ended",)
    if not means.can_record and target.sealed:
        case.reasons += ("cannot_record",)
