"""Which right and which use case each command about standing doors and days has: one table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from gate.domain.commands import Command
from gate.domain.rights import Right
from gate.domain.standing_commands import HoldUnlocked, LockAgain, SetAlternateDay, StandingCommand
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.standing.days import set_day
from gate.service.standing.hold import hold, lock_again

STANDING_RIGHTS: Mapping[type[Command], Right | None] = {
    HoldUnlocked: Right.UNLOCK,
    LockAgain: Right.UNLOCK,
    SetAlternateDay: Right.GRANT,  # it opens and closes like a grant
}
OWE_REASON_STANDING = (HoldUnlocked, LockAgain, SetAlternateDay)


def carry_out_standing(facts: Facts, change: Change, command: StandingCommand, now: datetime) -> str:
    """Do what was asked; returns what it was about."""
    match command:
        case HoldUnlocked():
            return hold(facts, change, command, now)
        case LockAgain():
            return lock_again(facts, change, command, now)
        case SetAlternateDay():
            return set_day(facts, change, command, now)
        case _:
            assert_never(command)
