"""The engine's own: its starts, the configurations it ran, the receipts it gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant, LogNumber


class EpochRow(Base):
    """One start of the engine; the number grows by one each time and fences commands of earlier ones."""

    __tablename__ = "epochs"

    epoch: Mapped[int] = mapped_column(LogNumber, primary_key=True, autoincrement=False)
    started_at: Mapped[datetime] = mapped_column(Instant)
    configuration: Mapped[str] = mapped_column(String(128))


class ConfigurationRow(Base):
    """A configuration by its content hash, and when it was first applied here.

    ``body`` is the site as JSON, its calendar resolved, so that a later tzdata does not change the past; empty where
    an earlier version of Gate applied it.
    """

    __tablename__ = "configurations"

    version: Mapped[str] = mapped_column(String(128), primary_key=True)
    applied_at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[str] = mapped_column(Text, server_default="")


class ReceiptRow(Base):
    """The answer to a command, by the command's id: a command sent twice is answered from here. Kept as JSON.

    Sealed with the event ``seq`` that records the command; ``receipt`` is empty once its personal part was erased.
    """

    __tablename__ = "receipts"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    seq: Mapped[int | None] = mapped_column(BigInteger, index=True)
    receipt: Mapped[str] = mapped_column(Text)
