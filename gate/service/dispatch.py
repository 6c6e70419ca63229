"""Which use case carries out which command. Rights were checked, and what comes of it is recorded, by the caller."""

from __future__ import annotations

from dataclasses import dataclass
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
    DepartPerson,
    EndMembership,
    ForgivePassback,
    GiveReaderKey,
    LiftLockdown,
    LockDown,
    MomentaryUnlock,
    RecordWalkTest,
    RegisterVisit,
    ReturnBadge,
    SetCredentialState,
    SetThreatLevel,
)
from gate.domain.desk_commands import DeskCommand, IdentifyVisitor
from gate.domain.policy_commands import OverrideInvariants, PublishConfiguration
from gate.domain.privacy_commands import PrivacyCommand
from gate.domain.private_field import Private
from gate.domain.roll_commands import RollCommand
from gate.domain.standing_commands import StandingCommand
from gate.domain.verification import RecordVerification
from gate.domain.visit_commands import CompleteVisit, VisitCommand
from gate.service import alarms, people, portals, publishing, readers, verifying, visits, walk
from gate.service.change import Change
from gate.service.desk.dispatch import carry_out_at_desk
from gate.service.facts import Facts
from gate.service.privacy.dispatch import carry_out_privacy
from gate.service.privacy.fields import shut
from gate.service.rolls.dispatch import carry_out_on_roll
from gate.service.standing.dispatch import carry_out_standing
from gate.service.vault import Vault
from gate.service.visits.dispatch import Asked, carry_out_visit

OfDoors = MomentaryUnlock | LockDown | LiftLockdown | SetThreatLevel | ForgivePassback
OfCabinets = GiveReaderKey | RecordWalkTest
OfAlarms = AcknowledgeAlarm | CloseAlarm
OfVisitors = RegisterVisit | CheckInVisit | CheckOutVisit | ReturnBadge
OfPeople = SetCredentialState | DepartPerson | AddMembership | EndMembership
OfPolicy = OverrideInvariants | PublishConfiguration


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who orders when, what there is, and where the changes go."""

    facts: Facts
    change: Change
    actor: Actor
    now: datetime
    vault: Vault

    @property
    def every_agent(self) -> tuple[str, ...]:
        """Those whose answers follow an order that concerns all doors."""
        return tuple(self.facts.site.agents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a use case made or changed, and the agents whose answers will follow."""

    subject: str = ""
    agents: tuple[str, ...] = ()
    letter: str = ""
    note: str = ""


def dispatch(order: Order, command: Command) -> Done:  # noqa: C901 (one line for each kind: the table of them)
    """Carry it out. Refused or NotThere say why not; the change is worth nothing then."""
    if isinstance(command, OfDoors):
        return _at_doors(order, command)
    if isinstance(command, OfCabinets):
        return _at_cabinets(order, command)
    if isinstance(command, OfAlarms):
        return _on_alarms(order, command)
    if isinstance(command, OfVisitors):
        return Done(subject=_for_visitors(order, command))
    if isinstance(command, OfPeople):
        return _for_people(order, command)
    if isinstance(command, OfPolicy):
        return _on_policy(order, command)
    if isinstance(command, PrivacyCommand):
        return _on_privacy(order, command)
    if isinstance(command, VisitCommand):
        return _before_visits(order, command)
    if isinstance(command, DeskCommand):
        return _at_desk(order, command)
    if isinstance(command, RollCommand):
        return Done(subject=carry_out_on_roll(order.facts, order.change, command, order.actor, order.now))
    if isinstance(command, StandingCommand):
        return _standing(order, command)
    if isinstance(command, RecordVerification):
        return Done(subject=verifying.verified(order.facts, order.change, command, order.now))
    return Done(subject=command.subject)


def _at_doors(order: Order, command: OfDoors) -> Done:
    facts, change, now = order.facts, order.change, order.now
    match command:
        case MomentaryUnlock():
            agent = facts.site.agent_of_portal(command.portal) if command.portal in facts.doors else ""
            return Done(subject=portals.unlock(facts, change, command, now), agents=(agent,))
        case LockDown():
            return Done(subject=portals.lock_down(facts, change, command, now), agents=order.every_agent)
        case LiftLockdown():
            return Done(subject=portals.lift(facts, change, command, now), agents=order.every_agent)
        case SetThreatLevel():
            return Done(subject=portals.set_threat(facts, change, command, now))
        case ForgivePassback():
            return Done(subject=portals.forgive(facts, change, command, now))
        case _:
            assert_never(command)


