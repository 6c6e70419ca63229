"""A departure case: somebody left, and every agent that could still open for him must swear that it will not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """``answers`` names every agent asked, with the instant of its signed answer or None while it is awaited."""

    id: str
    person: str
    revision: int
    credentials: tuple[str, ...]
    started_at: datetime
    started_by: str
    reason: str
    answers: Mapping[str, datetime | None]
    proved_at: datetime | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Agents that have not answered yet, in order of the case."""
        return tuple(agent for agent, at in self.answers.items() if at is None)
