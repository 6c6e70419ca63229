"""Anti-passback: whether the person can be where the reader has them come from (policy.md, "Anti-passback")."""

from __future__ import annotations

from gate.domain.zone import AntiPassback
from gate.policy.case import Case
from gate.policy.holder import Holder

_NONE, _SOFT, _TIMED = AntiPassback.NONE, AntiPassback.SOFT, AntiPassback.TIMED


def judge_passback(case: Case) -> None:
    """Add ``passback``, or the note ``passback_soft``, if it holds and nothing exempts the person."""
    rule = case.target.anti_passback
    if rule is _NONE or not _violates(case, rule) or _exempt(case):
        return
    if rule is _SOFT:
        case.notes += ("passback_soft",)
    else:
        case.reasons += ("passback",)


def _violates(case: Case, rule: AntiPassback) -> bool:
    presence = case.state.presence.of(case.holder.id)
    if rule is not _TIMED:
        return not presence & case.way.source.bit
    target = case.target
    if presence & target.beyond:
        return False
    last = case.state.entries.last(case.holder.id, target.id)
    return last is not None and case.t - last < target.anti_passback_after


def _exempt(case: Case) -> bool:
    if case.token.groups & case.state.configuration.passback_exempt:
        return True
    way = case.way
    if way.reader not in case.state.waits.by_reader:
        return False
    waiting = case.state.waits.visitors(way.reader, way.target.escort_window, case.t)
    holders = (case.state.register.holder(wait.person) for wait in waiting)
    return any(holder is not None and may_escort(case, holder) for holder in holders)


def may_escort(case: Case, visitor: Holder) -> bool:
    """True if the person of the case may escort that visitor through this reader's entry."""
    if case.holder.id == visitor.id or case.needs_escort:
        return False
    escorts = case.state.configuration.escorts
    return bool(case.token.groups & escorts) or visitor.names_escort(case.holder.id, case.t)
