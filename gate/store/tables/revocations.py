"""Lost badges and what each agent answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class RevocationRow(Base):
    """One case. ``credentials``: a JSON list of ids; ``answers``: a JSON object by agent of instants, null: awaited."""

    __tablename__ = "revocations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    visit: Mapped[str | None] = mapped_column(String(64), index=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    credentials: Mapped[str] = mapped_column(Text)
    answers: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Instant, index=True)
    started_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    replaced_by: Mapped[str | None] = mapped_column(String(64))
    proved_at: Mapped[datetime | None] = mapped_column(Instant)
