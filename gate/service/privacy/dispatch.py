"""Which right and which use case each command about personal data has: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from gate.domain import privacy_commands as ask
from gate.domain.commands import Actor, Command
from gate.domain.rights import Right
from gate.service.change import Change
from gate.service.facts import Facts
from gate.service.privacy import erasing, fields, holds
from gate.service.vault import Vault

PRIVACY_RIGHTS: Mapping[type[Command], Right | None] = {
    ask.RevealField: Right.REVEAL,
    ask.KeepField: Right.DESK,
    ask.RecordReading: None,  # whoever could read is recorded
    ask.PlaceHold: Right.PRIVACY,
    ask.LiftHold: Right.PRIVACY,
    ask.ErasePersonalData: Right.PRIVACY,
    ask.EraseRange: Right.PRIVACY,
    ask.EraseRecords: Right.PRIVACY,
}
OWE_REASON = (
    ask.RevealField,
    ask.PlaceHold,
    ask.LiftHold,
    ask.ErasePersonalData,
    ask.EraseRange,
    ask.EraseRecords,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command was about, the letter that goes back with the receipt, and a word for the audit row."""

    subject: str
    letter: str = ""
    note: str = ""


def carry_out_privacy(
    facts: Facts, change: Change, command: ask.PrivacyCommand, actor: Actor, now: datetime, vault: Vault
) -> Answer:
    """Do what was asked."""
    match command:
        case ask.RevealField():
            subject, letter = fields.reveal(facts, command, vault)
            return Answer(subject=subject, letter=letter)
        case ask.KeepField():
            return Answer(subject=fields.keep_field(facts, change, command, vault))
        case ask.RecordReading():
            return Answer(subject=command.person, note=command.what)
        case ask.PlaceHold():
            return Answer(subject=holds.place(facts, change, command, actor, now))
        case ask.LiftHold():
            return Answer(subject=holds.lift(facts, change, command, actor, now))
        case ask.ErasePersonalData():
            return Answer(subject=erasing.erase_person(facts, change, command))
        case ask.EraseRange():
            return Answer(subject=erasing.erase_range(facts, change, command, now))
        case ask.EraseRecords():
            return Answer(subject=erasing.erase_records(facts, change, command, now))
        case _:
            assert_never(command)
