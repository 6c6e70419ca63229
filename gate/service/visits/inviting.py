"""Invited: one visitor or a group, once or again and again; all of it or nothing."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from gate.domain.commands import Actor
from gate.domain.person import Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.rights import Role
from gate.domain.visit import Visit
from gate.domain.visit_commands import Invited, InviteVisitors, VisitSpan
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import AskedField, VisitorType
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.initials import initials_of
from gate.service.visits.chain import chain_for, visitor_type
from gate.service.visits.registering import put_visitor, submit
from gate.service.visits.terms import check_asked, check_escort, check_people, check_time, check_zones

MOST = 200
"""Visits of one invitation: more are a mistake, or an event that wants another way in."""


def invite(facts: Facts, change: Change, ask: InviteVisitors, actor: Actor, now: datetime) -> str:
    """A visit for each visitor and span, under one series. A host invites to himself alone.

    Of what the type asks for company and purpose are the host's to give; document and nationality are the visitor's.
    """
    _check(facts, ask, actor, now)
    series = facts.new_id("s")
    chain = chain_for(facts, ask.kind, ask.zones, ask.host, actor)
    for invited in ask.visitors:
        person = _visitor(facts, change, invited, ask.spans)
        for span in ask.spans:
            visit = Visit(
                id=facts.new_id("w"),
                starts=span.starts,
                ends=span.ends,
                zones=ask.zones,
                host=ask.host,
                escorts=ask.escorts,
            )
            file = VisitFile(
                visit=visit,
                person=person.id,
                purpose=ask.purpose.strip(),
                registered_by=actor.user,
                kind=ask.kind,
                series=series,
                email=invited.email.strip(),
                language=invited.language,
            )
            submit(facts, change, file, chain)
    return series


def refuse_other_hosts(actor: Actor, host: str | None) -> None:
    """A host's account speaks for its own person and nobody else."""
    if actor.role is Role.HOST and actor.person != host:
        raise Refused("a host invites to himself alone")


def _visitor(facts: Facts, change: Change, invited: Invited, spans: tuple[VisitSpan, ...]) -> Person:
    person = Person(
        id=facts.new_id("v"),
        name=invited.name.strip(),
        name_zh=invited.name_zh,
        kind=PersonKind.VISITOR,
        starts=min(span.starts for span in spans),
        ends=max(span.ends for span in spans),
        company=invited.company.strip(),
    )
    put_visitor(facts, change, PersonFile(person=person, revision=0, initials=initials_of(person)), "invited")
    return person


def _check(facts: Facts, ask: InviteVisitors, actor: Actor, now: datetime) -> None:
    refuse_other_hosts(actor, ask.host)
    kind = visitor_type(facts, ask.kind)
    if not ask.visitors or not ask.spans:
        raise NotThere("expected at least one visitor and one time")
    if len(ask.visitors) * len(ask.spans) > MOST:
        raise Refused(f"expected at most {MOST} visits; got {len(ask.visitors) * len(ask.spans)}")
    for row, invited in enumerate(ask.visitors, start=1):
        _check_visitor(invited, row, kind)
    check_asked(kind, {AskedField.PURPOSE: ask.purpose})
    check_zones(facts, ask.zones, kind)
    check_people(facts, (ask.host, *ask.escorts))
    check_escort(kind, ask.escorts)
    for span in ask.spans:
        check_time(span.starts, span.ends, now, kind)
    _check_apart(ask.spans)


def _check_visitor(invited: Invited, row: int, kind: VisitorType) -> None:
    if not invited.name.strip():
        raise NotThere(f"visitor {row}: expected a name")
    check_asked(kind, {AskedField.COMPANY: invited.company}, f"visitor {row}: ")


def _check_apart(spans: tuple[VisitSpan, ...]) -> None:
    """One visitor cannot come twice at a time."""
    ordered = sorted(spans, key=lambda span: span.starts)
    for earlier, later in pairwise(ordered):
        if later.starts < earlier.ends:
            raise NotThere("expected times that do not overlap")
