"""Moving state of the policy's world (presence, waits, counts), one JSON text a key, for the next start."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base


class WorldStateRow(Base):
    """``value`` is the policy's own JSON: the store never looks into it."""

    __tablename__ = "world_state"

    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(256), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
