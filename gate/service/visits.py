"""The visitor desk: registered, checked in with a pool badge, checked out, badge back; three facts, not one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from gate.domain.commands import Actor, CheckInVisit, CheckOutVisit, RegisterVisit, ReturnBadge
from gate.domain.credential import Credential, CredentialState
from gate.domain.events import PersonChanged, VisitChanged
from gate.domain.level import Classification
from gate.domain.person import Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.visit import Items, Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.zone import Visitors
from gate.service.alarms import raise_alarm, return_alarm
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import RUNNING, Facts
from gate.service.initials import initials_of
from gate.service.people import refuse_taken, set_states
from gate.service.revocation import revoke

HashId = Callable[[str, str], str]
"""(kind of document, its number) → keyed hash: the number itself is kept nowhere."""

AGREEMENT = "agreement"
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
    _put(
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


def check_in(facts: Facts, change: Change, ask: CheckInVisit, now: datetime) -> str:
    """Bind a pool card to the visitor until the end of the visit. Refused where somebody else's card would be taken."""
    file = _visit(facts, ask.visit)
    if file.visit.state not in (VisitState.APPROVED, VisitState.ARRIVED):
        raise Refused(f"the visit is {file.visit.state}, not approved")
    if not ask.agreement:
        raise Refused("the agreement is not signed")
    if ask.items is Items.OPEN and _bans_devices(facts, file.visit):
        raise Refused("nobody asked about the things he carries")
    if now >= file.visit.ends:
        raise Refused("the visit is over")
    badge = Credential(id=facts.new_id("c"), card=ask.card, kind="pool")
    refuse_taken(facts, badge, file.person)
    holder = facts.people[file.person]
    signed = {**holder.person.prerequisites, AGREEMENT: file.visit.ends.date()}
    person = replace(holder.person, credentials=(*holder.person.credentials, badge), prerequisites=signed)
    facts.people[file.person] = replace(holder, person=person)
    visit = replace(file.visit, state=VisitState.CHECKED_IN, items=ask.items)
    _put(facts, change, replace(file, visit=visit, badge=badge.id, agreed_at=now, checked_in_at=now))
    return ask.visit


def check_out(facts: Facts, change: Change, ask: CheckOutVisit, now: datetime) -> str:
    """The visitor left, by the evidence given; the badge dies in any case, returned or lost."""
    file = _visit(facts, ask.visit)
    if file.visit.state is not VisitState.CHECKED_IN:
        raise Refused(f"the visit is {file.visit.state}, not checked in")
    if not ask.evidence.strip():
        raise Refused("nobody is signed out without evidence")
    if file.badge:
        _kill(facts, change, file, file.badge, returned=ask.badge_returned)
    state = VisitState.CLOSED if ask.badge_returned else VisitState.CHECKED_OUT
    out = replace(
        file,
        visit=replace(file.visit, state=state),
        checked_out_at=now,
        evidence=ask.evidence,
        badge_returned_at=now if ask.badge_returned else None,
    )
    _put(facts, change, out)
    return_alarm(facts, change, "overstay", ask.visit, now)
    return ask.visit


def return_badge(facts: Facts, change: Change, ask: ReturnBadge, now: datetime) -> str:
    """A card came back at the desk: it is dead at every door, and its visit knows."""
    found = facts.world.find(ask.card)
    if found is None:
        raise NotThere(f"nobody has the card {ask.card}")
    holder, credential = found
    if credential.kind != "pool" and holder.kind is not PersonKind.VISITOR:
        raise Refused(f"the card belongs to {holder.name}: it is no pool badge")
    for file in list(facts.visits.values()):
        if file.badge == credential.id and file.badge_returned_at is None:
            _kill(facts, change, file, credential.id, returned=True)
            over = file.visit.state is VisitState.CHECKED_OUT
            visit = replace(file.visit, state=VisitState.CLOSED) if over else file.visit
            _put(facts, change, replace(file, visit=visit, badge_returned_at=now))
            return file.visit.id
    raise Refused("the badge was returned already")


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


def _bans_devices(facts: Facts, visit: Visit) -> bool:
    return any(facts.site.zones[zone].banned_devices for zone in visit.zones if zone in facts.site.zones)


def _visit(facts: Facts, visit: str) -> VisitFile:
    found = facts.visits.get(visit)
    if found is None:
        raise NotThere(f"no visit {visit!r}")
    return found


def _put(facts: Facts, change: Change, file: VisitFile) -> None:
    """Keep the visit with his person; tell pages and agents."""
    facts.put_visit(change, file)
    state = file.visit.state or VisitState.APPROVED
    change.note(VisitChanged(visit=file.visit.id, person=file.person, state=state.value, badge=file.badge))
    if state in RUNNING or file.badge:
        change.packs.update(facts.site.agents)


def _kill(facts: Facts, change: Change, file: VisitFile, badge: str, *, returned: bool) -> None:
    state = CredentialState.RETURNED if returned else CredentialState.LOST
    reason = "badge returned" if returned else "badge not returned"
    set_states(facts, change, facts.people[file.person], {badge: state}, reason)
    revoke(facts, change, [badge])
