"""What operators have set on the site: lockdown, threat levels, days that count as others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from gate.store.tables import WorldStateRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """``locked``: zones and portals; ``threats``: level by zone; ``days``: what a date counts as, by date."""

    locked: frozenset[str]
    threats: Mapping[str, str]
    days: Mapping[date, str]


def posture(connection: Connection) -> Posture:
    """As it was last recorded."""
    query = select(WorldStateRow.kind, WorldStateRow.key, WorldStateRow.value).where(
        WorldStateRow.kind.in_(("lockdown", "threat", "day"))
    )
    kept: dict[str, dict[str, object]] = {"lockdown": {}, "threat": {}, "day": {}}
    for row in connection.execute(query):
        kept[row.kind][row.key] = json.loads(row.value)
    return Posture(
        locked=frozenset(target for target, active in kept["lockdown"].items() if active is True),
        threats={zone: str(level) for zone, level in kept["threat"].items()},
        days={date.fromisoformat(day): str(as_) for day, as_ in sorted(kept["day"].items())},
    )
