"""Devices and agents: who answers, how, since when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class DeviceRow(Base):
    """Health of a device, line, camera, agent or the engine; ``online`` None where nothing was ever heard."""

    __tablename__ = "devices"

    device: Mapped[str] = mapped_column(String(64), primary_key=True)
    online: Mapped[bool | None] = mapped_column(Boolean)
    since: Mapped[datetime] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Text)


class AgentRow(Base):
    """Mode of an agent and the pack it runs."""

    __tablename__ = "agents"

    agent: Mapped[str] = mapped_column(String(64), primary_key=True)
    mode: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(Instant)
    pack: Mapped[str | None] = mapped_column(String(128))
    revision: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str] = mapped_column(Text)