def _at_cabinets(order: Order, command: OfCabinets) -> Done:
    if isinstance(command, RecordWalkTest):
        return Done(subject=walk.record(order.facts, order.change, command))
    key, agent = readers.give_key(order.facts, order.change, command)
    return Done(subject=key, agents=(agent,))


def _on_alarms(order: Order, command: OfAlarms) -> Done:
    facts, change, actor, now = order.facts, order.change, order.actor, order.now
    if isinstance(command, AcknowledgeAlarm):
        return Done(subject=alarms.acknowledge(facts, change, command, actor, now))
    return Done(subject=alarms.close(facts, change, command, actor, now))


def _for_visitors(order: Order, command: OfVisitors) -> str:
    facts, change, actor, now = order.facts, order.change, order.actor, order.now
    match command:
        case RegisterVisit():
            visit = visits.register(facts, change, command, actor, now, order.vault.hash_id)
            _shut_number(order, visit, command.id_number)
            return visit
        case CheckInVisit():
            return visits.check_in(facts, change, command, actor, now)
        case CheckOutVisit():
            return visits.check_out(facts, change, command, now)
        case ReturnBadge():
            return visits.return_badge(facts, change, command, now)
        case _:
            assert_never(command)


def _for_people(order: Order, command: OfPeople) -> Done:
    facts, change, now = order.facts, order.change, order.now
    match command:
        case SetCredentialState():
            subject = people.set_credential_state(facts, change, command, now)
            return Done(subject=subject, agents=order.every_agent)
        case DepartPerson():
            case_id, agents = people.depart(facts, change, command, order.actor, now)
            return Done(subject=case_id, agents=agents)
        case AddMembership():
            return Done(subject=people.add_membership(facts, change, command))
        case EndMembership():
            return Done(subject=people.end_membership(facts, change, command, now))
        case _:
            assert_never(command)


def _on_policy(order: Order, command: OfPolicy) -> Done:
    facts, change, now = order.facts, order.change, order.now
    if isinstance(command, PublishConfiguration):
        return Done(subject=publishing.publish(facts, change, command, now), agents=order.every_agent)
    subject, still = publishing.override(facts, change, command, order.actor, now)
    return Done(subject=subject, letter=still, note=still)


def _on_privacy(order: Order, command: PrivacyCommand) -> Done:
    answer = carry_out_privacy(order.facts, order.change, command, order.actor, order.now, order.vault)
    return Done(subject=answer.subject, letter=answer.letter, note=answer.note)


def _before_visits(order: Order, command: VisitCommand) -> Done:
    asked = Asked(actor=order.actor, now=order.now, hash_id=order.vault.hash_id)
    subject, agents = carry_out_visit(order.facts, order.change, command, asked)
    if isinstance(command, CompleteVisit):
        _shut_number(order, subject, command.id_number)
    return Done(subject=subject, agents=agents)


def _at_desk(order: Order, command: DeskCommand) -> Done:
    subject = carry_out_at_desk(order.facts, order.change, command, order.actor, order.now, order.vault)
    if isinstance(command, IdentifyVisitor):
        _shut_number(order, subject, command.id_number)
    return Done(subject=subject)


def _standing(order: Order, command: StandingCommand) -> Done:
    subject = carry_out_standing(order.facts, order.change, command, order.now)
    of_one_door = subject in order.facts.doors
    agents = (order.facts.site.agent_of_portal(subject),) if of_one_door else order.every_agent
    return Done(subject=subject, agents=agents)


def _shut_number(order: Order, visit: str, number: str) -> None:
    """The number of the visitor's document, whoever entered it; one that is there stays where none came."""
    if plain := "".join(number.split()):
        shut(order.change, order.facts.visits[visit].person, Private.ID_NUMBER, plain, order.vault)
