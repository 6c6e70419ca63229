"""The event log: append-only, in the order in which the engine took them; triggers refuse any change of a row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant, LogNumber


class EventRow(Base):
    """One event. ``seq`` is the log's number, without gaps; ``src, boot, src_seq`` are the event's own identity.

    ``at`` is the source's time, ``recorded_at`` the engine's. The columns from ``portal`` to ``request`` repeat what
    stands in ``body`` (JSON as the bus spells it) and ``personal`` so that pages find it. No column holds a name or a
    number of a card's owner: people are ids. Times are found by gate.store.tables.days, not by an index here.

    ``personal``: the personal fields of the body, as JSON by path (gate.domain.personal). ``salt`` hides them, and
    ``person`` and ``credential``, in the seal; once they are erased ``hidden`` stands for them. ``leaf`` is the row's
    hash in the tree (gate.seal.leaf): it only says where to look, the tree is made from the row itself.

    On PostgreSQL this is a view; gate.store.log has what stands behind it.
    """

    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(LogNumber, primary_key=True, autoincrement=False)
    src: Mapped[str] = mapped_column(String(64))
    boot: Mapped[int] = mapped_column(BigInteger)
    src_seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    type: Mapped[str] = mapped_column(String(64))
    portal: Mapped[str | None] = mapped_column(String(64))
    zone: Mapped[str | None] = mapped_column(String(64))
    person: Mapped[str | None] = mapped_column(String(64))
    credential: Mapped[str | None] = mapped_column(String(64))
    subject: Mapped[str | None] = mapped_column(String(128))
    request: Mapped[str | None] = mapped_column(String(128))
    body: Mapped[str] = mapped_column(Text)
    personal: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    hidden: Mapped[bytes | None] = mapped_column(LargeBinary)
    leaf: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("src", "boot", "src_seq"),)


# On PostgreSQL they are indexes of the table behind the view, and those of portal and subject are
# (portal, (seq >> 12)): of 4,096 neighbours in the log each door has many, and equal entries share one, which is a
# seventh of the bytes of one for each number (migrations 0015, 0017).
for _column in ("person", "portal", "subject", "request"):
    _indexed = EventRow.__table__.c[_column]
    _found = (_indexed,) if _column == "request" else (_indexed, EventRow.__table__.c.seq)
    Index(
        f"ix_events_{_column}",
        *_found,
        sqlite_where=_indexed.is_not(None),
        postgresql_where=_indexed.is_not(None),
    )


class SourceRow(Base):
    """Up to where the events of one start (``boot``) of a source are recorded without a gap."""

    __tablename__ = "sources"

    src: Mapped[str] = mapped_column(String(64), primary_key=True)
    boot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    upto: Mapped[int] = mapped_column(BigInteger)
