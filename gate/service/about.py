"""Whom a command is about: what an audit row is found under when somebody asks what was done about a person."""

from __future__ import annotations

from gate.domain.commands import Command
from gate.service.facts import Facts


def about(facts: Facts, command: Command, made: str = "") -> str:
    """The person's id; "" for a command about no one. ``made``: the id of what the command made, which may tell."""
    person = getattr(command, "person", "")
    if isinstance(person, str) and person:
        return person
    for visit in (getattr(command, "visit", ""), made):
        if isinstance(visit, str) and visit in facts.visits:
            return facts.visits[visit].person
    credential = getattr(command, "credential", "")
    holder = facts.holder_of_credential(credential) if isinstance(credential, str) and credential else None
    return holder.person.id if holder else ""
