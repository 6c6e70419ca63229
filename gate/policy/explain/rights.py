"""Grants, schedules and denies: which group to join or leave, which visit to widen, when to come."""

from __future__ import annotations

from collections.abc import Iterator

from gate.domain import remedy as r
from gate.domain.visit import Visit, VisitState
from gate.policy.explain.look import Look
from gate.policy.explain.openings import next_end_of_deny, next_opening
from gate.policy.instant import instant, micros

Bundle = tuple[r.Remedy, ...]
MOST = 6
"""So many groups are tried: those that open least besides."""

_UNDECIDED = (VisitState.DRAFT, VisitState.SUBMITTED)


def of_grant(look: Look) -> Iterator[Bundle]:
    """No grant names the target: a visit that does, a time when there is one, or a group that carries one."""
    yield from _by_visit(look)
    yield from _by_time(look)
    if not look.holder.visitor:
        yield from _by_group(look)


def of_schedule(look: Look) -> Iterator[Bundle]:
    """Grants name it at other times: come then, or join a group whose grant holds now."""
    yield from _by_time(look)
    if look.holder.visitor:
        yield from _by_visit(look)
    else:
        yield from _by_group(look)


def of_deny(look: Look) -> Iterator[Bundle]:
    """Come when no deny holds, or leave every group that denies now."""
    end = next_end_of_deny(look)
    if end is not None:
        yield (r.ComeAt(at=instant(end)),)
    groups = look.holder.groups_at(look.t)
    active = look.timetable.at(look.t)[0]
    leaving: list[r.Remedy] = []
    for bit, rules in look.target.denies.items():
        holding = [rule for rule in rules if rule.starts <= look.t < rule.ends and rule.schedule & active]
        if bit & groups and holding:
            group = look.group_of(bit)
            leaving.append(r.LeaveGroup(person=look.person.id, group=group, rule=holding[0].id))
    yield tuple(leaving)


def _by_time(look: Look) -> Iterator[Bundle]:
    opening = next_opening(look)
    if opening is not None:
        yield (r.ComeAt(at=instant(opening)),)


def _by_group(look: Look) -> Iterator[Bundle]:
    """Groups with a grant in force at t, those that open the fewest zones first."""
    active = look.timetable.at(look.t)[0]
    found: list[tuple[int, str]] = []
    mine = look.holder.groups_at(look.t)
    for bit, rules in look.target.grants.items():
        holds = any(rule.starts <= look.t < rule.ends and rule.schedule & active for rule in rules)
        if holds and not bit & mine:
            found.append((_breadth(look, bit), look.group_of(bit)))
    for _, group in sorted(found)[:MOST]:
        yield (r.JoinGroup(person=look.person.id, group=group),)


def _breadth(look: Look, bit: int) -> int:
    return sum(bool(zone.granting & bit) for zone in look.scenario.configuration.zones.values())


def _by_visit(look: Look) -> Iterator[Bundle]:
    """Approve one that names the zone, widen one that runs, or make a new one; for visitors only."""
    if not look.holder.visitor:
        return
    zone = look.target.id
    running = [visit for visit in look.person.visits if _covers(visit, look)]
    for visit in running:
        if visit.state in _UNDECIDED and zone in visit.zones:
            yield (r.ApproveVisit(visit=visit.id),)
    for visit in running:
        if visit.state in (None, VisitState.APPROVED) and zone not in visit.zones:
            yield (r.WidenVisit(person=look.person.id, visit=visit.id, zone=zone),)
    yield (r.WidenVisit(person=look.person.id, visit=None, zone=zone),)


def _covers(visit: Visit, look: Look) -> bool:
    return micros(visit.starts) <= look.t < micros(visit.ends)
