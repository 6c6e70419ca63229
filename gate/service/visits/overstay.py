"""Overstay: past the end of the visit with nobody checked out. First the host hears of it, then the desk, then all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.events import VisitReminded
from gate.domain.visit_file import VisitFile
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.reminders import ahead


def watch_overstay(facts: Facts, change: Change, now: datetime) -> None:
    """Every step that is due, once each."""
    for file in facts.visits.due(now):
        _watch(facts, change, file, now)


def next_overstay(facts: Facts) -> datetime | None:
    """When the next step of a visit that is checked in is due."""
    return facts.visits.next_due()


def _watch(facts: Facts, change: Change, file: VisitFile, now: datetime) -> None:
    for field, due, who in list(ahead(file)):
        if now < due:
            return
        file = replace(file, **{field: now})  # type: ignore[arg-type] # an instant by its field's name
        facts.visits[file.visit.id] = file
        change.keep(file)
        change.note(VisitReminded(visit=file.visit.id, person=file.person, who=who))
        if who == "alarm":
            cause = f"host {file.visit.host}" if file.visit.host else ""
            raise_alarm(facts, change, "overstay", file.visit.id, now, cause=cause)
