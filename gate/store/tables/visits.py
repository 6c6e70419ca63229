"""Visits, as the desk keeps them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, and_, literal
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class VisitRow(Base):
    """``zones`` and ``escorts`` are JSON lists of ids; the instants are facts of their own, None until they happen.

    ``approvals``, ``approved_terms`` and ``waivers`` are JSON as :mod:`gate.store.visit_body` spells them.
    """

    __tablename__ = "visits"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    host: Mapped[str | None] = mapped_column(String(64), index=True)
    zones: Mapped[str] = mapped_column(Text)
    escorts: Mapped[str] = mapped_column(Text)
    starts: Mapped[datetime] = mapped_column(Instant)
    ends: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str | None] = mapped_column(String(16), index=True)
    items: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(Text)
    registered_by: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(String(64))
    badge: Mapped[str | None] = mapped_column(String(64))
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_in_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_out_at: Mapped[datetime | None] = mapped_column(Instant)
    badge_returned_at: Mapped[datetime | None] = mapped_column(Instant)
    evidence: Mapped[str] = mapped_column(Text)
    overdue_at: Mapped[datetime | None] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(64))
    series: Mapped[str | None] = mapped_column(String(64), index=True)
    edition: Mapped[int] = mapped_column(Integer)
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(16))
    nationality: Mapped[str] = mapped_column(String(64))
    approvals: Mapped[str] = mapped_column(Text)
    approved_terms: Mapped[str | None] = mapped_column(Text)
    waivers: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    notice: Mapped[str] = mapped_column(String(64))
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(String(16))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    host_reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    desk_reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    exit_settled_at: Mapped[datetime | None] = mapped_column(Instant)
    exit_settled_by: Mapped[str] = mapped_column(String(64))


_visit = VisitRow.__table__.c
Index("ix_visits_ends_starts", _visit.ends, _visit.starts)

EXIT_UNKNOWN = and_(
    # in the statement's own text: a database uses an index of some rows only where it sees that they are those
    _visit.evidence == literal("exit_unknown", String, literal_execute=True),
    _visit.exit_settled_at.is_(None),
)
"""Nobody knows whether this visitor has left: he is on the muster list, whatever the visit's state."""

Index("ix_visits_exit_unknown", _visit.evidence, sqlite_where=EXIT_UNKNOWN, postgresql_where=EXIT_UNKNOWN)
