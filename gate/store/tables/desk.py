"""The desk's tables: one row a fact, whose columns are the fields of :mod:`gate.domain`'s dataclass of that name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class DeskRecordRow(Base):
    """What the desk knows of one visit. ``hits`` is a JSON list."""

    __tablename__ = "desk_records"

    visit: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    identified: Mapped[str] = mapped_column(String(16))
    identified_at: Mapped[datetime | None] = mapped_column(Instant)
    identified_by: Mapped[str] = mapped_column(String(64))
    born: Mapped[date | None] = mapped_column(Date)
    nationality: Mapped[str] = mapped_column(String(8))
    document_ends: Mapped[date | None] = mapped_column(Date)
    photo: Mapped[str] = mapped_column(String(64))
    photo_at: Mapped[datetime | None] = mapped_column(Instant)
    screening: Mapped[str] = mapped_column(String(16))
    screened_as: Mapped[str] = mapped_column(String(64))
    hits: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(64))
    signed_version: Mapped[int] = mapped_column(Integer)
    refused_at: Mapped[datetime | None] = mapped_column(Instant)
    items_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    reconciled_at: Mapped[datetime | None] = mapped_column(Instant)
    pass_hash: Mapped[str] = mapped_column(String(64), index=True)


class CarriedItemRow(Base):
    """One thing of a visit."""

    __tablename__ = "carried_items"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    visit: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    description: Mapped[str] = mapped_column(Text)
    serial: Mapped[str] = mapped_column(Text)
    capabilities: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    locker: Mapped[str] = mapped_column(String(32))
    receipt: Mapped[str] = mapped_column(String(32))
    permit: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class CarryPermitRow(Base):
    """A permit for one thing of one person, in or out of one zone."""

    __tablename__ = "carry_permits"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    way: Mapped[str] = mapped_column(String(8))
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    zone: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    description: Mapped[str] = mapped_column(Text)
    serial: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    photo: Mapped[str] = mapped_column(String(64))
    starts: Mapped[datetime] = mapped_column(Instant)
    ends: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16), index=True)
    applied_by: Mapped[str] = mapped_column(String(64))
    applied_at: Mapped[datetime] = mapped_column(Instant)
    approved_by: Mapped[str] = mapped_column(String(64))
    judged_at: Mapped[datetime | None] = mapped_column(Instant)
    judged_why: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    lasting: Mapped[bool] = mapped_column(Boolean)
    capabilities: Mapped[str] = mapped_column(Text)


class AgreementTextRow(Base):
    """One version of the agreement in one language."""

    __tablename__ = "agreement_texts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    published_by: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)


class SignatureRow(Base):
    """A signature, or the refusal of one."""

    __tablename__ = "signatures"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    visit: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(16))
    text_sha256: Mapped[str] = mapped_column(String(64))
    signed: Mapped[bool] = mapped_column(Boolean)
    method: Mapped[str | None] = mapped_column(String(16))
    typed_name: Mapped[str] = mapped_column(Text)
    drawing: Mapped[str] = mapped_column(String(64))
    refused_why: Mapped[str] = mapped_column(Text)
    witness: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class WatchListRow(Base):
    """One watchlist."""

    __tablename__ = "watchlists"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(64))
    review_on: Mapped[date] = mapped_column(Date)


class WatchEntryRow(Base):
    """One person on a watchlist."""

    __tablename__ = "watch_entries"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    list_id: Mapped[str] = mapped_column(ForeignKey("watchlists.id"))
    name: Mapped[str] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text)
    born: Mapped[date | None] = mapped_column(Date)
    id_hash: Mapped[str] = mapped_column(String(128), index=True)
    note: Mapped[str] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    id_kind: Mapped[str] = mapped_column(String(32))
    id_sealed: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_watch_entries_list_id_id", "list_id", "id"),)


class DismissalRow(Base):
    """A pair of entry and visitor that somebody said are two persons."""

    __tablename__ = "watch_dismissals"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    entry: Mapped[str] = mapped_column(ForeignKey("watch_entries.id"), index=True)
    subject: Mapped[str] = mapped_column(String(160), index=True)
    judged_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Text)
