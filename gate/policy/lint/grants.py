"""Grants that nobody can use, and those that another one makes superfluous."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gate.domain.group import Grant, Group
from gate.domain.person import Person, PersonKind
from gate.domain.zone import Visitors
from gate.policy.lint.hours import ever, within
from gate.policy.lint.odd import Odd
from gate.policy.lint.plan import Plan, span_within
from gate.policy.rules import ZoneRules


def odd_grants(plan: Plan) -> Iterator[Odd]:
    """At most one for each grant and zone: the first thing that makes it useless."""
    for group, grant in plan.grants():
        whole = _of_grant(plan, group, grant)
        if whole is not None:
            yield whole
            continue
        for zone in dict.fromkeys(grant.zones):
            found = _of_zone(plan, group, grant, zone)
            if found is not None:
                yield found


def _of_grant(plan: Plan, group: Group, grant: Grant) -> Odd | None:
    where = f"group {group.id}, grant {grant.id}"
    if grant.starts is not None and grant.ends is not None and grant.ends <= grant.starts:
        return Odd(code="grant_unusable", where=where, why="it ends before it begins")
    if grant.ends is not None and grant.ends <= plan.now:
        return Odd(code="grant_ended", where=where, why=f"it ended at {grant.ends.isoformat()}")
    if not ever(plan.hours[grant.schedule]):
        return Odd(code="grant_unusable", where=where, why=f"its schedule {grant.schedule} never opens")
    if plan.people is not None and not plan.members(group.id):
        return Odd(code="grant_unusable", where=where, why="nobody is in the group")
    return None


def _of_zone(plan: Plan, group: Group, grant: Grant, zone: str) -> Odd | None:
    where = f"group {group.id}, grant {grant.id}, zone {zone}"
    if zone not in plan.entered:
        return Odd(code="grant_unusable", where=where, why="no reader of an entry leads into the zone")
    deny = _denied_throughout(plan, group, grant, zone)
    if deny is not None:
        return Odd(
            code="grant_unusable", where=where, why=f"the group's own deny {deny} holds whenever it does"
        )
    other = _covered_by(plan, group, grant, zone)
    if other is not None:
        return Odd(
            code="grant_superfluous", where=where, why=f"the group's grant {other} lets in whenever it does"
        )
    if plan.people is not None:
        return _nobody_fits(plan, plan.members(group.id), where, plan.configuration.zones[zone])
    return None


def _denied_throughout(plan: Plan, group: Group, grant: Grant, zone: str) -> str | None:
    around = set(plan.site.zones_around(zone))
    for deny in group.denies:
        holds = within(plan.hours[grant.schedule], plan.hours[deny.schedule])
        if around & set(deny.zones) and holds and span_within(grant, deny):
            return deny.id
    return None


def _covered_by(plan: Plan, group: Group, grant: Grant, zone: str) -> str | None:
    """A grant that covers it; of two alike the later one is superfluous."""
    for place, other in enumerate(group.grants):
        if other is grant or zone not in other.zones or not span_within(grant, other):
            continue
        mine, its = plan.hours[grant.schedule], plan.hours[other.schedule]
        alike = within(its, mine) and span_within(other, grant)
        if within(mine, its) and (not alike or place < group.grants.index(grant)):
            return other.id
    return None


def _nobody_fits(plan: Plan, members: list[Person], where: str, zone: ZoneRules) -> Odd | None:
    lacking = Counter(what for person in members if (what := _lacks(person, zone)) is not None)
    if sum(lacking.values()) < len(members):
        return None
    listed = ", ".join(f"{count} {what}" for what, count in sorted(lacking.items()))
    return Odd(code="grant_unusable", where=where, why=f"none of the members may enter: {listed}")


def _lacks(person: Person, zone: ZoneRules) -> str | None:
    """The first standing condition of the zone that the person does not meet; dates of prerequisites are left alone."""
    if person.kind is PersonKind.VISITOR and zone.visitors is Visitors.NEVER:
        return "visitors, who never enter"
    if person.clearance < zone.min_clearance:
        return "below its clearance"
    for name in zone.prerequisites:
        if name not in person.prerequisites:
            return f"without {name}"
    if not any(each.assurance >= zone.min_assurance for each in person.credentials):
        return "without a card that is hard enough to copy"
    return None
