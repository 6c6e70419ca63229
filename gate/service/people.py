"""People: imported, put into groups, parted from lost badges, and gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor, AddMembership, DepartPerson, EndMembership, SetCredentialState
from gate.domain.credential import Credential, CredentialState
from gate.domain.departure import Departure
from gate.domain.events import CredentialStateChanged, PersonChanged, PersonDeparted, VisitChanged
from gate.domain.person import Membership, Person, PersonKind
from gate.domain.person_file import PersonFile
from gate.domain.visit import Visit, VisitState
from gate.domain.visit_file import VisitFile
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import RUNNING, Facts
from gate.service.initials import initials_of
from gate.service.revocation import revoke

DEAD = frozenset({CredentialState.REVOKED, CredentialState.RETURNED})
"""A credential in these states stays so: another token is issued instead."""


def import_people(facts: Facts, people: Iterable[Person], verifiers: Mapping[str, str]) -> Change:
    """Take over people with their visits. Who is there already is replaced; ``verifiers`` are PINs by person id."""
    change = Change()
    for person in people:
        known = facts.people.get(person.id)
        named = tuple(_named(person, membership) for membership in person.memberships)
        bare = replace(person, memberships=named, visits=(), pin=verifiers.get(person.id, person.pin))
        base = known or PersonFile(person=bare, revision=0)
        file = replace(base, person=bare, initials=initials_of(bare), departed_at=None)
        facts.people[person.id] = file
        for visit in person.visits:
            facts.visits[visit.id] = _imported(person, visit)
            change.keep(facts.visits[visit.id])
        kept = facts.put_person(change, file)
        change.note(PersonChanged(person=person.id, revision=kept.revision, what="imported"))
    change.packs.update(facts.site.agents)
    return change


def set_credential_state(facts: Facts, change: Change, ask: SetCredentialState, now: datetime) -> str:
    """Lost, suspended, active again. What is revoked or returned stays dead; one card is active for one person."""
    state = _state(ask.state)
    file = facts.holder_of_credential(ask.credential)
    if file is None:
        raise NotThere(f"no credential {ask.credential!r}")
    credential = next(each for each in file.person.credentials if each.id == ask.credential)
    if credential.state in DEAD and state is not credential.state:
        raise Refused(f"it is {credential.state} for good: issue another")
    if state is CredentialState.ACTIVE and credential.state is not CredentialState.ACTIVE:
        refuse_taken(facts, credential, file.person.id)
    set_states(facts, change, file, {credential.id: state}, ask.reason)
    if state is CredentialState.ACTIVE:
        change.packs.update(facts.site.agents)
    else:
        revoke(facts, change, [credential.id])
    return credential.id


def add_membership(facts: Facts, change: Change, ask: AddMembership) -> str:
    """Put a person into a group; nobody approves for himself."""
    file = person_file(facts, ask.person)
    if ask.group not in facts.site.groups:
        raise NotThere(f"no group {ask.group!r}")
    if ask.approved_by == ask.person:
        raise Refused("nobody approves his own membership")
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    if file.departed_at is not None:
        raise Refused("the person has left")
    membership = Membership(
        id=facts.new_id("m"),
        group=ask.group,
        reason=ask.reason,
        approved_by=ask.approved_by,
        starts=ask.starts,
        ends=ask.ends,
    )
    person = replace(file.person, memberships=(*file.person.memberships, membership))
    kept = facts.put_person(change, replace(file, person=person))
    change.note(PersonChanged(person=ask.person, revision=kept.revision, what=f"joined {ask.group}"))
    change.packs.update(facts.site.agents)
    return membership.id


def end_membership(facts: Facts, change: Change, ask: EndMembership, now: datetime) -> str:
    """End a membership now."""
    file = person_file(facts, ask.person)
    found = [each for each in file.person.memberships if each.id == ask.membership]
    if not found:
        raise NotThere(f"{ask.person} has no membership {ask.membership!r}")
    memberships = tuple(
        _ended(each, now) if each.id == ask.membership else each for each in file.person.memberships
    )
    kept = facts.put_person(change, replace(file, person=replace(file.person, memberships=memberships)))
    event = PersonChanged(person=ask.person, revision=kept.revision, what=f"left {found[0].group}")
    change.note(event)
    change.packs.update(facts.site.agents)
    return ask.membership


def depart(
    facts: Facts, change: Change, ask: DepartPerson, actor: Actor, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Everything ends at this instant: credentials, memberships, validity, visits. Returns the case and its agents.

    Visits of others that name him as host or escort stay, and are noted: the desk must find another.
    """
    file = person_file(facts, ask.person)
    if file.departed_at is not None:
        raise Refused("the person has left already")
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    _cancel_visits(facts, change, ask.person)
    living = {each.id: CredentialState.REVOKED for each in file.person.credentials if each.state not in DEAD}
    ends = now if file.person.ends is None else min(now, file.person.ends)
    person = replace(
        file.person,
        ends=ends,
        memberships=tuple(_ended(each, now) for each in file.person.memberships),
    )
    gone = replace(file, person=person, departed_at=now)
    kept = set_states(facts, change, gone, living, ask.reason)
    case = Departure(
        id=facts.new_id("d"),
        person=ask.person,
        revision=kept.revision,
        credentials=tuple(each.id for each in file.person.credentials),
        started_at=now,
        started_by=actor.user,
        reason=ask.reason,
        answers=dict.fromkeys(facts.site.agents),
    )
    facts.put_departure(change, case)
    change.note(
        PersonDeparted(
            person=ask.person,
            case=case.id,
            credentials=case.credentials,
            revision=case.revision,
            waiting=case.waiting,
        )
    )
    _note_guests(facts, change, ask.person)
    revoke(facts, change, case.credentials)
    return case.id, case.waiting


