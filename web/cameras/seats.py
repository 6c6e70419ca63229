"""How many films are shown at once: each holds a thread of the server for as long as somebody looks."""

from __future__ import annotations

import threading
from typing import ClassVar, Final

MOST_WATCHING: Final = 4


class Seat:
    """One film. May be left twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = True

    def leave(self) -> None:
        """Make room for another."""
        with self._lock:
            taken, self._taken = self._taken, False
        if taken:
            Seats.room.release()


class Seats:
    """Those of this process."""

    room: ClassVar[threading.BoundedSemaphore] = threading.BoundedSemaphore(MOST_WATCHING)

    @classmethod
    def take(cls) -> Seat | None:
        """A seat, None where all are taken."""
        return Seat() if cls.room.acquire(blocking=False) else None
