"""Changed before it begins: new terms, cancelled, or completed by the visitor himself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gate.domain.approval import diff
from gate.domain.commands import Actor
from gate.domain.person_file import PersonFile
from gate.domain.visit import VisitState
from gate.domain.visit_commands import CancelVisit, ChangeVisit, CompleteVisit
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.initials import initials_of
from gate.service.visits.chain import chain_for, terms_of, visitor_type
from gate.service.visits.inviting import refuse_other_hosts
from gate.service.visits.kept import put, visit_file
from gate.service.visits.registering import HashId, put_visitor, submit
from gate.service.visits.terms import check_asked, check_escort, check_people, check_time, check_zones

AHEAD = frozenset({VisitState.DRAFT, VisitState.SUBMITTED, VisitState.APPROVED})
"""Visits that have not begun: the visitor was not seen yet."""


def change_visit(facts: Facts, change: Change, ask: ChangeVisit, actor: Actor, now: datetime) -> str:
    """New terms under a new edition. What differs from what was approved is asked for again, of the chain that the new
    terms need."""
    file = _ahead(facts, ask.visit)
    refuse_other_hosts(actor, file.visit.host)
    refuse_other_hosts(actor, ask.host)
    if ask.edition != file.edition:
        raise Refused(f"the visit was changed: edition {file.edition}, you saw {ask.edition}")
    kind = visitor_type(facts, file.kind)
    check_zones(facts, ask.zones, kind)
    check_people(facts, (ask.host, *ask.escorts))
    check_time(ask.starts, ask.ends, now, kind)
    check_escort(kind, ask.escorts)
    check_asked(kind, {AskedField.PURPOSE: ask.purpose})
    visit = replace(
        file.visit, host=ask.host, zones=ask.zones, starts=ask.starts, ends=ask.ends, escorts=ask.escorts
    )
    new = replace(file, visit=visit, purpose=ask.purpose.strip(), edition=file.edition + 1)
    _stay_valid(facts, new)
    _ask_again(facts, change, file, new, actor)
    return ask.visit


def cancel(facts: Facts, change: Change, ask: CancelVisit, actor: Actor) -> str:
    """It does not take place; with ``series`` nor do the others of its series that have not begun."""
    file = _ahead(facts, ask.visit)
    refuse_other_hosts(actor, file.visit.host)
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    for each in _meant(facts, file, ask):
        visit = replace(each.visit, state=VisitState.CANCELLED)
        put(facts, change, replace(each, visit=visit, why=ask.reason.strip()), what="cancelled")
    return ask.visit


def complete(
    facts: Facts, change: Change, ask: CompleteVisit, actor: Actor, now: datetime, hash_id: HashId
) -> str:
    """The visitor's particulars as he gives them; a name that was not approved is asked for again."""
    file = _ahead(facts, ask.visit)
    _check_particulars(facts, file, ask, now)
    before = terms_of(facts, file)
    put_visitor(facts, change, _filled(facts.people[file.person], ask, hash_id), "completed")
    filled = replace(
        file,
        completed_at=now,
        notice=ask.notice,
        nationality=ask.nationality.strip(),
        edition=file.edition + (terms_of(facts, file) != before),
    )
    _ask_again(facts, change, file, filled, actor, what="completed")
    return ask.visit


def _ask_again(
    facts: Facts, change: Change, old: VisitFile, new: VisitFile, actor: Actor, what: str = "changed"
) -> None:
    """Keep the new one; before its chain again where it differs from what was approved."""
    approved = new.approved_terms
    same = approved is not None and not diff(approved, terms_of(facts, new))
    if old.visit.state is VisitState.APPROVED and same:
        put(facts, change, new, what=what)
        return
    if old.edition == new.edition:
        put(facts, change, new, what=what)
        return
    chain = chain_for(facts, new.kind, new.visit.zones, new.visit.host or "", actor)
    if what == "completed" and not chain:
        put(
            facts, change, new, what=what
        )  # the host's word stands for what he said; the desk sees what differs
        return
    submit(facts, change, new, chain)


def _ahead(facts: Facts, visit: str) -> VisitFile:
    file = visit_file(facts, visit)
    if file.visit.state not in AHEAD:
        raise Refused(f"the visit is {file.visit.state}: it has begun or is over")
    return file


def _meant(facts: Facts, file: VisitFile, ask: CancelVisit) -> Iterable[VisitFile]:
    if not ask.series or file.series is None:
        return [file]
    return [
        each for each in facts.visits.values() if each.series == file.series and each.visit.state in AHEAD
    ]


def _stay_valid(facts: Facts, file: VisitFile) -> None:
    """The visitor is valid as long as his visits: nobody's badge dies before his visit does."""
    held = facts.people[file.person]
    visits = [each.visit for each in facts.visits.of(file.person)]
    spans = [(visit.starts, visit.ends) for visit in visits if visit.id != file.visit.id]
    spans.append((file.visit.starts, file.visit.ends))
    person = replace(held.person, starts=min(start for start, _ in spans), ends=max(end for _, end in spans))
    facts.people[file.person] = replace(held, person=person)


def _check_particulars(facts: Facts, file: VisitFile, ask: CompleteVisit, now: datetime) -> None:
    if now >= file.visit.ends:
        raise Refused("the visit is over")
    if not ask.name.strip():
        raise NotThere("expected the visitor's name")
    if not ask.notice:
        raise Refused("the notice of privacy was not read")
    given = {
        AskedField.COMPANY: ask.company,
        AskedField.NATIONALITY: ask.nationality,
        AskedField.DOCUMENT: ask.id_number.strip() or facts.people[file.person].id_last4,
    }
    check_asked(visitor_type(facts, file.kind), given)


def _filled(held: PersonFile, ask: CompleteVisit, hash_id: HashId) -> PersonFile:
    """A document that was given before stays where none is given now."""
    person = replace(
        held.person,
        name=ask.name.strip(),
        name_zh=(ask.name_zh or "").strip() or held.person.name_zh,
        company=ask.company.strip() or held.person.company,
    )
    file = replace(held, person=person, initials=initials_of(person))
    number = ask.id_number.strip()
    if not number:
        return file
    return replace(file, id_kind=ask.id_kind, id_hash=hash_id(ask.id_kind, number), id_last4=number[-4:])
