"""Operators' commands: the right is checked, the use case runs, a receipt and an audit row come out, always."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.commands import (
    AcknowledgeAlarm,
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
from gate.domain.erasure import MoveHashes
from gate.domain.events import CommandRecorded
from gate.domain.policy_commands import OverrideInvariants, PublishConfiguration
from gate.domain.rights import Right, may
from gate.domain.verification import RecordVerification
from gate.service.about import about
from gate.service.before_after import before_and_after, watched
from gate.service.change import Change
from gate.service.desk.dispatch import DESK_RIGHTS
from gate.service.dispatch import Done, Order, dispatch
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.old_hashes import moved_with
from gate.service.privacy.dispatch import OWE_REASON, PRIVACY_RIGHTS
from gate.service.rolls.dispatch import ROLL_RIGHTS
from gate.service.standing.dispatch import OWE_REASON_STANDING, STANDING_RIGHTS
from gate.service.vault import Vault
from gate.service.visits.dispatch import VISIT_RIGHTS

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
    RecordVerification: Right.AUDIT,
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


def carry_out(facts: Facts, request: CommandRequest, now: datetime, vault: Vault) -> Change:
    """Do what was asked, or say why not. A refused command changes nothing and is recorded as fully as a done one."""
    command = request.command
    change = Change()
    outcome, why, done, changed = Outcome.DONE, "", Done(), ("", "")
    person = about(facts, command)
    moved: tuple[MoveHashes, ...] = ()
    try:
        _check(request)
        moved = moved_with(facts, command, vault)
        with watched(facts) as dicts:
            asked = Order(facts=facts, change=change, actor=request.actor, now=now, vault=vault)
            done = dispatch(asked, command)
            changed = before_and_after(dicts)
    except Refused as error:
        change, outcome, why = Change(), Outcome.REFUSED, str(error)
    except NotThere as error:
        change, outcome, why = Change(), Outcome.INVALID, str(error)
    change.erasures[:0] = moved
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
