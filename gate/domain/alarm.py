"""Alarms: what a guard must act on, in the two facts that ISA-18.2 keeps apart: active? and acknowledged?

One alarm is open per kind and subject; a new occurrence raises its revision and asks for attention again. What the
kinds mean, and what to do first, is data in :mod:`gate.domain.alarm_kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmState(StrEnum):
    """Derived from the two facts; shelving and silencing are the console's own."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED_UNACKNOWLEDGED = "returned_unacknowledged"
    RETURNED = "returned"  # over and acknowledged: waits for its closing code
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm as it stands. ``cause`` says what happened, in the word of its kind (``force``, ``bounce``, ...).

    ``acknowledged_revision`` is the revision that somebody took; a later one is unacknowledged again.
    """

    id: str
    kind: str
    subject: str
    priority: int
    raised_at: datetime
    changed_at: datetime
    revision: int = 1
    portal: str | None = None
    zone: str | None = None
    cause: str = ""
    still: str | None = None  # SHA-256 of the picture that shows it
    silent: bool = False
    active: bool = True
    returned_at: datetime | None = None
    acknowledged_revision: int = 0
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_note: str = ""
    closed_at: datetime | None = None
    closed_by: str | None = None
    code: str | None = None
    closing_note: str = ""

    @property
    def acknowledged(self) -> bool:
        """True if somebody took the newest revision."""
        return self.acknowledged_revision >= self.revision

    @property
    def open(self) -> bool:
        """True until it is closed with a code."""
        return self.closed_at is None

    @property
    def state(self) -> AlarmState:
        """The one word for lists."""
        if not self.open:
            return AlarmState.CLOSED
        if self.active:
            return AlarmState.ACKNOWLEDGED if self.acknowledged else AlarmState.UNACKNOWLEDGED
        return AlarmState.RETURNED if self.acknowledged else AlarmState.RETURNED_UNACKNOWLEDGED
