"""Schedules that never open, and those that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from gate.policy.lint.hours import ever
from gate.policy.lint.odd import Odd
from gate.policy.lint.plan import Plan


def odd_schedules(plan: Plan) -> Iterator[Odd]:
    """Both kinds."""
    used = set(_used(plan))
    for schedule in plan.site.schedules:
        where = f"schedule {schedule}"
        if not ever(plan.hours[schedule]):
            yield Odd(
                code="schedule_never_opens", where=where, why="no day has a minute in which it is active"
            )
        if schedule not in used:
            yield Odd(code="schedule_unused", where=where, why="no grant, deny, door or zone uses it")


def _used(plan: Plan) -> Iterator[str]:
    for group in plan.site.groups.values():
        yield from (grant.schedule for grant in group.grants)
        yield from (deny.schedule for deny in group.denies)
    for portal in plan.site.portals.values():
        if portal.unlock is not None:
            yield portal.unlock.schedule
    yield from (zone.armed for zone in plan.site.zones.values() if zone.armed is not None)
