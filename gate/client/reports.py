"""What auditors ask: who was in a zone, who met whom, which rights nobody used. Over any source of recorded rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from gate.client.stays import Meeting, Stay, in_zones, met, stays
from gate.client.unused import UnusedRight, unused_rights
from gate.domain.person import Person
from gate.domain.site import Site
from gate.store.read.passages import GrantUse, PassageRow

BACK = timedelta(days=7)
"""How long before the time asked about a stay may have begun, where nothing else is said."""

Span = tuple[datetime, datetime]
"""since <= t < until."""


class Recorded(Protocol):
    """Where the rows come from: the console's questions, or a store that was opened by itself."""

    def passages(self, since: datetime, until: datetime) -> Iterable[PassageRow]:
        """Everybody's, recorded in since <= t < until, oldest first."""

    def grants_used(self, since: datetime, until: datetime) -> Iterable[GrantUse]:
        """By which grants people were let through in since <= t < until."""

    def people_now(self) -> Iterable[Person]:
        """Everybody as the policy knows them."""


def was_in_zone(source: Recorded, site: Site, zone: str, span: Span, back: timedelta = BACK) -> list[Stay]:
    """Stays in the zone, or in one inside it, that have a part in the span; by their beginning."""
    inside = {name for name in site.zones if zone in site.zones_around(name)}
    return in_zones(_stays(source, span, back), inside, *span)


def met_whom(source: Recorded, site: Site, person: str, span: Span, back: timedelta = BACK) -> list[Meeting]:
    """Everybody who was in one zone with the person in the span. What lies outside the site is no meeting."""
    outside = {zone.id for zone in site.zones.values() if zone.outside}
    indoors = [stay for stay in _stays(source, span, back) if stay.zone not in outside]
    return met(indoors, person, *span)


def unused_for(source: Recorded, site: Site, days: int, now: datetime) -> list[UnusedRight]:
    """Memberships of the last ``days`` days by whose grants their person was not let in anywhere."""
    since = now - timedelta(days=days)
    return unused_rights(site, source.people_now(), source.grants_used(since, now), since, now)


def _stays(source: Recorded, span: Span, back: timedelta) -> list[Stay]:
    return stays(source.passages(span[0] - back, span[1]))
