"""A visit's desk record as use cases find it and keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from gate.domain.desk_events import DeskStepTaken
from gate.domain.desk_record import DeskRecord
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.policy.local import local
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts

OPEN = frozenset(
    {VisitState.DRAFT, VisitState.SUBMITTED, VisitState.APPROVED, VisitState.ARRIVED, VisitState.CHECKED_IN}
)
"""Visits that the desk still works on."""
BEFORE = OPEN - {VisitState.CHECKED_IN}
"""Visits before the badge."""
LONGEST_TEXT = 500
"""Of what a guard types in one field."""


def file_of(facts: Facts, visit: str) -> VisitFile:
    """The visit's file; NotThere without one."""
    found = facts.visits.get(visit)
    if found is None:
        raise NotThere(f"no visit {visit!r}")
    return found


def record_of(facts: Facts, visit: str) -> DeskRecord:
    """What the desk knows of the visit; an empty record where nothing was done yet."""
    known = facts.desk.records.get(visit)
    return known or DeskRecord(visit=visit, person=file_of(facts, visit).person)


def at_revision(facts: Facts, visit: str, revision: int) -> DeskRecord:
    """The record that was on the operator's screen; Refused where somebody else has gone on since."""
    record = record_of(facts, visit)
    if record.revision != revision:
        raise Refused("somebody else changed the visit meanwhile: look again")
    return record


def before_badge(facts: Facts, visit: str) -> VisitFile:
    """The file of a visit that is not checked in yet; Refused for any other."""
    file = file_of(facts, visit)
    if file.visit.state not in BEFORE:
        raise Refused(f"the visit is {file.visit.state}, not before its check-in")
    return file


def keep(
    facts: Facts, change: Change, record: DeskRecord, step: str, what: str = "", **new: Any
) -> DeskRecord:
    """Keep the record with new values under the next revision, and note the step."""
    kept = replace(record, revision=record.revision + 1, **new)
    facts.desk.put(change, kept)
    change.note(DeskStepTaken(visit=kept.visit, person=kept.person, step=step, what=what))
    return kept


def short(text: str, what: str) -> str:
    """The text without white space around; NotThere for one that is too long to be meant."""
    bare = text.strip()
    if len(bare) > LONGEST_TEXT:
        raise NotThere(f"expected at most {LONGEST_TEXT} characters of {what}")
    return bare


def site_day(facts: Facts, now: datetime) -> date:
    """The date at the site."""
    return local(now, facts.site.calendar).date()
