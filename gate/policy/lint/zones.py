"""Zones that somebody cannot leave or nobody can enter, and doors that stand open where the zone asks for more."""

from __future__ import annotations

from collections.abc import Iterator

from gate.domain.portal import Egress
from gate.domain.zone import Visitors
from gate.policy.layout import directions, is_exit
from gate.policy.lint.odd import Odd
from gate.policy.lint.plan import Plan
from gate.policy.rules import ZoneRules


def odd_zones(plan: Plan) -> Iterator[Odd]:
    """Ways out, ways in, company."""
    by_hand, by_leave = _graph(plan, by_leave=False), _graph(plan, by_leave=True)
    for zone in plan.site.zones.values():
        if zone.outside:
            continue
        where = f"zone {zone.id}"
        if not _gets_out(plan, by_leave, zone.id):
            yield Odd(code="zone_no_way_out", where=where, why="no portal leads out of it, not even by card")
        elif not _gets_out(plan, by_hand, zone.id):
            why = "whoever has no card that is known is locked in: every way out asks the system"
            yield Odd(code="zone_needs_leave", where=where, why=why)
        if zone.id not in plan.entered:
            yield Odd(code="zone_no_entry", where=where, why="no reader of an entry leads into it")
        yield from _company(plan, where, plan.configuration.zones[zone.id])


def odd_portals(plan: Plan) -> Iterator[Odd]:
    """Unlock schedules that undo what the zone asks for, or wait for somebody who cannot come."""
    for portal in plan.site.portals.values():
        if portal.unlock is None:
            continue
        where = f"portal {portal.id}, unlock"
        zone = plan.configuration.zones[portal.between[1]]
        if zone.pin or zone.biometric or zone.two_person or zone.min_clearance or zone.prerequisites:
            why = f"stands open to everybody, though {zone.id} asks for more than a card"
            yield Odd(code="unlock_undoes_zone", where=where, why=why)
        first = portal.unlock.first_person
        if first is not None and not plan.configuration.groups[first] & zone.granting:
            why = f"waits for a member of {first}, whom no grant lets into {zone.id}"
            yield Odd(code="unlock_never", where=where, why=why)


def odd_groups(plan: Plan) -> Iterator[Odd]:
    """Groups without effect, and threat levels that let nobody in."""
    used = {name for level in plan.site.threat_levels.values() for name in level.groups}
    used |= {p.unlock.first_person for p in plan.site.portals.values() if p.unlock and p.unlock.first_person}
    for group in plan.site.groups.values():
        flagged = group.escort or group.responders or group.passback_exempt
        if not (group.grants or group.denies or flagged or group.id in used):
            why = "it grants, denies and exempts from nothing"
            yield Odd(code="group_idle", where=f"group {group.id}", why=why)
    granting = {group.id for group, _ in plan.grants()}
    for level in plan.site.threat_levels.values():
        if not level.groups & granting:
            why = "none of its groups has a grant: nobody enters while it is set"
            yield Odd(code="threat_level_shuts_all", where=f"threat level {level.id}", why=why)


def _company(plan: Plan, where: str, zone: ZoneRules) -> Iterator[Odd]:
    if (zone.two_person or zone.never_alone) and zone.max_occupancy == 1 and not zone.occupancy_soft:
        yield Odd(code="zone_never_entered", where=where, why="two must come, and there is room for one")
    if zone.visitors is Visitors.ESCORTED and not zone.granting & plan.configuration.escorts:
        why = "visitors need an escort, and no group that escorts may enter: only escorts that a visit names can"
        yield Odd(code="zone_without_escorts", where=where, why=why)
    if zone.two_person and plan.people is not None and zone.id in plan.entered:
        able = [person for person in plan.people if _granted(plan, person.id, zone)]
        if len(able) < 2:
            why = (
                f"two must come, and {len(able)} of the people {'has' if len(able) == 1 else 'have'} a grant"
            )
            yield Odd(code="zone_never_entered", where=where, why=why)


def _granted(plan: Plan, person: str, zone: ZoneRules) -> bool:
    groups = plan.configuration.groups
    found = next(each for each in plan.people or () if each.id == person)
    return any(groups.get(each.group, 0) & zone.granting for each in found.memberships)


def _graph(plan: Plan, *, by_leave: bool) -> dict[str, set[str]]:
    """Ways from zone to zone that leave: by handle or hard-wired button; ``by_leave`` also by what asks the system."""
    ways: dict[str, set[str]] = {zone: set() for zone in plan.site.zones}
    for portal in plan.site.portals.values():
        first, second = portal.between
        if portal.egress.without_system or (by_leave and portal.egress is Egress.REX_SOFTWARE):
            ways[second].add(first)
        for direction in directions(portal):
            if by_leave and direction.reader is not None and is_exit(plan.site, direction):
                ways[direction.source].add(direction.target)
    return ways


def _gets_out(plan: Plan, ways: dict[str, set[str]], zone: str) -> bool:
    seen, ahead = {zone}, [zone]
    while ahead:
        for following in ways[ahead.pop()] - seen:
            if plan.site.zones[following].outside:
                return True
            seen.add(following)
            ahead.append(following)
    return False
