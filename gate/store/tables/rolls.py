"""Roll calls: one row a roll, one row a person on it; the columns are the fields of :mod:`gate.domain.roll`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class RollCallRow(Base):
    """One roll. ``zones`` is a JSON list of ids."""

    __tablename__ = "roll_calls"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    occasion: Mapped[str] = mapped_column(String(16))
    zones: Mapped[str] = mapped_column(Text)
    called_at: Mapped[datetime] = mapped_column(Instant)
    called_by: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str] = mapped_column(String(64))
    expected: Mapped[int] = mapped_column(Integer)
    seen: Mapped[int] = mapped_column(Integer)
    left: Mapped[int] = mapped_column(Integer)
    missing: Mapped[int] = mapped_column(Integer)


class RollLineRow(Base):
    """One person of a roll. ``zones`` is a JSON list of ids."""

    __tablename__ = "roll_lines"

    roll: Mapped[str] = mapped_column(ForeignKey("roll_calls.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    zones: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Instant)
    mark: Mapped[str] = mapped_column(String(16))
    marked_at: Mapped[datetime | None] = mapped_column(Instant)
    marked_by: Mapped[str] = mapped_column(String(64))


_roll = RollCallRow.__table__.c
OPEN = _roll.ended_at.is_(None)
Index("ix_roll_calls_open", _roll.called_at, sqlite_where=OPEN, postgresql_where=OPEN)
