"""Registered: a visitor and a visit, expected or not, and whose word lets it through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from gate.domain.commands import Actor, RegisterVisit
from gate.domain.events import PersonChanged
from gate.domain.level import Classification
from gate.domain.person import Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.visit import Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.zone import Visitors
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.initials import initials_of
from gate.service.visits.kept import put

HashId = Callable[[str, str], str]
"""(kind of document, its number) → keyed hash: the number itself is kept nowhere."""

LONGEST = timedelta(days=31)


def register(
    facts: Facts, change: Change, ask: RegisterVisit, actor: Actor, now: datetime, hash_id: HashId
) -> str:
    """A visitor and a visit. Approved at once where the host is an employee and no zone is confidential or above."""
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
    kept = facts.put_person(change, file)
    change.note(PersonChanged(person=person.id, revision=kept.revision, what="registered"))
    approver = _approver(facts, ask)
    visit = Visit(
        id=facts.new_id("w"),
        starts=ask.starts,
        ends=ask.ends,
        zones=ask.zones,
        host=ask.host,
        escorts=ask.escorts,
        state=VisitState.APPROVED if approver else VisitState.SUBMITTED,
    )
    put(
        facts,
        change,
        VisitFile(
            visit=visit,
            person=person.id,
            purpose=ask.purpose,
            registered_by=actor.user,
            approved_by=approver,
        ),
    )
    return visit.id


def _check(facts: Facts, ask: RegisterVisit, now: datetime) -> None:
    if not ask.name.strip():
        raise NotThere("expected the visitor's name")
    _check_zones(facts, ask.zones)
    for person in (ask.host, *ask.escorts):
        if person not in facts.people:
            raise NotThere(f"no person {person!r}")
        if facts.people[person].departed_at is not None:
            raise Refused(f"{facts.name_of(person)} has left")
    if ask.ends <= ask.starts or ask.ends <= now:
        raise NotThere("expected an end after the start and after now")
    if ask.ends - ask.starts > LONGEST:
        raise Refused(f"expected at most {LONGEST.days} days")


def _check_zones(facts: Facts, zones: tuple[str, ...]) -> None:
    if not zones:
        raise NotThere("expected at least one zone")
    for zone in zones:
        if zone not in facts.site.zones:
            raise NotThere(f"no zone {zone!r}")
    around = {
        zone: [facts.site.zones[each].visitors for each in facts.site.zones_around(zone)] for zone in zones
    }
    never = [zone for zone, rules in around.items() if Visitors.NEVER in rules]
    if never:
        raise Refused(f"no visitor enters {', '.join(never)}")


def _approver(facts: Facts, ask: RegisterVisit) -> str | None:
    """Whose word lets the visit through at once; None where a further approval is needed."""
    host = facts.people[ask.host].person
    restricted = any(
        facts.site.zones[around].level >= Classification.CONFIDENTIAL
        for zone in ask.zones
        for around in facts.site.zones_around(zone)
    )
    return host.id if host.kind is PersonKind.EMPLOYEE and not restricted else None
