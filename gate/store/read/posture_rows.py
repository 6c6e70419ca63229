"""What operators have set on the site, and what the last proof of its policy said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from gate.store.tables import WorldStateRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProof:
    """Proved at ``at`` for so many people. ``breached``: by invariant the person who breaches it, "" where it hangs on
    nobody; all other invariants of the configuration hold.
    """

    at: datetime
    people: int
    breached: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """``locked``: zones and portals; ``threats``: level by zone; ``days``: what a date counts as, by date.

    ``overrides``: by configuration (its hash) and user, the invariants that they override. ``proofs``: the last, by
    configuration.
    """

    locked: frozenset[str]
    threats: Mapping[str, str]
    days: Mapping[date, str]
    overrides: Mapping[str, Mapping[str, frozenset[str]]]
    proofs: Mapping[str, KeptProof]


def posture(connection: Connection) -> Posture:
    """As it was last recorded."""
    kept: dict[str, dict[str, Any]] = {"lockdown": {}, "threat": {}, "day": {}, "override": {}, "proof": {}}
    query = select(WorldStateRow.kind, WorldStateRow.key, WorldStateRow.value).where(
        WorldStateRow.kind.in_(kept)
    )
    for row in connection.execute(query):
        kept[row.kind][row.key] = json.loads(row.value)
    return Posture(
        locked=frozenset(target for target, active in kept["lockdown"].items() if active is True),
        threats={zone: str(level) for zone, level in kept["threat"].items()},
        days={date.fromisoformat(day): str(as_) for day, as_ in sorted(kept["day"].items())},
        overrides={
            version: {user: frozenset(named) for user, named in sorted(users.items())}
            for version, users in sorted(kept["override"].items())
        },
        proofs={version: _proof(row) for version, row in kept["proof"].items()},
    )


def _proof(row: Mapping[str, Any]) -> KeptProof:
    at = _EPOCH + timedelta(microseconds=row["at"])
    return KeptProof(at=at, people=row["people"], breached=row["breached"])
