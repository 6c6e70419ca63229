"""What a type of visitors must have: recorded with its expiry, missing, or waived by somebody who answers for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gate.domain.commands import Actor
from gate.domain.events import PersonChanged
from gate.domain.person import PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.requirement import unmet
from gate.domain.visit_commands import RecordClearance, RecordPrerequisite, WaiveRequirement
from gate.domain.visit_file import VisitFile
from gate.domain.waiver import Waiver
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.people import person_file
from gate.service.visits.chain import visitor_type
from gate.service.visits.kept import put, visit_file


def record_prerequisite(facts: Facts, change: Change, ask: RecordPrerequisite, now: datetime) -> str:
    """Proof was seen; a visitor's alone: employees' come from where they are administered."""
    held = _visitor(facts, ask.person)
    if not ask.name.strip() or not ask.reason.strip():
        raise NotThere("expected what it is, and which proof was seen")
    if ask.good_through < today(facts, now):
        raise Refused(f"it ended on {ask.good_through.isoformat()}")
    person = replace(
        held.person, prerequisites={**held.person.prerequisites, ask.name.strip(): ask.good_through}
    )
    _keep(facts, change, replace(held, person=person), f"has {ask.name.strip()}")
    return ask.person


def record_clearance(facts: Facts, change: Change, ask: RecordClearance) -> str:
    """His own authority cleared him to this tier, by the proof that ``reason`` names."""
    held = _visitor(facts, ask.person)
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    person = replace(held.person, clearance=ask.clearance)
    _keep(facts, change, replace(held, person=person), f"cleared to {ask.clearance.name.lower()}")
    return ask.person


def waive(facts: Facts, change: Change, ask: WaiveRequirement, actor: Actor, now: datetime) -> str:
    """Somebody answers by name for what this visitor lacks, for this visit alone."""
    file = visit_file(facts, ask.visit)
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    lacking = missing(facts, file, now)
    if ask.requirement not in lacking:
        raise Refused(f"{ask.requirement} is not missing")
    if actor.user == file.registered_by:
        raise Refused("who submitted a visit waives nothing of it")
    waiver = Waiver(requirement=ask.requirement, by=actor.user, at=now, reason=ask.reason.strip())
    put(facts, change, replace(file, waivers=(*file.waivers, waiver)), what=f"waived {ask.requirement}")
    return ask.visit


def missing(facts: Facts, file: VisitFile, now: datetime) -> tuple[str, ...]:
    """What the visitor's type requires and he neither has today nor was spared."""
    requires = visitor_type(facts, file.kind).requires
    has = facts.people[file.person].person.prerequisites
    return unmet(requires, has, file.waivers, today(facts, now))


def today(facts: Facts, now: datetime) -> date:
    """The site's date."""
    return now.astimezone(ZoneInfo(facts.site.calendar.timezone)).date()


def _visitor(facts: Facts, person: str) -> PersonFile:
    held = person_file(facts, person)
    if held.person.kind is not PersonKind.VISITOR:
        raise Refused(f"{held.person.name} is no visitor")
    return held


def _keep(facts: Facts, change: Change, file: PersonFile, what: str) -> None:
    kept = facts.put_person(change, file)
    change.note(PersonChanged(person=file.person.id, revision=kept.revision, what=what))
    change.packs.update(facts.site.agents)
