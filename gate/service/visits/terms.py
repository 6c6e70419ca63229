"""Checks of what a visit is asked for: zones that visitors may enter, people who are there, times, and its type."""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.domain.visitor_type import LONGEST_VISIT, AskedField, VisitorType
from gate.domain.zone import Visitors
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.visitors.particulars import Given, unanswered

SPOKEN = {
    AskedField.COMPANY: "a company",
    AskedField.PURPOSE: "the purpose",
    AskedField.DOCUMENT: "the number of a document",
    AskedField.NATIONALITY: "the nationality",
}


def check_zones(facts: Facts, zones: tuple[str, ...], kind: VisitorType) -> None:
    """NotThere for none or an unknown one; Refused where visitors, or this type of them, never enter."""
    if not zones:
        raise NotThere("expected at least one zone")
    for zone in zones:
        if zone not in facts.site.zones:
            raise NotThere(f"no zone {zone!r}")
    never = [zone for zone in zones if Visitors.NEVER in _rules(facts, zone)]
    if never:
        raise Refused(f"no visitor enters {', '.join(never)}")
    highest = kind.highest
    if highest is not None:
        above = [zone for zone in zones if any(level > highest for level in _levels(facts, zone))]
        if above:
            raise Refused(f"no {kind.id} enters {', '.join(above)}")


def check_people(facts: Facts, people: tuple[str, ...]) -> None:
    """Host and escorts: NotThere for one who is unknown, Refused for one who has left."""
    for person in people:
        if person not in facts.people:
            raise NotThere(f"no person {person!r}")
        if facts.people[person].departed_at is not None:
            raise Refused(f"{facts.name_of(person)} has left")


def check_time(starts: datetime, ends: datetime, now: datetime, kind: VisitorType) -> None:
    """An end after the start and after now, not longer than the type allows."""
    if ends <= starts or ends <= now:
        raise NotThere("expected an end after the start and after now")
    longest = min(LONGEST_VISIT, kind.longest)
    if ends - starts > longest:
        raise Refused(f"expected at most {_spoken(longest)}")


def check_escort(kind: VisitorType, escorts: tuple[str, ...]) -> None:
    """A type that is always escorted comes with somebody who does it."""
    if kind.escorted and not escorts:
        raise Refused(f"a {kind.id} needs an escort")


def check_asked(kind: VisitorType, given: Given, where: str = "") -> None:
    """NotThere where a field of ``given`` is empty and the type asks for it; ``where``: which of several visitors."""
    missing = unanswered(kind, given)
    if missing:
        raise NotThere(f"{where}expected {', '.join(SPOKEN[field] for field in missing)}")


def _rules(facts: Facts, zone: str) -> list[Visitors | None]:
    return [facts.site.zones[each].visitors for each in facts.site.zones_around(zone)]


def _levels(facts: Facts, zone: str) -> list[int]:
    return [facts.site.zones[each].level for each in facts.site.zones_around(zone)]


def _spoken(span: timedelta) -> str:
    return f"{span.days} days" if span >= timedelta(days=2) else f"{int(span.total_seconds() // 3600)} hours"
