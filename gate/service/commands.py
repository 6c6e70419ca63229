"""Operators' commands: the right is checked, the use case runs, a receipt and an audit row come out, always."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from gate.domain.commands import (
    AcknowledgeAlarm,
    Actor,
    AddMembership,
    CheckInVisit,
    CheckOutVisit,
    CloseAlarm,
    Command,
    CommandRequest,
    DepartPerson,
    EndMembership,
    ForgivePassback,
    GiveReaderKey,
    LiftLockdown,
    LockDown,
    MomentaryUnlock,
    Outcome,
    Receipt,
    RecordRefusal,
    RecordWalkTest,
    RegisterVisit,
    ReturnBadge,
    SetCredentialState,
    SetThreatLevel,
)
from gate.domain.desk_commands import DeskCommand, IdentifyVisitor
from gate.domain.events import CommandRecorded
from gate.domain.policy_commands import OverrideInvariants, PublishConfiguration
from gate.domain.privacy_commands import PrivacyCommand
from gate.domain.private_field import Private
from gate.domain.rights import Right, may
from gate.domain.roll_commands import RollCommand
from gate.domain.standing_commands import StandingCommand
from gate.domain.visit_commands import CompleteVisit, VisitCommand
from gate.service import alarms, people, portals, publishing, readers, visits, walk
from gate.service.about import about
from gate.service.before_after import before_and_after, watched
from gate.service.change import Change
from gate.service.desk.dispatch import DESK_RIGHTS, carry_out_at_desk
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.privacy.dispatch import OWE_REASON, PRIVACY_RIGHTS, carry_out_privacy
from gate.service.privacy.fields import shut
from gate.service.rolls.dispatch import ROLL_RIGHTS, carry_out_on_roll
from gate.service.standing.dispatch import OWE_REASON_STANDING, STANDING_RIGHTS, carry_out_standing
from gate.service.vault import Vault
from gate.service.visits.dispatch import VISIT_RIGHTS, Asked, carry_out_visit

RIGHTS: dict[type[Command], Right | None] = {
    MomentaryUnlock: Right.UNLOCK,
    LockDown: Right.LOCKDOWN,
    LiftLockdown: Right.LOCKDOWN,
    SetThreatLevel: Right.LOCKDOWN,
    ForgivePassback: Right.CREDENTIALS,
    AcknowledgeAlarm: Right.ALARMS,
    CloseAlarm: Right.ALARMS,
    RegisterVisit: Right.DESK,
    CheckInVisit: Right.DESK,
    CheckOutVisit: Right.DESK,
    ReturnBadge: Right.DESK,
    SetCredentialState: Right.CREDENTIALS,
    DepartPerson: Right.DEPART,
    AddMembership: Right.GRANT,
    EndMembership: Right.GRANT,
    RecordWalkTest: Right.COMMISSION,
    GiveReaderKey: Right.COMMISSION,
    RecordRefusal: None,  # anybody may be refused
    **DESK_RIGHTS,
    **VISIT_RIGHTS,
    **PRIVACY_RIGHTS,
    **STANDING_RIGHTS,
    **ROLL_RIGHTS,
    OverrideInvariants: Right.GRANT,
    PublishConfiguration: Right.GRANT,
}
OWES_REASON = (
    MomentaryUnlock,
    LockDown,
    LiftLockdown,
    SetThreatLevel,
    ForgivePassback,
    SetCredentialState,
    GiveReaderKey,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a use case made or changed, and the agents whose answers will follow."""

    subject: str = ""
    agents: tuple[str, ...] = ()
    letter: str = ""
    note: str = ""


def carry_out(facts: Facts, request: CommandRequest, now: datetime, vault: Vault) -> Change:
    """Do what was asked, or say why not. A refused command changes nothing and is recorded as fully as a done one."""
    command = request.command
    change = Change()
    outcome, why, done, changed = Outcome.DONE, "", Done(), ("", "")
    person = about(facts, command)
    try:
        _check(request)
        with watched(facts) as dicts:
            done = _dispatch(facts, change, command, request.actor, now, vault)
            changed = before_and_after(dicts)
    except Refused as error:
        change, outcome, why = Change(), Outcome.REFUSED, str(error)
    except NotThere as error:
        change, outcome, why = Change(), Outcome.INVALID, str(error)
    change.receipt = Receipt(
        id=request.id,
        outcome=outcome,
        why=why,
        subject=done.subject,
        agents=done.agents,
        letter=done.letter,
    )
    row = _audit(request, outcome, why or done.note, done.subject)
    person = person or about(facts, command, done.subject)
    change.note(replace(row, before=changed[0], after=changed[1], person=person))
    return change


def _check(request: CommandRequest) -> None:
    right = RIGHTS[type(request.command)]
    if right is not None and not may(request.actor.role, right):
        raise Refused(f"{request.actor.role} may not {right}")
    owing = (*OWES_REASON, *OWE_REASON, *OWE_REASON_STANDING, OverrideInvariants, PublishConfiguration)
    if isinstance(request.command, owing) and not request.command.reason.strip():
        raise Refused("a reason is owed")


