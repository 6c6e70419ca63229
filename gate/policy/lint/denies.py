"""Denies that change nothing, and those that a holiday switches off."""

from __future__ import annotations

from collections.abc import Iterator

from gate.domain.group import Deny, Group
from gate.policy.lint.hours import ever, lost_on_holidays, meet, within
from gate.policy.lint.odd import Odd
from gate.policy.lint.plan import Plan, span_within, spans_meet


def odd_denies(plan: Plan) -> Iterator[Odd]:
    """A deny that changes nothing is told once; a hole on holidays besides."""
    for group, deny in plan.denies():
        where = f"group {group.id}, deny {deny.id}"
        why = _without_effect(plan, group, deny)
        if why is not None:
            yield Odd(code="deny_shadowed", where=where, why=why)
        if plan.site.calendar.holidays and lost_on_holidays(plan.site.schedules[deny.schedule]):
            told = f"a holiday switches it off, or shortens it: schedule {deny.schedule}"
            yield Odd(code="deny_off_on_holiday", where=where, why=told)


def _without_effect(plan: Plan, group: Group, deny: Deny) -> str | None:
    if deny.starts is not None and deny.ends is not None and deny.ends <= deny.starts:
        return "it ends before it begins"
    if not ever(plan.hours[deny.schedule]):
        return f"its schedule {deny.schedule} never opens"
    covering = _covered_by(plan, group, deny)
    if covering is not None:
        return f"the group's deny {covering} holds whenever it does"
    if not _meets_a_grant(plan, deny, None):
        return "no grant of any group lets in there when it holds (visits apart)"
    if plan.people is not None and not _stops_anybody(plan, group, deny):
        return "it stops nobody: no member has a grant or a visit there when it holds"
    return None


def _covered_by(plan: Plan, group: Group, deny: Deny) -> str | None:
    """Another deny of the group that covers it; of two alike the later one is superfluous."""
    mine, zones = plan.hours[deny.schedule], plan.covered(deny)
    for place, other in enumerate(group.denies):
        if other is deny or not zones <= plan.covered(other) or not span_within(deny, other):
            continue
        its = plan.hours[other.schedule]
        alike = within(its, mine) and plan.covered(other) == zones and span_within(other, deny)
        if within(mine, its) and (not alike or place < group.denies.index(deny)):
            return other.id
    return None


def _meets_a_grant(plan: Plan, deny: Deny, groups: set[str] | None) -> bool:
    """True if a grant of these groups (None: any) lets into a zone that it covers, at a time when it holds."""
    zones = plan.covered(deny)
    return any(
        (groups is None or group.id in groups)
        and zones & set(grant.zones)
        and spans_meet(grant, deny)
        and meet(plan.hours[grant.schedule], plan.hours[deny.schedule])
        for group, grant in plan.grants()
    )


def _stops_anybody(plan: Plan, group: Group, deny: Deny) -> bool:
    zones = plan.covered(deny)
    for person in plan.members(group.id):
        if any(zones & set(visit.zones) for visit in person.visits):
            return True
        if _meets_a_grant(plan, deny, {each.group for each in person.memberships}):
            return True
    return False
