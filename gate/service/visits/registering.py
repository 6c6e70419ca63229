"""Registered at the desk: a visitor and a visit in one, and whose word lets it through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from gate.domain.approval import ApprovalStep
from gate.domain.commands import Actor, RegisterVisit
from gate.domain.events import PersonChanged
from gate.domain.person import Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.visit import Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField
from gate.service.change import Change
from gate.service.errors import NotThere
from gate.service.facts import Facts
from gate.service.initials import initials_of
from gate.service.visits.chain import chain_for, terms_of, visitor_type
from gate.service.visits.kept import put
from gate.service.visits.terms import check_asked, check_escort, check_people, check_time, check_zones

HashId = Callable[[str, str], str]
"""(kind of document, its number) → its keyed hash under the active search key."""


def register(
    facts: Facts, change: Change, ask: RegisterVisit, actor: Actor, now: datetime, hash_id: HashId
) -> str:
    """A visitor and a visit. Approved at once where the host's word is enough (:func:`chain_for`)."""
    _check(facts, ask, now)
    person = Person(
        id=facts.new_id("v"),
        name=ask.name.strip(),
        name_zh=ask.name_zh,
        kind=PersonKind.VISITOR,
        starts=ask.starts,
        ends=ask.ends,
        company=ask.company.strip(),
    )
    file = PersonFile(
        person=person,
        revision=0,
        initials=initials_of(person),
        id_kind=ask.id_kind,
        id_hash=hash_id(ask.id_kind, ask.id_number) if ask.id_number else "",
        id_last4=ask.id_number[-4:],
    )
    put_visitor(facts, change, file, "registered")
    visit = Visit(
        id=facts.new_id("w"),
        starts=ask.starts,
        ends=ask.ends,
        zones=ask.zones,
        host=ask.host,
        escorts=ask.escorts,
    )
    asked = VisitFile(
        visit=visit,
        person=person.id,
        purpose=ask.purpose,
        registered_by=actor.user,
        kind=ask.kind,
        nationality=ask.nationality.strip(),
    )
    submit(facts, change, asked, chain_for(facts, ask.kind, ask.zones, ask.host, actor))
    return visit.id


def put_visitor(facts: Facts, change: Change, file: PersonFile, what: str) -> PersonFile:
    """Keep a visitor, and note it."""
    kept = facts.put_person(change, file)
    change.note(PersonChanged(person=file.person.id, revision=kept.revision, what=what))
    return kept


def submit(facts: Facts, change: Change, file: VisitFile, chain: tuple[ApprovalStep, ...]) -> None:
    """Put the visit before its chain; without one the host's word approves it."""
    if chain:
        visit = replace(file.visit, state=VisitState.SUBMITTED)
        put(facts, change, replace(file, visit=visit, approvals=chain, approved_by=None), what="submitted")
        return
    visit = replace(file.visit, state=VisitState.APPROVED)
    terms = terms_of(facts, file)
    approved = replace(file, visit=visit, approvals=(), approved_by=file.visit.host, approved_terms=terms)
    put(facts, change, approved, what="approved")


def _check(facts: Facts, ask: RegisterVisit, now: datetime) -> None:
    kind = visitor_type(facts, ask.kind)
    if not ask.name.strip():
        raise NotThere("expected the visitor's name")
    check_zones(facts, ask.zones, kind)
    check_people(facts, (ask.host, *ask.escorts))
    check_time(ask.starts, ask.ends, now, kind)
    check_escort(kind, ask.escorts)
    given = {
        AskedField.COMPANY: ask.company,
        AskedField.PURPOSE: ask.purpose,
        AskedField.DOCUMENT: ask.id_number,
        AskedField.NATIONALITY: ask.nationality,
    }
    check_asked(kind, given)
