"""Links that open one visit for one purpose: random, kept as a hash, over at a time, and good for nothing else."""

from __future__ import annotations

import base64
import hashlib
import secrets
import sqlite3
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
        if link.purpose is Purpose.VISITOR:
            db.execute("INSERT INTO link_passes VALUES (?, ?)", (_hash(pass_code(token)), _hash(token)))
    return token


def pass_code(token: str) -> str:
    """What the QR code on the visitor's own page says: 128 bits that follow from the link and do not lead back to it.

    In letters that scanners, keyboards and input methods all agree on; it finds the visit at
    the desk and at the kiosk, and opens no page.
    """
    return "GI" + base64.b32encode(hashlib.sha256(f"pass {token}".encode()).digest()[:16]).decode().rstrip(
        "="
    )


def visit_of_code(book: NotifyBook, code: str, now: datetime) -> str | None:
    """The visit of a code from :func:`pass_code`; None for one that is unknown or over."""
    with book.work() as db:
        row = db.execute(
            "SELECT l.visit, l.until FROM link_passes p JOIN links l ON l.token = p.token WHERE p.code = ?",
            (_hash(code),),
        ).fetchone()
    return None if row is None or row["until"] <= now.timestamp() else str(row["visit"])


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
        _drop_loose_passes(db)


def forget_over(book: NotifyBook, now: datetime) -> int:
    """Drop links that are over; how many."""
    with book.work() as db:
        dropped = db.execute("DELETE FROM links WHERE until <= ?", (now.timestamp(),)).rowcount
        _drop_loose_passes(db)
    return dropped


def _drop_loose_passes(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM link_passes WHERE token NOT IN (SELECT token FROM links)")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
