"""Overstay: past the end of the visit with nobody checked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.visit import VisitState
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.facts import Facts


def watch_overstay(facts: Facts, change: Change, now: datetime) -> None:
    """Visits that are past their end with nobody checked out: an alarm each, once."""
    for file in list(facts.visits.values()):
        due = file.visit.state is VisitState.CHECKED_IN and file.overdue_at is None
        if due and now >= file.visit.ends:
            facts.visits[file.visit.id] = replace(file, overdue_at=now)
            change.keep(facts.visits[file.visit.id])
            cause = f"host {file.visit.host}" if file.visit.host else ""
            raise_alarm(facts, change, "overstay", file.visit.id, now, cause=cause)


def next_overstay(facts: Facts) -> datetime | None:
    """When the next checked-in visit ends."""
    ends = [
        file.visit.ends
        for file in facts.visits.values()
        if file.visit.state is VisitState.CHECKED_IN and file.overdue_at is None
    ]
    return min(ends, default=None)
