"""Killing rights at every door: agents are told, asked, and must swear; and packs that hold what is true now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from gate.domain.door_commands import RevokeCredentials
from gate.domain.events import RevocationProved, RevocationTaken
from gate.service.change import Change
from gate.service.facts import Facts


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
    for case in list(facts.departures.values()):
        covered = event.revision >= case.revision and set(case.credentials) <= set(event.credentials)
        if not covered or case.answers.get(agent, now) is not None:
            continue
        answered = replace(case, answers={**case.answers, agent: now})
        if not answered.waiting:
            answered = replace(answered, proved_at=now)
            change.note(RevocationProved(case=case.id, person=case.person, revision=case.revision))
        facts.put_departure(change, answered)
    return change


def ask_again(facts: Facts, change: Change, agent: str) -> None:
    """An agent is back: ask it for what it still owes."""
    for case in facts.departures.values():
        if agent in case.waiting:
            command = RevokeCredentials(
                revision=case.revision, credentials=case.credentials, epoch=facts.epoch
            )
            change.tell(agent, command)
