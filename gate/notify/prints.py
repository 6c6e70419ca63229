"""Labels to be printed: rows on disk with a state each, tried again with growing pauses, and again on request.

A label holds a pass. Its paper lies sealed among the desk's files until it is printed, and is dropped then.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from gate.notify.book import NotifyBook

PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300))
"""After each failure; one more is the end, until somebody asks again."""


class PrintState(StrEnum):
    """How a label stands."""

    QUEUED = "queued"
    RETRIED = "retried"  # failed so far, and will be tried again
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A row. ``paper``: the SHA-256 under which the PDF is kept, "" once printed. ``why``: of the last failure."""

    id: int
    visit: str
    paper: str
    by: str
    state: PrintState
    made_at: datetime
    tries: int
    due_at: datetime
    printed_at: datetime | None
    why: str


def add(book: NotifyBook, visit: str, paper: str, by: str, now: datetime) -> tuple[str, ...]:
    """Queue a label. One of the same visit that still waits is dropped, since its pass finds nothing any more.

    The papers of those, which nobody needs now.
    """
    at = now.timestamp()
    with book.work() as db:
        waiting = db.execute(
            "SELECT paper FROM prints WHERE visit = ? AND state != 'printed'", (visit,)
        ).fetchall()
        db.execute("DELETE FROM prints WHERE visit = ? AND state != 'printed'", (visit,))
        db.execute(
            "INSERT INTO prints (visit, paper, asked_by, state, made_at, tries, due_at, why)"
            " VALUES (?, ?, ?, 'queued', ?, 0, ?, '')",
            (visit, paper, by, at, at),
        )
    return tuple(row["paper"] for row in waiting)


def due(book: NotifyBook, now: datetime, limit: int = 20) -> tuple[Print, ...]:
    """What is to be printed now, the longest waiting first."""
    with book.work() as db:
        rows = db.execute(
            "SELECT * FROM prints WHERE state IN ('queued', 'retried') AND due_at <= ? ORDER BY due_at, id LIMIT ?",
            (now.timestamp(), limit),
        ).fetchall()
    return tuple(_print(row) for row in rows)


def printed(book: NotifyBook, row: Print, now: datetime) -> None:
    """It is on paper."""
    with book.work() as db:
        db.execute(
            "UPDATE prints SET state = 'printed', paper = '', tries = tries + 1, printed_at = ?, why = '' WHERE id = ?",
            (now.timestamp(), row.id),
        )


def failed(book: NotifyBook, row: Print, now: datetime, why: str) -> PrintState:
    """Try again after a pause, or wait for somebody after the last one."""
    over = row.tries >= len(PAUSES)
    state = PrintState.FAILED if over else PrintState.RETRIED
    due_at = now if over else now + PAUSES[row.tries]
    with book.work() as db:
        db.execute(
            "UPDATE prints SET state = ?, tries = tries + 1, due_at = ?, why = ? WHERE id = ?",
            (state.value, due_at.timestamp(), why[:300], row.id),
        )
    return state


def again(book: NotifyBook, id: int, now: datetime) -> bool:
    """Try a label that failed once more, from the first pause on; False where there is none."""
    with book.work() as db:
        return (
            db.execute(
                "UPDATE prints SET state = 'queued', tries = 0, due_at = ?"
                " WHERE id = ? AND state IN ('failed', 'retried')",
                (now.timestamp(), id),
            ).rowcount
            > 0
        )


def listed(book: NotifyBook, limit: int = 50) -> tuple[Print, ...]:
    """The newest first."""
    with book.work() as db:
        rows = db.execute("SELECT * FROM prints ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return tuple(_print(row) for row in rows)


def _print(row: sqlite3.Row) -> Print:
    return Print(
        id=row["id"],
        visit=row["visit"],
        paper=row["paper"],
        by=row["asked_by"],
        state=PrintState(row["state"]),
        made_at=datetime.fromtimestamp(row["made_at"], UTC),
        tries=row["tries"],
        due_at=datetime.fromtimestamp(row["due_at"], UTC),
        printed_at=None if row["printed_at"] is None else datetime.fromtimestamp(row["printed_at"], UTC),
        why=row["why"],
    )
