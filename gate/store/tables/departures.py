"""Departures and what each agent answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class DepartureRow(Base):
    """One case; ``credentials`` is a JSON list of ids; ``proved_at`` None while an agent is awaited."""

    __tablename__ = "departures"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    credentials: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant, index=True)
    started_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    proved_at: Mapped[datetime | None] = mapped_column(Instant)


class DepartureAnswerRow(Base):
    """One agent asked in a case, in the order of ``place``; ``answered_at`` None while it is awaited."""

    __tablename__ = "departure_answers"

    departure: Mapped[str] = mapped_column(ForeignKey("departures.id"), primary_key=True)
    agent: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int] = mapped_column(Integer)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
