"""What the notifier knows of somebody whose record was erased goes: address, links, messages and why they failed."""

from __future__ import annotations

from gate.notify.book import NotifyBook


def forget(book: NotifyBook, person: str, visits: tuple[str, ...]) -> tuple[str, ...]:
    """``person`` "" for nobody. What is gone already stays gone.

    The papers of labels that were never printed, which are to be dropped too.
    """
    papers: list[str] = []
    with book.work() as db:
        if person:
            db.execute("DELETE FROM contacts WHERE person = ?", (person,))
            db.execute("DELETE FROM links WHERE person = ?", (person,))
            db.execute("DELETE FROM queue WHERE to_id = ?", (person,))
        of_visits = [(visit,) for visit in visits]
        db.executemany("DELETE FROM links WHERE visit = ?", of_visits)
        db.executemany("DELETE FROM queue WHERE visit = ?", of_visits)
        db.execute("DELETE FROM link_passes WHERE token NOT IN (SELECT token FROM links)")
        for visit in of_visits:
            papers += [row["paper"] for row in db.execute("SELECT paper FROM prints WHERE visit = ?", visit)]
        db.executemany("DELETE FROM prints WHERE visit = ?", of_visits)
    book.settle()
    return tuple(paper for paper in papers if paper)
