"""What a search should find an event under: the columns of its row, read off its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gate.domain.events import (
    AccessDecided,
    AlarmRaised,
    CommandRecorded,
    CredentialPresented,
    Event,
    InputChanged,
    PassageEnded,
)
from gate.domain.operator_key import operator_key

SUBJECTS = (
    "log",
    "roll",
    "alarm",
    "visit",
    "case",
    "device",
    "camera",
    "reader",
    "command",
    "owner",
    "subject",
    "agent",
    "key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Ids that the row is found under, None where there is none."""

    portal: str | None = None
    zone: str | None = None
    person: str | None = None
    credential: str | None = None
    subject: str | None = None
    request: str | None = None


def columns_of(event: Event, identity: str, readers: Mapping[str, str], zone: str | None) -> Columns:
    """``identity`` of the event; ``readers``: portals by reader; ``zone``: where the use case places it."""
    match event:
        case CredentialPresented():
            return Columns(
                portal=readers.get(event.reader), zone=zone, subject=event.reader, request=identity
            )
        case AccessDecided():
            decision = event.decision
            return Columns(
                portal=decision.portal,
                zone=decision.target or zone,
                person=decision.person,
                credential=decision.credential,
                subject=decision.reader,
                request=event.request,
            )
        case PassageEnded():
            first = event.persons[0] if event.persons else None
            return Columns(portal=event.portal, zone=event.zone, person=first)
        case AlarmRaised():
            return Columns(zone=event.zone or zone, subject=event.alarm)
        case CommandRecorded():
            return Columns(
                zone=zone,
                portal=event.subject if event.subject in readers.values() else None,
                person=event.person or None,
                subject=operator_key(event.actor.user),
                request=event.id,
            )
        case InputChanged():
            return Columns(subject=event.owner, zone=zone)
        case _:
            return _by_names(event, zone)


def _by_names(event: Event, zone: str | None) -> Columns:
    found = {name: getattr(event, name, None) for name in ("portal", "person", "credential")}
    subject = next((value for name in SUBJECTS if isinstance(value := getattr(event, name, None), str)), None)
    own_zone = getattr(event, "zone", None)
    return Columns(**found, subject=subject or None, zone=own_zone or zone)
