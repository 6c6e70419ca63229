"""When the invariants are proved again for the people on file: grants and visits can break what a site file kept."""

from __future__ import annotations

from datetime import datetime, timedelta

EVERY = timedelta(hours=1)
"""At most so often: a proof takes seconds of a core at a big site, and decisions go on beside it."""


class Proving:
    """First an hour after the start, then after each hour in which people, grants or visits changed."""

    def __init__(self, now: datetime) -> None:
        self._next = now + EVERY
        self._proved: int | None = None
        self._at_work = False

    def due(self, revision: int, now: datetime) -> bool:
        """True if a proof should begin; ``revision`` of the facts now."""
        return not self._at_work and now >= self._next and revision != self._proved

    def begun(self, revision: int, now: datetime) -> None:
        """One began with the facts of that revision."""
        self._at_work, self._proved, self._next = True, revision, now + EVERY

    def ended(self) -> None:
        """It is done."""
        self._at_work = False