def _dispatch(  # noqa: C901, PLR0912 (one line for each command: the table of them)
    facts: Facts, change: Change, command: Command, actor: Actor, now: datetime, vault: Vault
) -> Done:
    if isinstance(command, PrivacyCommand):
        answer = carry_out_privacy(facts, change, command, actor, now, vault)
        return Done(subject=answer.subject, letter=answer.letter, note=answer.note)
    if isinstance(command, VisitCommand):
        asked = Asked(actor=actor, now=now, hash_id=vault.hash_id)
        subject, agents = carry_out_visit(facts, change, command, asked)
        if isinstance(command, CompleteVisit):
            _shut_number(facts, change, subject, command.id_number, vault)
        return Done(subject=subject, agents=agents)
    if isinstance(command, DeskCommand):
        subject = carry_out_at_desk(facts, change, command, actor, now, vault.hash_id)
        if isinstance(command, IdentifyVisitor):
            _shut_number(facts, change, subject, command.id_number, vault)
        return Done(subject=subject)
    if isinstance(command, RollCommand):
        return Done(subject=carry_out_on_roll(facts, change, command, actor, now))
    if isinstance(command, StandingCommand):
        subject = carry_out_standing(facts, change, command, now)
        portal = subject in facts.doors
        return Done(
            subject=subject,
            agents=(facts.site.agent_of_portal(subject),) if portal else tuple(facts.site.agents),
        )
    match command:
        case MomentaryUnlock():
            agent = facts.site.agent_of_portal(command.portal) if command.portal in facts.doors else ""
            return Done(subject=portals.unlock(facts, change, command, now), agents=(agent,))
        case LockDown():
            return Done(
                subject=portals.lock_down(facts, change, command, now), agents=tuple(facts.site.agents)
            )
        case LiftLockdown():
            return Done(subject=portals.lift(facts, change, command, now), agents=tuple(facts.site.agents))
        case SetThreatLevel():
            return Done(subject=portals.set_threat(facts, change, command, now))
        case ForgivePassback():
            return Done(subject=portals.forgive(facts, change, command, now))
        case AcknowledgeAlarm():
            return Done(subject=alarms.acknowledge(facts, change, command, actor, now))
        case CloseAlarm():
            return Done(subject=alarms.close(facts, change, command, actor, now))
        case RegisterVisit():
            return Done(subject=_register(facts, change, command, actor, now, vault))
        case CheckInVisit():
            return Done(subject=visits.check_in(facts, change, command, actor, now))
        case CheckOutVisit():
            return Done(subject=visits.check_out(facts, change, command, now))
        case ReturnBadge():
            return Done(subject=visits.return_badge(facts, change, command, now))
        case SetCredentialState():
            subject = people.set_credential_state(facts, change, command, now)
            return Done(subject=subject, agents=tuple(facts.site.agents))
        case DepartPerson():
            case_id, agents = people.depart(facts, change, command, actor, now)
            return Done(subject=case_id, agents=agents)
        case AddMembership():
            return Done(subject=people.add_membership(facts, change, command))
        case EndMembership():
            return Done(subject=people.end_membership(facts, change, command, now))
        case OverrideInvariants():
            subject, still = publishing.override(facts, change, command, actor, now)
            return Done(subject=subject, letter=still, note=still)
        case PublishConfiguration():
            subject = publishing.publish(facts, change, command, now)
            return Done(subject=subject, agents=tuple(facts.site.agents))
        case GiveReaderKey():
            order, agent = readers.give_key(facts, change, command)
            return Done(subject=order, agents=(agent,))
        case RecordWalkTest():
            return Done(subject=walk.record(facts, change, command))
        case RecordRefusal():
            return Done(subject=command.subject)
        case _:
            assert_never(command)


def _register(
    facts: Facts, change: Change, command: RegisterVisit, actor: Actor, now: datetime, vault: Vault
) -> str:
    """The visit; the number of the document is shut away beside it."""
    visit = visits.register(facts, change, command, actor, now, vault.hash_id)
    _shut_number(facts, change, visit, command.id_number, vault)
    return visit


def _shut_number(facts: Facts, change: Change, visit: str, number: str, vault: Vault) -> None:
    """The number of the visitor's document, whoever entered it; one that is there stays where none came."""
    if plain := "".join(number.split()):
        shut(change, facts.visits[visit].person, Private.ID_NUMBER, plain, vault)


def _audit(request: CommandRequest, outcome: Outcome, why: str, subject: str) -> CommandRecorded:
    command = request.command
    if isinstance(command, RecordRefusal):
        return CommandRecorded(
            command=command.what,
            id=request.id,
            actor=request.actor,
            outcome=Outcome.REFUSED.value,
            why=command.why,
            subject=command.subject,
        )
    return CommandRecorded(
        command=type(command).__name__,
        id=request.id,
        actor=request.actor,
        outcome=outcome.value,
        why=why,
        subject=subject or _named(command),
        reason=getattr(command, "reason", ""),
    )


def _named(command: Command) -> str:
    """What a command that was not carried out was about."""
    for name in ("portal", "alarm", "visit", "person", "credential", "host", "agent", "roll"):
        value = getattr(command, name, None)
        if isinstance(value, str):
            return value
    return ""
