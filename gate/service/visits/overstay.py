"""Overstay: past the end of the visit with nobody checked out. First the host hears of it, then the desk, then all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from gate.domain.events import VisitReminded
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.facts import Facts

DESK_AFTER = timedelta(minutes=10)
ALARM_AFTER = timedelta(minutes=20)
"""After the end of the visit, at which the host is reminded."""

STAGES = (
    ("host_reminded_at", timedelta(0), "host"),
    ("desk_reminded_at", DESK_AFTER, "desk"),
    ("overdue_at", ALARM_AFTER, "alarm"),
)
"""(the field that says it was done, how long after the end, who is told), in their order."""


def watch_overstay(facts: Facts, change: Change, now: datetime) -> None:
    """Every step that is due, once each."""
    for file in list(facts.visits.values()):
        if file.visit.state is VisitState.CHECKED_IN:
            _watch(facts, change, file, now)


def next_overstay(facts: Facts) -> datetime | None:
    """When the next step of a visit that is checked in is due."""
    inside = (file for file in facts.visits.values() if file.visit.state is VisitState.CHECKED_IN)
    return min((due for file in inside for _, due, _ in _ahead(file)), default=None)


def _watch(facts: Facts, change: Change, file: VisitFile, now: datetime) -> None:
    for field, due, who in _ahead(file):
        if now < due:
            return
        file = replace(file, **{field: now})  # type: ignore[arg-type] # an instant by its field's name
        facts.visits[file.visit.id] = file
        change.keep(file)
        change.note(VisitReminded(visit=file.visit.id, person=file.person, who=who))
        if who == "alarm":
            cause = f"host {file.visit.host}" if file.visit.host else ""
            raise_alarm(facts, change, "overstay", file.visit.id, now, cause=cause)


def _ahead(file: VisitFile) -> Iterable[tuple[str, datetime, str]]:
    """Steps that were not taken yet."""
    return [
        (field, file.visit.ends + after, who) for field, after, who in STAGES if getattr(file, field) is None
    ]
