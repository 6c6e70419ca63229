"""All checks over one site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gate.domain.person import Person
from gate.domain.site import Site
from gate.policy.lint.denies import odd_denies
from gate.policy.lint.grants import odd_grants
from gate.policy.lint.odd import Odd
from gate.policy.lint.plan import Plan
from gate.policy.lint.schedules import odd_schedules
from gate.policy.lint.zones import odd_groups, odd_portals, odd_zones


def lint(site: Site, people: Sequence[Person] | None, now: datetime) -> tuple[Odd, ...]:
    """Everything odd, in the order schedules, grants, denies, groups, zones, portals.

    With ``people`` also what is odd for these people alone. PolicyFaults for a site that does not compile.
    """
    plan = Plan.of(site, None if people is None else tuple(people), now)
    return (
        *odd_schedules(plan),
        *odd_grants(plan),
        *odd_denies(plan),
        *odd_groups(plan),
        *odd_zones(plan),
        *odd_portals(plan),
    )
