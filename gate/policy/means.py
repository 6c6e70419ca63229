"""Under what conditions the decider itself works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """``alone``: an agent without the engine, last assured at ``fresh_at`` (None: never, every lease has ended).
    ``can_record``: something can record the decision.
    """

    alone: bool = False
    fresh_at: datetime | None = None
    can_record: bool = True


HOST = Means()
"""The engine with its store."""
