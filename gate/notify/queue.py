"""What is to be told: rows on disk with a state each, due at a time, tried again with growing pauses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from gate.notify.book import NotifyBook

PAUSES = tuple(timedelta(seconds=s) for s in (30, 120, 600, 3600, 4 * 3600, 12 * 3600))
"""After each failure; one more is the end."""


class Delivery(StrEnum):
    """How a message stands."""

    QUEUED = "queued"
    RETRIED = "retried"  # failed so far, and will be tried again
    SENT = "sent"
    FAILED = "failed"  # given up: nobody was told
    MOOT = "moot"  # what it would have said is no longer so


class Recipient(StrEnum):
    """Whom a message is for; ``to_id`` is the person of a host or approver, else empty."""

    VISITOR = "visitor"
    PERSON = "person"
    DESK = "desk"
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A message that an event asks for: ``kind`` is what it says."""

    event: int
    visit: str
    kind: str
    to_kind: Recipient
    to_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A row. ``why``: of the last failure. ``tries``: how often it was attempted."""

    id: int
    event: int
    visit: str
    kind: str
    to_kind: Recipient
    to_id: str
    state: Delivery
    made_at: datetime
    tries: int
    due_at: datetime
    sent_at: datetime | None
    why: str


def add(book: NotifyBook, wanted: Iterable[Wanted], upto: int, now: datetime) -> None:
    """Queue these and remember that the record was read up to number ``upto``: both or neither. A repeat is nothing."""
    at = now.timestamp()
    rows = [
        (each.event, each.visit, each.kind, each.to_kind.value, each.to_id, Delivery.QUEUED.value, at, at)
        for each in wanted
    ]
    with book.work() as db:
        db.executemany(
            "INSERT OR IGNORE INTO queue (event, visit, kind, to_kind, to_id, state, made_at, due_at, tries, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
            rows,
        )
        db.execute(
            "INSERT INTO progress VALUES ('record', ?) ON CONFLICT (name) DO UPDATE SET seq = max(seq, excluded.seq)",
            (upto,),
        )


def progress(book: NotifyBook) -> int | None:
    """The number up to which the record was read; None if it never was."""
    with book.work() as db:
        row = db.execute("SELECT seq FROM progress WHERE name = 'record'").fetchone()
    return int(row["seq"]) if row else None


def due(book: NotifyBook, now: datetime, limit: int = 50) -> tuple[Queued, ...]:
    """What is to be attempted now, the longest due first."""
    with book.work() as db:
        rows = db.execute(
            "SELECT * FROM queue WHERE state IN ('queued', 'retried') AND due_at <= ? ORDER BY due_at, id LIMIT ?",
            (now.timestamp(), limit),
        ).fetchall()
    return tuple(_queued(row) for row in rows)


def ended(book: NotifyBook, row: Queued, state: Delivery, now: datetime, why: str = "") -> None:
    """Sent, moot, or given up."""
    sent = now.timestamp() if state is Delivery.SENT else None
    with book.work() as db:
        db.execute(
            "UPDATE queue SET state = ?, tries = tries + 1, sent_at = ?, why = ? WHERE id = ?",
            (state.value, sent, why[:300], row.id),
        )


def failed(book: NotifyBook, row: Queued, now: datetime, why: str) -> Delivery:
    """Try again after a pause, or give up after the last one."""
    if row.tries >= len(PAUSES):
        ended(book, row, Delivery.FAILED, now, why)
        return Delivery.FAILED
    again = now + PAUSES[row.tries]
    with book.work() as db:
        db.execute(
            "UPDATE queue SET state = 'retried', tries = tries + 1, due_at = ?, why = ? WHERE id = ?",
            (again.timestamp(), why[:300], row.id),
        )
    return Delivery.RETRIED


def of_visit(book: NotifyBook, visit: str) -> tuple[Queued, ...]:
    """Everything about one visit, the newest first."""
    with book.work() as db:
        rows = db.execute(
            "SELECT * FROM queue WHERE visit = ? ORDER BY id DESC LIMIT 50", (visit,)
        ).fetchall()
    return tuple(_queued(row) for row in rows)


def counts(book: NotifyBook) -> dict[Delivery, int]:
    """How many rows are in each state."""
    with book.work() as db:
        rows = db.execute("SELECT state, count(*) AS n FROM queue GROUP BY state").fetchall()
    return {Delivery(row["state"]): int(row["n"]) for row in rows}


def _queued(row: sqlite3.Row) -> Queued:
    return Queued(
        id=row["id"],
        event=row["event"],
        visit=row["visit"],
        kind=row["kind"],
        to_kind=Recipient(row["to_kind"]),
        to_id=row["to_id"],
        state=Delivery(row["state"]),
        made_at=_instant(row["made_at"]),
        tries=row["tries"],
        due_at=_instant(row["due_at"]),
        sent_at=None if row["sent_at"] is None else _instant(row["sent_at"]),
        why=row["why"],
    )


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
