"""Kiosks: made by a manager, paired once by a short code, each with the visitor who stands before it now.

A device's token and its code are kept as hashes. Whose turn it is ends by itself: nobody sees what somebody left.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from web.auth.books import Books

CODE_DIGITS = 8
CODE_FOR = timedelta(minutes=10)
IDLE = timedelta(seconds=60)
"""After so long without a touch the visitor is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """A device. ``visit`` "": nobody stands before it; ``turn`` names this visitor's turn, so that a page that was left
    open by the one before does nothing."""

    id: str
    name: str
    paired: bool
    made_by: str
    visit: str = ""
    turn: str = ""


def make(books: Books, name: str, made_by: str) -> str:
    """A new kiosk; its pairing code, good once and for ten minutes, kept nowhere in clear."""
    code = _code()
    with books.work() as db:
        db.execute(
            "INSERT INTO kiosks VALUES (?, ?, NULL, ?, ?, ?, ?, NULL, '', '', 0)",
            (secrets.token_hex(8), name, _hash(code), _code_until(books), made_by, books.time()),
        )
    return code


def code_again(books: Books, id: str) -> str | None:
    """Another code for a kiosk, whose device is unpaired by that; None for no such kiosk."""
    code = _code()
    with books.work() as db:
        changed = db.execute(
            "UPDATE kiosks SET code = ?, code_until = ?, token = NULL, paired_at = NULL, visit = '' WHERE id = ?",
            (_hash(code), _code_until(books), id),
        ).rowcount
    return code if changed else None


def remove(books: Books, id: str) -> bool:
    """The device is a kiosk no more; False if it was none."""
    with books.work() as db:
        return db.execute("DELETE FROM kiosks WHERE id = ?", (id,)).rowcount > 0


def listed(books: Books) -> tuple[Kiosk, ...]:
    """Every kiosk, by name."""
    with books.work() as db:
        return tuple(_kiosk(row) for row in db.execute("SELECT * FROM kiosks ORDER BY name, id"))


def pair(books: Books, code: str) -> str | None:
    """The device's token for a code that is good; None for any other."""
    token = secrets.token_urlsafe(32)
    with books.work() as db:
        changed = db.execute(
            "UPDATE kiosks SET token = ?, code = NULL, paired_at = ? WHERE code = ? AND code_until > ?",
            (_hash(token), books.time(), _hash(code), books.time()),
        ).rowcount
    return token if changed else None


def of_token(books: Books, token: str) -> Kiosk | None:
    """The kiosk that holds this token, with the visitor of whom it still knows."""
    with books.work() as db:
        row = db.execute("SELECT * FROM kiosks WHERE token = ?", (_hash(token),)).fetchone()
        if row is None:
            return None
        if row["visit"] and books.time() - row["used_at"] >= IDLE.total_seconds():
            _forget(db, row["id"])
            row = db.execute("SELECT * FROM kiosks WHERE id = ?", (row["id"],)).fetchone()
    return _kiosk(row)


def begin(books: Books, id: str, visit: str) -> None:
    """Somebody found his visit."""
    with books.work() as db:
        db.execute(
            "UPDATE kiosks SET visit = ?, turn = ?, used_at = ? WHERE id = ?",
            (visit, secrets.token_hex(8), books.time(), id),
        )


def touch(books: Books, id: str) -> None:
    """He is still there."""
    with books.work() as db:
        db.execute("UPDATE kiosks SET used_at = ? WHERE id = ? AND visit != ''", (books.time(), id))


def wipe(books: Books, id: str) -> None:
    """Nobody stands there any more."""
    with books.work() as db:
        _forget(db, id)


def _forget(db: sqlite3.Connection, id: str) -> None:
    db.execute("UPDATE kiosks SET visit = '', turn = '' WHERE id = ?", (id,))


def _kiosk(row: sqlite3.Row) -> Kiosk:
    return Kiosk(
        id=row["id"],
        name=row["name"],
        paired=row["token"] is not None,
        made_by=row["made_by"],
        visit=row["visit"],
        turn=row["turn"],
    )


def _code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _code_until(books: Books) -> float:
    return books.time() + CODE_FOR.total_seconds()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
