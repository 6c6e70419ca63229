"""Live grants: given, and the door not opened yet. At most one a portal.

Policy.md, "Entry": live from the decision until release time + 1 s (included), the portal's opening, or a newer grant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gate.policy.configuration import Configuration
from gate.policy.instant import SECOND
from gate.policy.kept import Json, Kept, fields, items, text, whole
from gate.policy.rules import ZoneRules

GRACE = SECOND
"""How long after the release time an opening still counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveGrant:
    """Who may go through a portal to ``target``; ``since`` <= t <= ``until``."""

    portal: str
    persons: tuple[str, ...]
    target: str
    exit: bool
    since: int
    until: int

    def live(self, t: int) -> bool:
        """True while an opening counts as theirs."""
        return self.since <= t <= self.until


class LiveGrants(Kept):
    """Live grants by portal. Those that ran out stay until somebody takes them, and count for nothing."""

    kind = "grant"

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self._configuration = configuration
        self._grants: dict[str, LiveGrant] = {}

    def give(self, grant: LiveGrant) -> None:
        """Make it the portal's grant; the one before must have been taken."""
        self._grants[grant.portal] = grant
        self.changed.add(grant.portal)

    def take_away(self, portal: str) -> LiveGrant | None:
        """End the portal's grant, live or run out, and return it."""
        grant = self._grants.pop(portal, None)
        if grant is not None:
            self.changed.add(portal)
        return grant

    def given(self, zone: ZoneRules) -> bool:
        """True if a portal of the zone, or of one inside it, has a grant, live or run out."""
        return not self._grants.keys().isdisjoint(zone.entrances)

    def entering(self, zone: ZoneRules, t: int) -> list[str]:
        """Persons with a live entry grant to the zone or to one inside it; once for each grant."""
        found: list[str] = []
        for portal in zone.entrances:
            grant = self._grants.get(portal)
            if grant is None or grant.exit or not grant.live(t):
                continue
            if self._configuration.zones[grant.target].bit & zone.inside:
                found += grant.persons
        return found

    def run_out(self, t: int, but: Collection[str] = ()) -> list[LiveGrant]:
        """Grants that can no longer become an entry, earliest first; none of the portals ``but``."""
        ended = (g for g in self._grants.values() if g.until < t and g.portal not in but)
        return sorted(ended, key=lambda g: (g.until, g.portal))

    def next_end(self, but: Collection[str] = ()) -> int | None:
        """The first instant at which a grant will have run out, those of the portals ``but`` aside; None for none."""
        waiting = (grant for grant in self._grants.values() if grant.portal not in but)
        return min((grant.until + 1 for grant in waiting), default=None)

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._grants

    def value(self, key: str) -> Json:
        """The portal's grant."""
        grant = self._grants.get(key)
        if grant is None:
            return None
        return {
            "persons": list(grant.persons),
            "target": grant.target,
            "exit": grant.exit,
            "since": grant.since,
            "until": grant.until,
        }

    def take(self, key: str, value: Json) -> None:
        """A grant out of a row; left out if the portal or the zone does not exist any more."""
        row = fields(value)
        target = text(row.get("target"))
        if key in self._configuration.portals and target in self._configuration.zones:
            self._grants[key] = LiveGrant(
                portal=key,
                persons=tuple(text(each) for each in items(row.get("persons"))),
                target=target,
                exit=row.get("exit") is True,
                since=whole(row.get("since")),
                until=whole(row.get("until")),
            )
