"""Killing rights at every door: agents are told, asked, and must swear; and packs that hold what is true now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from gate.domain.departure import Departure
from gate.domain.door_commands import RevokeCredentials
from gate.domain.events import RevocationProved, RevocationTaken
from gate.domain.revocation import Revocation
from gate.service.change import Change
from gate.service.facts import Facts

Case = TypeVar("Case", Departure, Revocation)
"""Either has credentials under a revision, and an answer of every agent to wait for."""


def revoke(facts: Facts, change: Change, credentials: Sequence[str]) -> None:
    """Tell every agent that these open nothing from now on, and give each a new pack."""
    if credentials:
        command = RevokeCredentials(
            revision=facts.revision, credentials=tuple(credentials), epoch=facts.epoch
        )
        for agent in facts.site.agents:
            change.tell(agent, command)
    change.packs.update(facts.site.agents)


def taken(facts: Facts, event: RevocationTaken, agent: str, now: datetime) -> Change:
    """An agent swore. It counts for every case whose credentials it names under its revision or a later one."""
    change = Change()
    for departure in list(facts.departures.values()):
        if _owed(departure, event, agent):
            facts.put_departure(change, _answered(change, departure, agent, now))
    for lost in list(facts.revocations.values()):
        if _owed(lost, event, agent):
            facts.put_revocation(change, _answered(change, lost, agent, now))
    return change


def ask_again(facts: Facts, change: Change, agent: str) -> None:
    """An agent is back: ask it for what it still owes."""
    cases: tuple[Departure | Revocation, ...] = (*facts.departures.values(), *facts.revocations.values())
    for case in cases:
        if agent in case.waiting:
            command = RevokeCredentials(
                revision=case.revision, credentials=case.credentials, epoch=facts.epoch
            )
            change.tell(agent, command)


def _owed(case: Departure | Revocation, event: RevocationTaken, agent: str) -> bool:
    """Whether the agent's word settles what it owes to this case."""
    covered = event.revision >= case.revision and set(case.credentials) <= set(event.credentials)
    return covered and agent in case.waiting


def _answered(change: Change, case: Case, agent: str, now: datetime) -> Case:
    answered = replace(case, answers={**case.answers, agent: now})
    if answered.waiting:
        return answered
    change.note(RevocationProved(case=case.id, person=case.person, revision=case.revision))
    return replace(answered, proved_at=now)
