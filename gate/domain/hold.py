"""A legal hold: what would be erased is kept, because a court, an inspection or an inquiry asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

EVERYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """``subject``: a person's id, a kind of record (:mod:`gate.domain.retention`), or ``*``; in force until lifted."""

    id: str
    subject: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str = ""
    lifted_at: datetime | None = None


def holding(holds: Iterable[Hold], *subjects: str) -> Hold | None:
    """The first hold in force on one of the subjects or on everything."""
    wanted = {EVERYTHING, *subjects}
    return next((each for each in holds if each.lifted_at is None and each.subject in wanted), None)
