"""A visit: zones, a time, a host, escorts, and what became of the things carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class VisitState(StrEnum):
    """The states of console.md; ``running`` for the policy means approved through checked in."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ARRIVED = "arrived"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    REFUSED = "refused"


class Items(StrEnum):
    """What the desk recorded of banned devices: nothing asked yet, none carried, or deposited."""

    OPEN = "open"
    NONE = "none"
    DEPOSITED = "deposited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """From <= t < until, into these zones, with these people as escorts."""

    id: str
    starts: datetime
    ends: datetime
    zones: tuple[str, ...]
    host: str | None = None
    escorts: tuple[str, ...] = ()
    state: VisitState | None = None  # None: as approved
    items: Items = Items.OPEN
