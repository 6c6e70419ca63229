"""Access groups, the grants and denies they carry, and threat levels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gate.domain.text import Text
from gate.domain.zone import Factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Entry into each of the zones, for these alone, while the schedule is active and from <= t < until."""

    id: str
    zones: tuple[str, ...]
    schedule: str
    starts: datetime | None = None
    ends: datetime | None = None
    reason: str = ""
    approved_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny:
    """No entry into the zones and those inside them while the schedule is active; beats every grant."""

    id: str
    zones: tuple[str, ...]
    schedule: str
    starts: datetime | None = None
    ends: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People by group; flags say what its members are exempt from or may do."""

    id: str
    name: Text
    grants: tuple[Grant, ...] = ()
    denies: tuple[Deny, ...] = ()
    escort: bool = False
    responders: bool = False
    passback_exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatLevel:
    """While set on a zone: factors added, and only members of ``groups`` enter."""

    id: str
    factors: frozenset[Factor]
    groups: frozenset[str]
