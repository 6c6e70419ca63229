"""Rights that nobody used: memberships whose grants let nobody through for a while. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gate.domain.person import Person
from gate.domain.site import Site
from gate.store.read.passages import GrantUse


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedRight:
    """A person's membership of a group: ``zones`` of its grants that he did not come to by them.

    ``whole``: by none of the group's grants.
    """

    person: str
    group: str
    reason: str
    approved_by: str | None
    zones: tuple[str, ...]
    whole: bool


def unused_rights(
    site: Site, people: Iterable[Person], used: Iterable[GrantUse], since: datetime, now: datetime
) -> list[UnusedRight]:
    """Of memberships that were there all the time from ``since`` to ``now``; by person and group."""
    by_person: defaultdict[str, set[str]] = defaultdict(set)
    for use in used:
        by_person[use.person].update(use.by)
    return [
        right
        for person in sorted(people, key=lambda person: person.id)
        if any(credential.state.value == "active" for credential in person.credentials)
        for right in _of_person(site, person, by_person[person.id], (since, now))
    ]


def _of_person(
    site: Site, person: Person, used: set[str], span: tuple[datetime, datetime]
) -> list[UnusedRight]:
    since, now = span
    found = []
    for membership in sorted(person.memberships, key=lambda each: each.group):
        group = site.groups.get(membership.group)
        if group is None or not group.grants:
            continue
        if (membership.starts and membership.starts > since) or (membership.ends and membership.ends <= now):
            continue
        idle = [grant for grant in group.grants if grant.id not in used]
        if idle:
            right = UnusedRight(
                person=person.id,
                group=group.id,
                reason=membership.reason,
                approved_by=membership.approved_by,
                zones=tuple(sorted({zone for grant in idle for zone in grant.zones})),
                whole=len(idle) == len(group.grants),
            )
            found.append(right)
    return found
