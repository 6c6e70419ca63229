"""A visit as the desk keeps it: the policy's visit, and what was seen, signed, handed out and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gate.domain.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFile:
    """Checked out, badge returned and items reconciled are three facts (console.md); each carries its instant.

    ``badge`` is the id of the credential that was handed out; ``evidence`` says how the desk knows that he left.
    """

    visit: Visit
    person: str
    purpose: str = ""
    registered_by: str = ""
    approved_by: str | None = None
    badge: str | None = None
    agreed_at: datetime | None = None
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None
    badge_returned_at: datetime | None = None
    evidence: str = ""
    overdue_at: datetime | None = None
