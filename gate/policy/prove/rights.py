"""When one person, alone, is clear to be let into one zone: the rows of policy.md, "Entry", as sets of instants.

Exact for credential, validity, grants, visits, schedules, denies, clearance, prerequisites and the rule for visitors.
What moves from minute to minute is taken as favourable: PIN and biometric right, banned things deposited in the visit
that runs, doors shut, nobody in the way, no lockdown and no threat level (those only deny).
"""

from __future__ import annotations

from typing import NamedTuple

from gate.domain.zone import Visitors
from gate.policy.configuration import Configuration
from gate.policy.holder import Holder
from gate.policy.prove.hours import NO_DAY, day_number
from gate.policy.prove.subject import Subject
from gate.policy.prove.times import NEVER, Stretch, Times, pieces
from gate.policy.rules import RulesByGroup, ZoneRules


class Right(NamedTuple):
    """What let somebody in: ``noun`` is grant or visit."""

    noun: str
    id: str


class Rights:
    """Times by person and zone; each worked out once, until the person is forgotten."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._known: dict[str, dict[str, Times]] = {}

    def times(self, subject: Subject, zone: ZoneRules) -> Times:
        """The instants at which nothing in person, hour or rules speaks against the entry, companions apart."""
        by_zone = self._known.setdefault(subject.id, {})
        known = by_zone.get(zone.id)
        if known is None:
            known = by_zone[zone.id] = tuple(_stretches(subject, zone)) if subject.ever & zone.bit else NEVER
        return known

    def forget(self, person: str) -> None:
        """Something about the person has changed."""
        self._known.pop(person, None)

    def escorting(self, escort: Subject, visitor: Subject) -> Times:
        """The instants at which the one may escort the other: by group, or named in a visit that runs."""
        escorts = self._configuration.escorts
        spans = [(each.starts, each.ends) for each in escort.holder.timed if each.bit & escorts]
        spans += [(each.starts, each.ends) for each in visitor.holder.stays if escort.id in each.escorts]
        return tuple(
            Stretch(low, high)
            for low, high in pieces(spans)
            if escort.holder.groups_at(low) & escorts or visitor.holder.names_escort(escort.id, low)
        )

    def by(self, subject: Subject, zone: ZoneRules, t: int, active: int) -> tuple[Right, ...]:
        """The grants and visits that let the person in at t, with these schedules active."""
        holder = subject.holder
        groups = holder.groups_at(t)
        found = [
            Right("grant", rule.id)
            for group, rules in zone.grants.items()
            if group & groups
            for rule in rules
            if rule.starts <= t < rule.ends and rule.schedule & active
        ]
        found += [
            Right("visit", stay.id)
            for stay in holder.stays
            if stay.starts <= t < stay.ends and stay.zones & zone.bit
        ]
        return tuple(found)


def needs_escort(subject: Subject, zone: ZoneRules) -> bool:
    """True for a visitor where visitors go with an escort only."""
    return subject.holder.visitor and zone.visitors is Visitors.ESCORTED


def _stretches(subject: Subject, zone: ZoneRules) -> list[Stretch]:
    holder = subject.holder
    last_day = _last_day(holder, zone)
    found: list[Stretch] = []
    for low, high in pieces(_edges(subject, zone)):
        if not holder.starts <= low < holder.ends:
            continue
        if holder.visitor and zone.bans_devices and not _visiting(holder, low):
            continue  # nobody could have taken the things in
        groups = holder.groups_at(low)
        allowed, want = _want(holder, zone, groups, low)
        if allowed:
            deny = _schedules(zone.denies, zone.denying & groups, low)
            found.append(Stretch(low, high, want, deny, -NO_DAY, last_day))
    return found


def _edges(subject: Subject, zone: ZoneRules) -> list[tuple[int, int]]:
    """Spans at whose ends the answer may change."""
    holder = subject.holder
    named = zone.granting | zone.denying
    spans = [(holder.starts, holder.ends)]
    spans += [(each.starts, each.ends) for each in holder.timed if each.bit & named]
    spans += [(each.starts, each.ends) for each in holder.stays if zone.bans_devices or each.zones & zone.bit]
    for rules in (zone.grants, zone.denies):
        for group, carried in rules.items():
            if group & subject.groups:
                spans += [(rule.starts, rule.ends) for rule in carried]
    return spans


def _want(holder: Holder, zone: ZoneRules, groups: int, t: int) -> tuple[bool, int | None]:
    """(whether anything names the zone at t, the schedules of which one must be active); a visit has none."""
    if any(stay.starts <= t < stay.ends and stay.zones & zone.bit for stay in holder.stays):
        return True, None
    schedules = _schedules(zone.grants, zone.granting & groups, t)
    return schedules != 0, schedules


def _schedules(rules: RulesByGroup, groups: int, t: int) -> int:
    """The schedules of the groups' rules whose span has t."""
    found = 0
    while groups:
        group = groups & -groups
        groups ^= group
        for rule in rules[group]:
            if rule.starts <= t < rule.ends:
                found |= rule.schedule
    return found


def _visiting(holder: Holder, t: int) -> bool:
    return any(stay.starts <= t < stay.ends for stay in holder.stays)


def _last_day(holder: Holder, zone: ZoneRules) -> int:
    """The last local day on which all that the zone asks for is still good; what is missing was seen already."""
    last = NO_DAY
    for name in zone.prerequisites:
        day = holder.person.prerequisites[name]
        if day is not None:
            last = min(last, day_number(day))
    return last
