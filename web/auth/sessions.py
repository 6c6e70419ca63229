"""Sessions: kept on the server by the hash of a token that only the browser's cookie holds."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from gate.domain.rights import Role
from web.auth.books import Books
from web.auth.operators import Operator, operator_of

LONGEST = timedelta(hours=12)
"""A shift: after it everybody signs in again, used or not."""

IDLE: Mapping[Role, timedelta] = {
    # A control room watches more than it clicks: its page must not go dark in the night.
    Role.GUARD: LONGEST,
    Role.MANAGER: timedelta(hours=2),
    Role.HR: timedelta(minutes=30),
    Role.AUDITOR: timedelta(minutes=30),
    Role.HOST: timedelta(hours=2),
}


def begin(books: Books, operator: Operator, origin: str) -> str:
    """A new session's token, for the cookie."""
    token = secrets.token_urlsafe(32)
    now = books.time()
    with books.work() as db:
        db.execute("DELETE FROM sessions WHERE begun_at <= ?", (now - LONGEST.total_seconds(),))
        db.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", (_hash(token), operator.name, now, now, origin)
        )
    return token


def holder(books: Books, token: str, *, use: bool) -> Operator | None:
    """Whose session it is, None if it has ended. ``use``: the operator did something, so it is not idle."""
    now = books.time()
    with books.work() as db:
        row = db.execute(
            "SELECT o.*, s.begun_at, s.used_at FROM sessions s JOIN operators o ON o.name = s.operator"
            " WHERE s.token = ?",
            (_hash(token),),
        ).fetchone()
        if row is None:
            return None
        operator = operator_of(row)
        idle = now - row["used_at"] >= IDLE[operator.role].total_seconds()
        if idle or now - row["begun_at"] >= LONGEST.total_seconds():
            db.execute("DELETE FROM sessions WHERE token = ?", (_hash(token),))
            return None
        if use:
            db.execute("UPDATE sessions SET used_at = ? WHERE token = ?", (now, _hash(token)))
    return operator


def end(books: Books, token: str) -> None:
    """Sign out."""
    with books.work() as db:
        db.execute("DELETE FROM sessions WHERE token = ?", (_hash(token),))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
