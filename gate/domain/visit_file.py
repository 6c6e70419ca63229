"""A visit as the desk keeps it: the policy's visit, and what was seen, signed, handed out and taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gate.domain.approval import ApprovalStep, VisitTerms
from gate.domain.visit import Visit
from gate.domain.visitor_type import GUEST
from gate.domain.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFile:
    """Checked out, badge returned and items reconciled are three facts (console.md); each carries its instant.

    ``badge`` is the id of the credential that was handed out; ``evidence`` says how the desk knows that he left.
    ``kind`` is a type of visitors, ``series`` what visits have in common that were asked for together. ``edition``
    counts the terms; ``approved_terms`` are those that the last whole chain of ``approvals`` was given for.
    ``why``: of a visit that was rejected, cancelled or refused. ``answer``: what the host said to the arrival.
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
    kind: str = GUEST
    series: str | None = None
    edition: int = 1
    email: str = field(default="", repr=False)
    language: str = ""
    nationality: str = ""
    approvals: tuple[ApprovalStep, ...] = ()
    approved_terms: VisitTerms | None = None
    waivers: tuple[Waiver, ...] = ()
    why: str = ""
    completed_at: datetime | None = None
    notice: str = ""
    arrived_at: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None
    host_reminded_at: datetime | None = None
    desk_reminded_at: datetime | None = None
    exit_settled_at: datetime | None = None
    exit_settled_by: str = ""