def person_file(facts: Facts, person: str) -> PersonFile:
    """The person's file; NotThere without one."""
    found = facts.people.get(person)
    if found is None:
        raise NotThere(f"no person {person!r}")
    return found


def set_states(
    facts: Facts, change: Change, file: PersonFile, states: Mapping[str, CredentialState], reason: str
) -> PersonFile:
    """Keep the person with these credentials in these states, and note each."""
    credentials = tuple(
        replace(each, state=states[each.id]) if each.id in states else each
        for each in file.person.credentials
    )
    kept = facts.put_person(change, replace(file, person=replace(file.person, credentials=credentials)))
    for credential, state in states.items():
        change.note(
            CredentialStateChanged(
                credential=credential, person=file.person.id, state=state.value, reason=reason
            )
        )
    return kept


def refuse_taken(facts: Facts, credential: Credential, person: str) -> None:
    """One token, one person (IEC 60839-11-1 T4.13): Refused where the card is active for somebody else."""
    found = facts.world.find(credential.card)
    if found is None:
        return
    holder, held = found
    if held.state is CredentialState.ACTIVE and (holder.id != person or held.id != credential.id):
        raise Refused(f"the card {credential.card} is active for {holder.name} ({holder.id})")


def _imported(person: Person, visit: Visit) -> VisitFile:
    """A visit of a people file. A visitor's first card is his badge."""
    badge = person.credentials[0].id if person.credentials and person.kind is PersonKind.VISITOR else None
    state = visit.state or VisitState.APPROVED
    return VisitFile(visit=replace(visit, state=state), person=person.id, registered_by="import", badge=badge)


def _named(person: Person, membership: Membership) -> Membership:
    """With an id: one that stays the same each time the same file is imported."""
    return membership if membership.id else replace(membership, id=f"{person.id}.{membership.group}")


def _ended(membership: Membership, now: datetime) -> Membership:
    if membership.ends is not None and membership.ends <= now:
        return membership
    return replace(membership, ends=now)


def _state(word: str) -> CredentialState:
    try:
        return CredentialState(word)
    except ValueError:
        known = ", ".join(state.value for state in CredentialState)
        raise NotThere(f"expected a state among {known}; got {word!r}") from None


def _cancel_visits(facts: Facts, change: Change, person: str) -> None:
    for file in facts.visits.of(person):
        if file.visit.state in RUNNING or file.visit.state is VisitState.SUBMITTED:
            cancelled = replace(file, visit=replace(file.visit, state=VisitState.CANCELLED))
            facts.visits[file.visit.id] = cancelled
            change.keep(cancelled)
            change.note(_visit_changed(cancelled))


def _note_guests(facts: Facts, change: Change, person: str) -> None:
    """His guests' visits go on, under a host or escort who cannot come any more: the desk sees them again."""
    for file in facts.visits.values():
        if file.visit.state in RUNNING and person in (file.visit.host, *file.visit.escorts):
            change.note(_visit_changed(file))


def _visit_changed(file: VisitFile) -> VisitChanged:
    state = file.visit.state or VisitState.APPROVED
    return VisitChanged(visit=file.visit.id, person=file.person, state=state.value, badge=file.badge)
