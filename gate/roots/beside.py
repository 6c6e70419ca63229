"""What a data folder keeps of people beside the store: the desk's sealed files, and the notifier's tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gate.notify.book import NotifyBook
from gate.notify.forgetting import forget
from gate.privacy.run import Beside
from gate.roots.folders import DataFolder
from gate.vault.vault import Vault


@contextmanager
def beside(folder: DataFolder) -> Iterator[Beside]:
    """Where there is no notifier nothing of its is made."""
    files = Vault(folder.desk_files, folder.keys)
    book = NotifyBook(folder.notify_db) if folder.notify_db.is_file() else None

    def notices(person: str, visits: tuple[str, ...]) -> None:
        for paper in forget(book, person, visits) if book is not None else ():
            files.forget(paper)

    try:
        yield Beside(files=lambda names: sum(files.forget(name) for name in names), notices=notices)
    finally:
        if book is not None:
            book.close()
