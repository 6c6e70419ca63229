"""Which right and which use case each command of a visit has: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from gate.domain import visit_commands as ask
from gate.domain.commands import Actor, Command
from gate.domain.rights import Right
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.visits import approving, arriving, changing, day, inviting, lost, requirements
from gate.service.visits.registering import HashId

VISIT_RIGHTS: Mapping[type[Command], Right | None] = {
    ask.InviteVisitors: Right.INVITE,
    ask.ChangeVisit: Right.INVITE,
    ask.CancelVisit: Right.INVITE,
    ask.AnswerArrival: Right.INVITE,
    ask.ApproveVisit: Right.APPROVE_VISITS,
    ask.RejectVisit: Right.APPROVE_VISITS,
    ask.CompleteVisit: Right.OWN_VISIT,
    ask.ArriveVisit: Right.RECEIVE,
    ask.RefuseVisit: Right.DESK,
    ask.RecordPrerequisite: Right.DESK,
    ask.RecordClearance: Right.WAIVE,
    ask.WaiveRequirement: Right.WAIVE,
    ask.LoseBadge: Right.DESK,
    ask.CloseVisitorDay: Right.DESK,
    ask.SettleExit: Right.DESK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, when, and what hashes the number of a document."""

    actor: Actor
    now: datetime
    hash_id: HashId


def carry_out_visit(  # noqa: C901, PLR0912 (one line for each command: the table of them)
    facts: Facts, change: Change, command: ask.VisitCommand, asked: Asked
) -> tuple[str, tuple[str, ...]]:
    """What was made or changed, and the agents whose answers follow."""
    actor, now = asked.actor, asked.now
    match command:
        case ask.InviteVisitors():
            return inviting.invite(facts, change, command, actor, now), ()
        case ask.ChangeVisit():
            return changing.change_visit(facts, change, command, actor, now), ()
        case ask.CancelVisit():
            return changing.cancel(facts, change, command, actor), ()
        case ask.CompleteVisit():
            return changing.complete(facts, change, command, actor, now, asked.hash_id), ()
        case ask.ApproveVisit():
            return approving.approve(facts, change, command, actor, now), ()
        case ask.RejectVisit():
            return approving.reject(facts, change, command, actor, now), ()
        case ask.ArriveVisit():
            return arriving.arrive(facts, change, command, now), ()
        case ask.RefuseVisit():
            return arriving.refuse(facts, change, command), ()
        case ask.AnswerArrival():
            return arriving.answer(facts, change, command, actor, now), ()
        case ask.RecordPrerequisite():
            return requirements.record_prerequisite(facts, change, command, now), ()
        case ask.RecordClearance():
            return requirements.record_clearance(facts, change, command), ()
        case ask.WaiveRequirement():
            return requirements.waive(facts, change, command, actor, now), ()
        case ask.LoseBadge():
            return lost.lose_badge(facts, change, command, actor, now)
        case ask.CloseVisitorDay():
            return day.close_day(facts, change, command, now), ()
        case ask.SettleExit():
            return day.settle_exit(facts, change, command, actor.user, now), ()
        case _:
            assert_never(command)
