"""Alarms: one row each, its history in the event log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class AlarmRow(Base):
    """One alarm; the index below keeps one open alarm per kind and subject."""

    __tablename__ = "alarms"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(128))
    priority: Mapped[int] = mapped_column(Integer)
    raised_at: Mapped[datetime] = mapped_column(Instant, index=True)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(Integer)
    portal: Mapped[str | None] = mapped_column(String(64))
    zone: Mapped[str | None] = mapped_column(String(64))
    cause: Mapped[str] = mapped_column(String(128))
    still: Mapped[str | None] = mapped_column(String(64))
    silent: Mapped[bool] = mapped_column(Boolean)
    active: Mapped[bool] = mapped_column(Boolean)
    returned_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_revision: Mapped[int] = mapped_column(Integer)
    acknowledged_by: Mapped[str | None] = mapped_column(String(64))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_note: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    closed_by: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str | None] = mapped_column(String(32))
    closing_note: Mapped[str] = mapped_column(Text)


_alarm = AlarmRow.__table__.c
Index(
    "uq_alarms_open",
    _alarm.kind,
    _alarm.subject,
    unique=True,
    sqlite_where=_alarm.closed_at.is_(None),
    postgresql_where=_alarm.closed_at.is_(None),
)
