"""What the notifier knows of somebody whose record was erased goes: address, links, messages and why they failed."""

from __future__ import annotations

from gate.notify.book import NotifyBook


def forget(book: NotifyBook, person: str, visits: tuple[str, ...]) -> None:
    """``person`` "" for nobody. What is gone already stays gone."""
    with book.work() as db:
        if person:
            db.execute("DELETE FROM contacts WHERE person = ?", (person,))
            db.execute("DELETE FROM links WHERE person = ?", (person,))
            db.execute("DELETE FROM queue WHERE to_id = ?", (person,))
        of_visits = [(visit,) for visit in visits]
        db.executemany("DELETE FROM links WHERE visit = ?", of_visits)
        db.executemany("DELETE FROM queue WHERE visit = ?", of_visits)
    book.settle()
