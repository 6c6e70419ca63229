"""The site as the checks look at it: hours of each schedule, ways in, spans compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gate.domain.group import Deny, Grant, Group
from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy.compile import compile_site
from gate.policy.configuration import Configuration
from gate.policy.lint.hours import Hours, hours

Rule = Grant | Deny


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``people`` None: the checks range over any people. ``now``: what has ended by then is said to have ended."""

    site: Site
    configuration: Configuration
    hours: dict[str, Hours]
    entered: frozenset[str]  # zones that a reader of an entry leads into
    people: tuple[Person, ...] | None
    now: datetime

    @classmethod
    def of(cls, site: Site, people: tuple[Person, ...] | None, now: datetime) -> Plan:
        """PolicyFaults for a site that does not compile."""
        configuration = compile_site(site)
        return cls(
            site=site,
            configuration=configuration,
            hours={name: hours(schedule, site.calendar) for name, schedule in site.schedules.items()},
            entered=frozenset(way.target.id for way in configuration.ways.values() if not way.exit),
            people=people,
            now=now,
        )

    def grants(self) -> Iterator[tuple[Group, Grant]]:
        """Every grant with its group."""
        for group in self.site.groups.values():
            for grant in group.grants:
                yield group, grant

    def denies(self) -> Iterator[tuple[Group, Deny]]:
        """Every deny with its group."""
        for group in self.site.groups.values():
            for deny in group.denies:
                yield group, deny

    def covered(self, deny: Deny) -> frozenset[str]:
        """The zones that a deny keeps out of: those it names and those inside them."""
        return frozenset(
            zone for zone in self.site.zones if set(self.site.zones_around(zone)) & set(deny.zones)
        )

    def members(self, group: str) -> list[Person]:
        """Those who are in the group at some time that is not over."""
        return [
            person
            for person in self.people or ()
            if any(
                each.group == group and (each.ends is None or each.ends > self.now)
                for each in person.memberships
            )
        ]


def spans_meet(one: Rule, other: Rule) -> bool:
    """True if both are in force at some instant."""
    return (one.starts is None or other.ends is None or one.starts < other.ends) and (
        other.starts is None or one.ends is None or other.starts < one.ends
    )


def span_within(inner: Rule, outer: Rule) -> bool:
    """True if ``outer`` is in force whenever ``inner`` is."""
    early = outer.starts is None or (inner.starts is not None and outer.starts <= inner.starts)
    late = outer.ends is None or (inner.ends is not None and inner.ends <= outer.ends)
    return early and late
