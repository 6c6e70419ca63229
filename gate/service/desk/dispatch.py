"""Which right and which use case each command of the desk has: one table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from gate.domain import desk_commands as ask
from gate.domain.commands import Actor, Command
from gate.domain.rights import Right
from gate.service.change import Change
from gate.service.desk import agreements, identity, items, lists, particulars, permits, screening
from gate.service.facts import Facts
from gate.service.vault import Vault

DESK_RIGHTS: Mapping[type[Command], Right | None] = {
    ask.IdentifyVisitor: Right.DESK,
    ask.TakeParticulars: Right.DESK,
    ask.KeepPhoto: Right.RECEIVE,
    ask.ScreenVisitor: Right.DESK,
    ask.JudgeHit: Right.JUDGE_HITS,
    ask.PutWatchList: Right.DESK_RULES,
    ask.AddWatchEntries: Right.DESK_RULES,
    ask.EndWatchEntry: Right.DESK_RULES,
    ask.PublishAgreement: Right.DESK_RULES,
    ask.SignAgreement: Right.RECEIVE,
    ask.RefuseAgreement: Right.RECEIVE,
    ask.DeclareItems: Right.DESK,
    ask.SettleItem: Right.DESK,
    ask.ReconcileItem: Right.DESK,
    ask.ApplyCarryPermit: Right.CARRY,
    ask.JudgeCarryPermit: Right.APPROVE_VISITS,
    ask.CompareCarried: Right.DESK,
    ask.IssuePass: Right.DESK,
}


def carry_out_at_desk(  # noqa: C901, PLR0912 (one line for each command: the table of them)
    facts: Facts,
    change: Change,
    command: ask.DeskCommand,
    actor: Actor,
    now: datetime,
    vault: Vault,
) -> str:
    """What was made or changed."""
    match command:
        case ask.IdentifyVisitor():
            return identity.identify(facts, change, command, actor, now, vault.hash_id)
        case ask.TakeParticulars():
            return particulars.take(facts, change, command)
        case ask.KeepPhoto():
            return identity.keep_photo(facts, change, command, now)
        case ask.ScreenVisitor():
            return screening.screen_now(facts, change, command, now)
        case ask.JudgeHit():
            return screening.judge(facts, change, command, actor, now)
        case ask.PutWatchList():
            return lists.put_list(facts, change, command, now)
        case ask.AddWatchEntries():
            return lists.add_entries(facts, change, command, actor, now, vault)
        case ask.EndWatchEntry():
            return lists.end_entry(facts, change, command, now)
        case ask.PublishAgreement():
            return agreements.publish(facts, change, command, actor, now)
        case ask.SignAgreement():
            return agreements.sign(facts, change, command, actor, now)
        case ask.RefuseAgreement():
            return agreements.refuse(facts, change, command, actor, now)
        case ask.DeclareItems():
            return items.declare(facts, change, command, now)
        case ask.SettleItem():
            return items.settle(facts, change, command, now)
        case ask.ReconcileItem():
            return items.reconcile(facts, change, command, now)
        case ask.ApplyCarryPermit():
            return permits.apply(facts, change, command, actor, now)
        case ask.JudgeCarryPermit():
            return permits.judge(facts, change, command, actor, now)
        case ask.CompareCarried():
            return permits.compare(facts, change, command, now)
        case ask.IssuePass():
            return identity.issue_pass(facts, change, command)
        case _:
            assert_never(command)
