"""How far the tables have what the redo file keeps (gate.store.redo)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base


class RedoneRow(Base):
    """One row: the number of the last record whose rows the tables have. It changes with them, in one transaction."""

    __tablename__ = "redone"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    upto: Mapped[int] = mapped_column(BigInteger)
