"""Kinds of record, for how long a site keeps each, and which events of the log belong to which.

A site file's ``[retention]`` gives the spans; a kind that it does not name is kept without end. When a span is over the
personal part of a record is erased, and what remains tells that something happened, not to whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of record, as the site file spells them."""

    MOVEMENTS = "movements"
    VISITS = "visits"
    IMAGES = "images"
    ALARMS = "alarms"
    PEOPLE = "people"  # of those who left: counted from the departure
    AUDIT = "audit"


EVENTS: Mapping[Kind, frozenset[str]] = {
    Kind.MOVEMENTS: frozenset(
        {"CredentialPresented", "AccessDecided", "PassageEnded", "RollCalled", "PersonMarked", "RollEnded"}
    ),
    Kind.VISITS: frozenset(
        {"VisitChanged", "VisitReminded", "VisitorDayClosed", "DeskStepTaken", "CarryPermitChanged"}
    ),
    Kind.IMAGES: frozenset(),
    Kind.ALARMS: frozenset({"AlarmRaised", "AlarmAcknowledged", "AlarmClosed"}),
    Kind.PEOPLE: frozenset(
        {
            "CredentialStateChanged",
            "PersonChanged",
            "PersonDeparted",
            "RevocationTaken",
            "RevocationProved",
        }
    ),
    Kind.AUDIT: frozenset({"CommandRecorded", "RecordsErased", "RecordVerified", "WalkTested"}),
}
"""Types of events with a personal part, by kind. Every type that has one belongs to exactly one kind."""


def types_of(kind: str) -> tuple[str, ...]:
    """Types of events of a kind, sorted; of every kind for ""."""
    return tuple(sorted(EVENTS[Kind(kind)] if kind else set[str]().union(*EVENTS.values())))


def cutoff(retention: Mapping[str, timedelta], kind: Kind, now: datetime) -> datetime | None:
    """What is older than this instant has outlived its span; None where the site keeps the kind without end."""
    span = retention.get(kind.value)
    return None if span is None else now - span
