"""When schedules, memberships and visits next let somebody in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gate.policy.explain.look import Look
from gate.policy.instant import SECOND
from gate.policy.moments import moments
from gate.policy.rules import Rule, RulesByGroup

HORIZON = 62 * 86_400 * SECOND
"""How far ahead is searched: two months, so that the longest closing of an office lies within."""


def next_opening(look: Look) -> int | None:
    """The first instant after now at which a grant or visit lets in and no deny keeps out."""
    return _first(look, lambda t: _allowed(look, t) and not _denied(look, t))


def next_end_of_deny(look: Look) -> int | None:
    """The first instant after now at which no deny keeps out."""
    return _first(look, lambda t: not _denied(look, t))


def _first(look: Look, good: Callable[[int], bool]) -> int | None:
    """Schedules change at few moments; spans of rules, memberships and visits at any."""
    start, end = look.t + 1, look.t + HORIZON
    edges = {edge for edge in _edges(look) if start <= edge < end}
    schedules = moments(look.scenario.configuration, start, end)
    return next((t for t in sorted(edges.union(schedules)) if good(t)), None)


def _edges(look: Look) -> Iterator[int]:
    for rules in (look.target.grants, look.target.denies):
        for each in rules.values():
            yield from (edge for rule in each for edge in (rule.starts, rule.ends))
    for membership in look.holder.timed:
        yield from (membership.starts, membership.ends)
    for stay in look.holder.stays:
        yield stay.starts


def _allowed(look: Look, t: int) -> bool:
    visits = any(stay.starts <= t < stay.ends and stay.zones & look.target.bit for stay in look.holder.stays)
    return visits or any(active(look.target.grants, look, t))


def _denied(look: Look, t: int) -> bool:
    return any(active(look.target.denies, look, t))


def active(rules: RulesByGroup, look: Look, t: int) -> Iterator[Rule]:
    """Rules of the person's groups that are in force at an instant."""
    groups = look.holder.groups_at(t)
    schedules = look.timetable.at(t)[0]
    for bit, each in rules.items():
        if groups & bit:
            yield from (rule for rule in each if rule.starts <= t < rule.ends and rule.schedule & schedules)
