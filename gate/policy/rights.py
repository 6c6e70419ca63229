"""What a zone says to somebody's groups: grants and denies, and who may pass a lockdown or a threat level.

All of it hangs on the groups alone while schedules, spans of rules and posture stay as they are: colleagues share it,
and :mod:`gate.policy.orders` remembers it.
"""

from __future__ import annotations

from collections.abc import Iterable

from gate.domain.decision import Result
from gate.policy.rules import Level, RulesByGroup, ZoneRules

_GRANTED, _DENIED = Result.GRANTED, Result.DENIED

Words = tuple[str, ...]
"""Reasons, notes or ids of rules: tuples, since most cases have none or share those that others have."""


class Said:
    """``reasons`` against an entry, ``lasting`` those of them that a visit does not lift; ``by``: rules. All sorted.

    ``result``: what the reasons make of a read if nothing else is to be judged.
    """

    __slots__ = ("by", "lasting", "reasons", "result")

    def __init__(self, reasons: Words = (), lasting: Words = (), by: Words = ()) -> None:
        self.reasons = reasons
        self.lasting = lasting
        self.by = by
        self.result = _DENIED if reasons else _GRANTED  # nothing here can be waited for


def judge_rights(target: ZoneRules, groups: int, active: int, t: int, others: Iterable[str] = ()) -> Said:
    """A grant must name the target and be active; an active deny beats it. ``others`` hold whatever grants say."""
    named = _running(target.grants, groups & target.granting, t)
    allowed = [rule for rule, schedule in named if schedule & active]
    running = _running(target.denies, groups & target.denying, t)
    denied = [rule for rule, schedule in running if schedule & active]
    lasting = (*(("denied_by_rule",) if denied else ()), *others)
    lacking = () if allowed else ("outside_schedule" if named else "no_grant",)
    return Said(_sorted((*lacking, *lasting)), _sorted(lasting), _sorted({*allowed, *denied}))


def judge_posture(groups: int, levels: Iterable[Level], responders: int | None) -> Words:
    """What operators set keeps out all but some groups; ``responders``: who passes the lockdown, None without one."""
    found = {f"threat_level:{level.id}" for level in levels if not groups & level.groups}
    locked = responders is not None and not groups & responders
    return (*found, "lockdown") if locked else tuple(found)


def _sorted(words: Iterable[str]) -> Words:
    return tuple(sorted(words))


def _running(rules: RulesByGroup, groups: int, t: int) -> list[tuple[str, int]]:
    """Id and schedule of each rule of the groups whose span holds t."""
    found: list[tuple[str, int]] = []
    while groups:
        group = groups & -groups
        groups ^= group
        found += ((rule.id, rule.schedule) for rule in rules[group] if rule.starts <= t < rule.ends)
    return found
