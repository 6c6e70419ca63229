"""People with their credentials, memberships and prerequisites. Nothing is deleted here: things end."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from gate.store.base import Base, Instant


class PersonRow(Base):
    """One person. ``pin`` is a keyed verifier, ``id_hash`` a keyed hash: neither can be read back.

    ``found_by`` is :func:`gate.store.found_by.found_by` of the row.
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_zh: Mapped[str | None] = mapped_column(String(100))
    initials: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    clearance: Mapped[int] = mapped_column(Integer)
    starts: Mapped[datetime | None] = mapped_column(Instant)
    ends: Mapped[datetime | None] = mapped_column(Instant)
    pin: Mapped[str | None] = mapped_column(Text)
    extended_time: Mapped[bool] = mapped_column(Boolean)
    company: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(200))
    id_kind: Mapped[str] = mapped_column(String(32))
    id_hash: Mapped[str] = mapped_column(String(128), index=True)
    id_last4: Mapped[str] = mapped_column(String(4))
    departed_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(BigInteger)
    found_by: Mapped[str] = mapped_column(Text)


_person = PersonRow.__table__.c
Index("ix_people_found", _person.name, _person.id).ddl_if(dialect="postgresql")
Index("ix_people_found", _person.name, _person.id, _person.initials, _person.found_by).ddl_if(
    dialect="sqlite"
)
"""SQLite answers a search from the index alone; PostgreSQL's entries may not be as long as two names can be."""


class PersonHistoryRow(Base):
    """What the policy was told of a person from a revision of the facts on: JSON without names, PIN and remarks."""

    __tablename__ = "person_history"

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)


class CredentialRow(Base):
    """One token of one person. A card is active for one person at most (EN 60839-11-1 T4.13): the index below."""

    __tablename__ = "credentials"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(32))
    facility: Mapped[int | None] = mapped_column(BigInteger)
    number: Mapped[str] = mapped_column(String(64), index=True)
    assurance: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))


_card = CredentialRow.__table__.c
Index(
    "uq_credentials_active_card",
    _card.format,
    func.coalesce(_card.facility, -1),
    _card.number,
    unique=True,
    sqlite_where=_card.state == "active",
    postgresql_where=_card.state == "active",
)


class MembershipRow(Base):
    """A person in a group, with why, by whose leave, and until when."""

    __tablename__ = "memberships"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    group: Mapped[str] = mapped_column("group_id", String(64), index=True)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(String(64))
    starts: Mapped[datetime | None] = mapped_column(Instant)
    ends: Mapped[datetime | None] = mapped_column(Instant)


class PrerequisiteRow(Base):
    """What a person has (training, vetting, ...), good through the day ``good_through``, None without end."""

    __tablename__ = "prerequisites"

    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    good_through: Mapped[date | None] = mapped_column(Date)
