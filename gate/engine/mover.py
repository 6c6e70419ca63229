"""The thread beside the deciding one that finds what stands under older search keys, one page after another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from gate.engine.inbox import HashesFound, HashesMoved
from gate.engine.rehashing import Rehashing
from gate.store import StoreAway

log = logging.getLogger(__name__)

RETRY_S = 5.0
REST_S = 0.05
"""Between two pages: a door waits behind at most one of them, and behind few."""


class Mover:
    """Hands on one page at a time: the next is read once the last one is recorded. Start once."""

    def __init__(
        self, rehashing: Rehashing, key: str, found: Callable[[HashesFound | HashesMoved], None]
    ) -> None:
        """``key``: the active search key. ``found`` is called on the mover's thread."""
        self._rehashing, self._key, self._found = rehashing, key, found
        self._recorded, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="search keys", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End before the next page; the rest is moved after the next start."""
        self._stopping.set()
        self._recorded.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        """A bug in here must not end decisions; the log says that what is left stays under older keys."""
        try:
            while not self._stopping.is_set() and not self._through():
                self._stopping.wait(RETRY_S)
        except Exception:
            log.exception("rows cannot be moved to search key %s", self._key)

    def _through(self) -> bool:
        """False where the store went away: all that is left is looked through again."""
        try:
            moved = self._pages()
            if self._stopping.is_set():
                return True
            left = self._rehashing.left()
        except StoreAway as error:
            log.warning("the move to search key %s waits for the store: %s", self._key, error)
            return False
        if moved or not left.said:
            log.info(
                "%d hashes moved to search key %s; %d stay under older keys", moved, self._key, left.rows
            )
        self._found(HashesMoved(key=self._key, left=left.rows, said=left.said))
        return True

    def _pages(self) -> int:
        moved = 0
        for hashes in self._rehashing.pages():
            self._recorded.clear()
            if self._stopping.is_set():  # looked at behind that, for whoever stops sets both
                break
            self._found(HashesFound(hashes=hashes, recorded=self._recorded.set))
            self._recorded.wait()
            self._stopping.wait(REST_S)
            moved += len(hashes.documents) + len(hashes.fields)
        return moved
