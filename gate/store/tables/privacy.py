"""What is known of people and kept shut, and what must not be erased: one row a fact, its fields the columns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class PrivateFieldRow(Base):
    """One sealed field of a person; ``lookup`` is a keyed hash, neither can be read with the database alone."""

    __tablename__ = "private_fields"

    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    lookup: Mapped[str] = mapped_column(String(64))
    shown: Mapped[str] = mapped_column(String(16))


_field = PrivateFieldRow.__table__.c
Index(
    "ix_private_fields_lookup",
    _field.lookup,
    sqlite_where=_field.lookup != "",
    postgresql_where=_field.lookup != "",
)


class HoldRow(Base):
    """One legal hold, in force until it is lifted."""

    __tablename__ = "holds"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[str] = mapped_column(String(64))
    placed_at: Mapped[datetime] = mapped_column(Instant)
    lifted_by: Mapped[str] = mapped_column(String(64))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
