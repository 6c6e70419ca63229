"""A lost badge, in one action: dead at every door, each agent asked to swear it, and the rights on another card."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor
from gate.domain.credential import Credential
from gate.domain.revocation import Revocation
from gate.domain.visit import VisitState
from gate.domain.visit_commands import LoseBadge
from gate.domain.visit_file import VisitFile
from gate.service.change import Change
from gate.service.errors import Refused
from gate.service.facts import Facts
from gate.service.people import refuse_taken
from gate.service.visits.kept import kill_badge, put, visit_file


def lose_badge(
    facts: Facts, change: Change, ask: LoseBadge, actor: Actor, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """The case and the agents whose answers will follow. The visit goes on, with the replacement or without a badge."""
    file = visit_file(facts, ask.visit)
    if file.visit.state is not VisitState.CHECKED_IN or file.badge is None:
        raise Refused("the visitor has no badge")
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    lost = file.badge
    replacement = _replacement(facts, file, ask)
    kill_badge(facts, change, file, lost, returned=False)
    case = Revocation(
        id=facts.new_id("r"),
        person=file.person,
        visit=file.visit.id,
        revision=facts.revision,  # under which the agents were asked: what follows counts on
        credentials=(lost,),
        started_at=now,
        started_by=actor.user,
        reason=ask.reason.strip(),
        answers=dict.fromkeys(facts.site.agents),
        replaced_by=replacement.id if replacement else None,
    )
    facts.put_revocation(change, case)
    if replacement is not None:
        held = facts.people[file.person]
        person = replace(held.person, credentials=(*held.person.credentials, replacement))
        facts.people[file.person] = replace(held, person=person)
    put(facts, change, replace(file, badge=case.replaced_by), what="badge lost")
    return case.id, case.waiting


def _replacement(facts: Facts, file: VisitFile, ask: LoseBadge) -> Credential | None:
    """The new card, which may be nobody's."""
    if ask.replacement is None:
        return None
    card = Credential(id=facts.new_id("c"), card=ask.replacement, kind="pool")
    held = facts.people[file.person].person
    if any(each.id == file.badge and each.card == ask.replacement for each in held.credentials):
        raise Refused("the replacement is the lost badge itself")
    refuse_taken(facts, card, file.person)
    return card
