"""The seal of the log: the tree's right edge, its larger nodes, its signed heads and who countersigned them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant, LogNumber


class SealFrontierRow(Base):
    """One row: how many events are in the tree, and the roots of its complete subtrees, the largest first."""

    __tablename__ = "seal_frontier"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    roots: Mapped[bytes] = mapped_column(LargeBinary)


class SealNodeRow(Base):
    """The root of a complete subtree of ``2 ** level`` leaves, the first of which is ``place * 2 ** level``.

    Only of 256 leaves and more: smaller ones are quickly made from the rows. Proofs need them; nothing trusts them.
    """

    __tablename__ = "seal_nodes"

    level: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class CheckpointRow(Base):
    """A signed head: the note as it was signed (``gate.seal.checkpoint``), by the number of events under it."""

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(LogNumber, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Text)


class CountersignatureRow(Base):
    """An agent's signature line under a checkpoint of ``size`` events, and when it came."""

    __tablename__ = "countersignatures"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    agent: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    signature: Mapped[str] = mapped_column(Text)
