"""What operators ask of the engine about doors that stand unlocked, and about what a day counts as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldUnlocked:
    """Stand unlocked until then: a delivery, an event. A lockdown or a threat level ends it."""

    portal: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAgain:
    """End a hold now; one by schedule does not come back before the schedule opens anew."""

    portal: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAlternateDay:
    """Let a local date count as a weekday (``mon`` … ``sun``) or as a ``holiday``, whatever the calendar says."""

    day: date
    as_: str
    reason: str


StandingCommand = HoldUnlocked | LockAgain | SetAlternateDay
