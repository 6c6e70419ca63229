"""Which right and which use case each command of a roll has: one table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from gate.domain import roll_commands as ask
from gate.domain.commands import Actor, Command
from gate.domain.rights import Right
from gate.service import rolls
from gate.service.change import Change
from gate.service.facts import Facts

ROLL_RIGHTS: Mapping[type[Command], Right | None] = {
    ask.CallRoll: Right.MUSTER,
    ask.MarkPerson: Right.MUSTER,
    ask.EndRoll: Right.MUSTER,
}


def carry_out_on_roll(
    facts: Facts, change: Change, command: ask.RollCommand, actor: Actor, now: datetime
) -> str:
    """Do what was asked; returns the roll."""
    match command:
        case ask.CallRoll():
            return rolls.call(facts, change, command, actor.user, now)
        case ask.MarkPerson():
            return rolls.mark(facts, change, command, actor.user, now)
        case ask.EndRoll():
            return rolls.end(facts, change, command, actor.user, now)
        case _:
            assert_never(command)
