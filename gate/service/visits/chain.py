"""Whose word a visit needs: a step for each person who answers for one of its zones, and hands that must differ."""

from __future__ import annotations

from gate.domain.approval import ApprovalStep, StepState, VisitTerms
from gate.domain.commands import Actor
from gate.domain.level import Classification
from gate.domain.person import PersonKind
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.visitor_type import VisitorType
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts


def visitor_type(facts: Facts, kind: str) -> VisitorType:
    """The type by its id; NotThere where the site has none of that name."""
    found = facts.site.visitor_types.get(kind)
    if found is None:
        known = ", ".join(facts.site.visitor_types)
        raise NotThere(f"expected a type of visitors among {known}; got {kind!r}")
    return found


def chain_for(
    facts: Facts, kind: str, zones: tuple[str, ...], host: str, actor: Actor
) -> tuple[ApprovalStep, ...]:
    """One step for each owner of a zone at the type's level or above, the lowest level first; none: the host's word
    does.

    An owner who is the host, or who submits the visit, does not approve it: a manager does. So does one for a host who
    is no employee, and for a zone that nobody owns.
    """
    least = visitor_type(facts, kind).approve_from
    levels = {zone: facts.site.zones[zone].level for zone in _around(facts, zones)}
    guarded = sorted(
        (zone for zone in levels if levels[zone] >= least), key=lambda zone: (levels[zone], zone)
    )
    by_owner: dict[str | None, list[str]] = {}
    for zone in guarded:
        owner = facts.site.zones[zone].owner
        away = owner in (None, host, actor.person) or owner not in facts.people
        by_owner.setdefault(None if away else owner, []).append(zone)
    if facts.people[host].person.kind is not PersonKind.EMPLOYEE:
        by_owner.setdefault(None, [])
    return tuple(ApprovalStep(approver=owner, zones=tuple(owned)) for owner, owned in by_owner.items())


def standing(steps: tuple[ApprovalStep, ...]) -> VisitState:
    """What the chain makes of a visit that waits for it."""
    if any(step.state is StepState.REJECTED for step in steps):
        return VisitState.REJECTED
    if all(step.state is StepState.APPROVED for step in steps):
        return VisitState.APPROVED
    return VisitState.SUBMITTED


def terms_of(facts: Facts, file: VisitFile) -> VisitTerms:
    """What an approval of this visit is given for."""
    visit = file.visit
    return VisitTerms(
        visitor=facts.name_of(file.person),
        host=visit.host,
        zones=visit.zones,
        starts=visit.starts,
        ends=visit.ends,
        escorts=visit.escorts,
    )


def classified(facts: Facts, zones: tuple[str, ...]) -> bool:
    """Whether one of the zones, or one around it, is confidential or above."""
    return any(facts.site.zones[zone].level >= Classification.CONFIDENTIAL for zone in _around(facts, zones))


def refuse_same_hands(facts: Facts, file: VisitFile, actor: Actor) -> None:
    """For a classified zone who submitted, who approved and who hands out the badge are different people."""
    if not classified(facts, file.visit.zones):
        return
    hands = {file.registered_by, *(step.by for step in file.approvals)}
    if actor.user in hands:
        raise Refused("for a classified zone the guard is another than who submitted or approved the visit")


def _around(facts: Facts, zones: tuple[str, ...]) -> tuple[str, ...]:
    around = (each for zone in zones if zone in facts.site.zones for each in facts.site.zones_around(zone))
    return tuple(dict.fromkeys(around))
