"""When the invariants are proved: grants and visits can break what a site file kept."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = timedelta(seconds=10)
"""So long after the start the first proof begins: agents have come back by then, and decisions go on beside it."""
EVERY = timedelta(hours=1)
"""So often, if nobody changes, it is looked at whether what was breached is over."""

AGAIN = timedelta(minutes=5)
"""So long after a proof that failed the whole site is tried again."""


class Proving:
    """The whole site once after the start and after each configuration; from then on whoever has changed, at once."""

    def __init__(self, now: datetime) -> None:
        self._next = now + FIRST
        self._version: str | None = None
        self._at_work = False

    def whole(self, version: str) -> bool:
        """True if nothing was proved of that configuration yet."""
        return version != self._version

    def due(self, version: str, now: datetime, *, changed: bool) -> bool:
        """True if a proof should begin; ``changed``: somebody's rights are others than at the last one."""
        if self._at_work:
            return False
        if self._version is None:
            return now >= self._next
        return changed or self.whole(version) or now >= self._next

    def begun(self, version: str, now: datetime) -> None:
        """One began."""
        self._at_work, self._version, self._next = True, version, now + EVERY

    def ended(self) -> None:
        """It is done."""
        self._at_work = False

    def failed(self, now: datetime) -> None:
        """It could not be carried through: nothing is proved until the whole site is."""
        self._at_work, self._version, self._next = False, None, now + AGAIN
