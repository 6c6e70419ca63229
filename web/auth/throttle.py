"""Lock-out: after so many wrong passwords in a row a name waits, whether anybody has it or not."""

from __future__ import annotations

from datetime import timedelta

from web.auth.books import Books

TRIES = 5
LOCKED_FOR = timedelta(minutes=5)


def locked_for(books: Books, name: str) -> timedelta | None:
    """How long the name still waits; None if it does not."""
    with books.work() as db:
        row = db.execute("SELECT * FROM wrong_passwords WHERE name = ?", (name,)).fetchone()
    if row is None or row["count"] < TRIES:
        return None
    left = row["last_at"] + LOCKED_FOR.total_seconds() - books.time()
    return timedelta(seconds=left) if left > 0 else None


def wrong(books: Books, name: str) -> bool:
    """Count one more; True if the name waits from now on. Counting starts anew once a wait is over."""
    now = books.time()
    over = now - LOCKED_FOR.total_seconds()
    with books.work() as db:
        db.execute("DELETE FROM wrong_passwords WHERE last_at <= ?", (over,))
        db.execute(
            "INSERT INTO wrong_passwords VALUES (?, 1, ?)"
            " ON CONFLICT (name) DO UPDATE SET count = count + 1, last_at = excluded.last_at",
            (name, now),
        )
        count: int = db.execute("SELECT count FROM wrong_passwords WHERE name = ?", (name,)).fetchone()[0]
    return count >= TRIES


def right(books: Books, name: str) -> None:
    """Forget the wrong ones."""
    with books.work() as db:
        db.execute("DELETE FROM wrong_passwords WHERE name = ?", (name,))
