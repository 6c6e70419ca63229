"""Portals as they stand now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class PortalRow(Base):
    """Commanded, sensed and derived state since ``since``; ``machine`` is the portal machine's own JSON."""

    __tablename__ = "portals"

    portal: Mapped[str] = mapped_column(String(64), primary_key=True)
    commanded: Mapped[str] = mapped_column(String(16))
    contact: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(Instant)
    cause: Mapped[str] = mapped_column(String(64))
    machine: Mapped[str] = mapped_column(Text)
