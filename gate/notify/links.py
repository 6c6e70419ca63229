"""Links that open one visit for one purpose: random, kept as a hash, over at a time, and good for nothing else."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from gate.notify.book import NotifyBook

TOKEN_BYTES = 32


class Purpose(StrEnum):
    """What the holder of a link may do."""

    VISITOR = "visitor"  # complete and see his own visit
    HOST = "host"  # say what is to be done with a visitor who waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """``person``: the host who answers; "" for a visitor's. Good while t < ``until``."""

    visit: str
    purpose: Purpose
    person: str
    until: datetime


def mint(book: NotifyBook, link: Link) -> str:
    """A new token for this link: 256 random bits, known to its holder alone."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with book.work() as db:
        db.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)",
            (_hash(token), link.visit, link.purpose.value, link.person, link.until.timestamp()),
        )
    return token


def find(book: NotifyBook, token: str, purpose: Purpose, now: datetime) -> Link | None:
    """The link of a token; None for one that is unknown, over, or for another purpose."""
    with book.work() as db:
        row = db.execute("SELECT * FROM links WHERE token = ?", (_hash(token),)).fetchone()
    if row is None or row["purpose"] != purpose or row["until"] <= now.timestamp():
        return None
    until = datetime.fromtimestamp(row["until"], UTC)
    return Link(visit=row["visit"], purpose=purpose, person=row["person"], until=until)


def withdraw(book: NotifyBook, visit: str, purpose: Purpose) -> None:
    """Every link of this visit for this purpose is dead."""
    with book.work() as db:
        db.execute("DELETE FROM links WHERE visit = ? AND purpose = ?", (visit, purpose.value))


def forget_over(book: NotifyBook, now: datetime) -> int:
    """Drop links that are over; how many."""
    with book.work() as db:
        return db.execute("DELETE FROM links WHERE until <= ?", (now.timestamp(),)).rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
