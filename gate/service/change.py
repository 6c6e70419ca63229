"""What a use case changes: events to record, facts to keep, messages to send once both are recorded.

A use case fills one and hands it back; the engine writes it in one transaction and sends the messages after the
commit. ``facts`` are whole records, the later of one key winning.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gate.domain.commands import Receipt
from gate.domain.door_commands import AgentCommand
from gate.domain.erasure import Erasure
from gate.domain.events import Event
from gate.domain.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A command for an agent."""

    agent: str
    command: AgentCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An event of the engine's own, and the zone that a search should find it under."""

    event: Event
    zone: str | None = None


@dataclass(slots=True)
class Change:
    """Empty: nothing happened. ``packs``: agents that need a new pack. ``record``: False drops the event that led
    here (it is recorded already)."""

    events: list[Noted] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    packs: set[str] = field(default_factory=set)
    erasures: list[Erasure] = field(default_factory=list)
    receipt: Receipt | None = None
    record: bool = True

    def note(self, event: Event, zone: str | None = None) -> None:
        """Record that this happened."""
        self.events.append(Noted(event=event, zone=zone))

    def keep(self, fact: Fact) -> None:
        """Keep this fact."""
        self.facts.append(fact)

    def tell(self, agent: str, command: AgentCommand) -> None:
        """Send this to an agent after the commit."""
        self.told.append(Told(agent=agent, command=command))
