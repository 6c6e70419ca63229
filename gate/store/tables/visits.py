"""Visits, as the desk keeps them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class VisitRow(Base):
    """``zones`` and ``escorts`` are JSON lists of ids; the instants are facts of their own, None until they happen."""

    __tablename__ = "visits"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    host: Mapped[str | None] = mapped_column(String(64), index=True)
    zones: Mapped[str] = mapped_column(Text)
    escorts: Mapped[str] = mapped_column(Text)
    starts: Mapped[datetime] = mapped_column(Instant, index=True)
    ends: Mapped[datetime] = mapped_column(Instant, index=True)
    state: Mapped[str | None] = mapped_column(String(16))
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
