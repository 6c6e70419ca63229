"""Giving a reader its key: who may ask, what the agent is told, what the audit has."""

import pytest

from gate.domain.commands import Actor, GiveReaderKey, Outcome
from gate.domain.door_commands import RekeyReader
from gate.domain.events import CommandRecorded
from gate.domain.rights import Role
from tests.service.rig import AUDITOR, CABINET, GUARD, HR, Rig

INSTALLER = Actor(user="zhao.lei", role=Role.SYSTEM, origin="cli")
ASK = GiveReaderKey(reader="rdr-lab-in", rotate=True, reason="yearly change")


def test_the_readers_agent_is_told_and_no_key_is(rig: Rig) -> None:
    receipt = rig.command(ASK, INSTALLER)
    assert (receipt.outcome, receipt.agents) == (Outcome.DONE, (CABINET,))
    (order,) = rig.told(RekeyReader)
    assert order == RekeyReader(id=receipt.subject, reader="rdr-lab-in", rotate=True, epoch=rig.epoch)
    (row,) = rig.noted(CommandRecorded)
    assert (row.actor.user, row.command, row.outcome) == ("zhao.lei", "GiveReaderKey", "done")


@pytest.mark.parametrize("actor", [GUARD, HR, AUDITOR])
def test_who_may_not_commission_may_not_rekey(rig: Rig, actor: Actor) -> None:
    assert rig.command(ASK, actor).outcome is Outcome.REFUSED
    assert rig.told(RekeyReader) == []


@pytest.mark.parametrize(
    ("ask", "outcome", "why"),
    [
        (GiveReaderKey(reader="rdr-none", reason="x"), Outcome.INVALID, "no reader 'rdr-none'"),
        (GiveReaderKey(reader="rdr-desk", reason="x"), Outcome.REFUSED, "rdr-desk is not secure"),
        (GiveReaderKey(reader="rdr-lab-in", reason=" "), Outcome.REFUSED, "a reason is owed"),
    ],
)
def test_what_is_refused_and_why(rig: Rig, ask: GiveReaderKey, outcome: Outcome, why: str) -> None:
    receipt = rig.command(ask, INSTALLER)
    assert receipt.outcome is outcome
    assert why in receipt.why
    assert rig.told(RekeyReader) == []
