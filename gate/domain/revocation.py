"""A revocation case: credentials that are dead, and the word of every agent that they open nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A lost badge's. ``replaced_by``: the credential that took over the rights, None for none yet.

    ``answers`` names every agent asked, with the instant of its signed answer or None while it is awaited.
    """

    id: str
    person: str
    visit: str | None
    revision: int
    credentials: tuple[str, ...]
    started_at: datetime
    started_by: str
    reason: str
    answers: Mapping[str, datetime | None]
    replaced_by: str | None = None
    proved_at: datetime | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Agents that have not answered yet, in order of the case."""
        return tuple(agent for agent, at in self.answers.items() if at is None)
