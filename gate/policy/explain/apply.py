"""What each remedy does to a scenario: one table."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from gate.domain import remedy as r
from gate.domain.card import CardNumber
from gate.domain.credential import Credential, CredentialState
from gate.domain.decision import Biometric, PinVerdict, Request
from gate.domain.person import Membership, Person
from gate.domain.seen import Seen
from gate.domain.visit import Items, Visit, VisitState
from gate.policy.explain.scenario import Scenario, with_facts
from gate.policy.means import Means
from gate.policy.seen import OTHERS

NEW = "new"
"""Id of what does not exist yet: a card to be issued, a visit to be made."""
_NEW_CARD = CardNumber(format=NEW, number=NEW)
_TICK = timedelta(microseconds=1)


def applied(scenario: Scenario, remedy: r.Remedy, person: str) -> Scenario:
    """The scenario after the remedy; ``person`` is who reads."""
    match remedy:
        case r.TypePin() | r.SetPin():
            return _asking(scenario, pin=PinVerdict.RIGHT)
        case r.MatchBiometric():
            return _asking(scenario, biometric=Biometric.MATCH)
        case r.ComeAt():
            return _later(scenario, remedy)
        case r.WaitFor():
            return _with_companion(scenario, remedy)
        case r.HearEngine():
            return replace(scenario, means=Means(can_record=scenario.means.can_record))
        case r.RecordAgain():
            return replace(scenario, means=replace(scenario.means, can_record=True))
        case r.MakeRoom() | r.CloseDoor() | r.Forgive() | r.LiftLockdown() | r.ClearThreat():
            return _moved(scenario, remedy)
        case r.UseCredential() | r.IssueCredential():
            return _with_card(scenario, remedy, person)
        case _:
            changed = _changed(scenario.people[person], remedy, scenario.request)
            return replace(scenario, people={**scenario.people, person: changed})


def _asking(
    scenario: Scenario, *, pin: PinVerdict | None = None, biometric: Biometric | None = None
) -> Scenario:
    request = scenario.request
    asked = replace(request, pin=pin or request.pin, biometric=biometric or request.biometric)
    return replace(scenario, request=asked)


def _later(scenario: Scenario, remedy: r.ComeAt) -> Scenario:
    """The same question then; days that count as others then are looked up."""
    request = replace(scenario.request, at=remedy.at)
    companions = tuple(replace(each, at=remedy.at) for each in scenario.companions)
    days = {("day", day.isoformat()): json.dumps(as_) for day, as_ in scenario.source.alternates().items()}
    return replace(scenario, request=request, companions=companions, facts={**scenario.facts, **days})


def _with_companion(scenario: Scenario, remedy: r.WaitFor) -> Scenario:
    companion = scenario.source.person(remedy.person)
    if companion is None:
        return scenario
    request = Request(
        id=f"{remedy.comes_as.value}-{len(scenario.companions) + 1}",
        at=scenario.request.at,
        reader=scenario.request.reader,
        card=_best_card(companion),
        pin=PinVerdict.RIGHT,
        biometric=Biometric.MATCH,
    )
    own = Seen(
        people=(companion.id,),
        facts=tuple(
            fact for fact in scenario.source.seen(request, scenario.means).facts if fact.key == companion.id
        ),
    )
    return replace(with_facts(scenario, own), companions=(*scenario.companions, request))


def _best_card(person: Person) -> CardNumber:
    """The strongest of the active cards; a person without one is known by none."""
    active = [each for each in person.credentials if each.state is CredentialState.ACTIVE]
    return max(active, key=lambda each: each.assurance).card if active else _NEW_CARD


def _moved(
    scenario: Scenario, remedy: r.MakeRoom | r.CloseDoor | r.Forgive | r.LiftLockdown | r.ClearThreat
) -> Scenario:
    match remedy:
        case r.MakeRoom():
            return _less_full(scenario, remedy)
        case r.CloseDoor():
            gone = ("door", remedy.portal)
        case r.Forgive():
            gone = ("presence", remedy.person)
        case r.LiftLockdown():
            gone = ("lockdown", remedy.target)
        case r.ClearThreat():
            gone = ("threat", remedy.zone)
        case _:
            assert_never(remedy)
    return replace(scenario, facts={key: value for key, value in scenario.facts.items() if key != gone})


def _less_full(scenario: Scenario, remedy: r.MakeRoom) -> Scenario:
    """Those of whom only the number is known go first, then those known by name."""
    facts, left = dict(scenario.facts), remedy.count
    others = int(facts.pop((OTHERS, remedy.zone), "0"))
    if others > left:
        facts[OTHERS, remedy.zone] = str(others - left)
    left = max(0, left - others)
    taking_part = {*scenario.people}
    for kind, key in [key for key in facts if key[0] == "presence" and key[1] not in taking_part][:left]:
        del facts[kind, key]
    return replace(scenario, facts=facts)


def _with_card(scenario: Scenario, remedy: r.UseCredential | r.IssueCredential, person: str) -> Scenario:
    holder = scenario.people[person]
    if isinstance(remedy, r.UseCredential):
        card = next(each.card for each in holder.credentials if each.id == remedy.credential)
        return replace(scenario, request=replace(scenario.request, card=card))
    new = Credential(id=NEW, card=_NEW_CARD, assurance=remedy.assurance)
    changed = replace(holder, credentials=(*holder.credentials, new))
    return replace(
        scenario,
        people={**scenario.people, person: changed},
        request=replace(scenario.request, card=_NEW_CARD),
    )


OfPerson = (
    r.Reinstate
    | r.KeepValid
    | r.JoinGroup
    | r.LeaveGroup
    | r.Obtain
    | r.RaiseClearance
    | r.SettleItems
    | r.ApproveVisit
    | r.WidenVisit
)


def _changed(person: Person, remedy: OfPerson, request: Request) -> Person:
    match remedy:
        case r.Reinstate():
            return _with_credential_state(person, remedy.credential)
        case r.KeepValid():
            return _valid(person, remedy)
        case r.JoinGroup():
            return replace(person, memberships=(*person.memberships, Membership(group=remedy.group)))
        case r.LeaveGroup():
            kept = tuple(each for each in person.memberships if each.group != remedy.group)
            return replace(person, memberships=kept)
        case r.Obtain():
            return replace(
                person, prerequisites={**person.prerequisites, remedy.prerequisite: remedy.through}
            )
        case r.RaiseClearance():
            return replace(person, clearance=remedy.to)
        case r.SettleItems():
            return _with_visit(person, remedy.visit, items=Items.NONE)
        case r.ApproveVisit():
            return _with_visit(person, remedy.visit, state=VisitState.APPROVED)
        case r.WidenVisit():
            return _welcomed(person, remedy, request)
        case _:
            assert_never(remedy)


def _with_credential_state(person: Person, credential: str) -> Person:
    return replace(
        person,
        credentials=tuple(
            replace(each, state=CredentialState.ACTIVE) if each.id == credential else each
            for each in person.credentials
        ),
    )


def _valid(person: Person, remedy: r.KeepValid) -> Person:
    starts = person.starts if person.starts is None or person.starts <= remedy.at else remedy.at
    ends = person.ends if person.ends is None or person.ends > remedy.at else remedy.at + _TICK
    return replace(person, starts=starts, ends=ends)


def _with_visit(
    person: Person, visit: str, *, items: Items | None = None, state: VisitState | None = None
) -> Person:
    def changed(each: Visit) -> Visit:
        if each.id != visit:
            return each
        return replace(each, items=items or each.items, state=state or each.state)

    return replace(person, visits=tuple(changed(each) for each in person.visits))


def _welcomed(person: Person, remedy: r.WidenVisit, request: Request) -> Person:
    if remedy.visit is None:
        until = request.at + timedelta(hours=1)
        new = Visit(id=NEW, starts=request.at, ends=until, zones=(remedy.zone,))
        return replace(person, visits=(*person.visits, new))
    widened = tuple(
        replace(each, zones=(*each.zones, remedy.zone)) if each.id == remedy.visit else each
        for each in person.visits
    )
    return replace(person, visits=widened)
