"""Which events of a controller are new. Sans-IO.

A controller numbers its events; a status carries the newest. What happened while nobody listened is counted, and never
acted on: a card of five minutes ago opens no door now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from drivers.uhppote.status import Event

MOST_FETCHED = 16
"""Events that are fetched after a status; with more than that, something is wrong, and the oldest are let go."""
FRESH = timedelta(seconds=5)
"""A card is acted on within this of its own time, by the controller's clock, which tells whole seconds."""


@dataclass(slots=True, kw_only=True)
class Journal:
    """``seen``: the newest index that was dealt with; None before the first status on a wire."""

    seen: int | None = field(default=None, init=False)

    def missing(self, newest: Event | None) -> tuple[list[int], int]:
        """The indices between ``seen`` and ``newest`` to be fetched, oldest first, and how many were let go.

        With the first status nothing is missing. An index below ``seen``: the controller's memory was cleared.
        """
        index = newest.index if newest is not None else 0
        if self.seen is None or index < self.seen:
            self.seen = index
        between = list(range(self.seen + 1, index))
        return between[-MOST_FETCHED:], max(0, len(between) - MOST_FETCHED)

    def takes(self, event: Event) -> bool:
        """Whether the event is new; from now on it is not."""
        if self.seen is None or event.index <= self.seen:
            return False
        self.seen = event.index
        return True

    @staticmethod
    def fresh(event: Event, now: datetime | None) -> bool:
        """Whether it happened just now by the controller's own clock. Not, where one of the two is not known."""
        return event.at is not None and now is not None and abs(now - event.at) <= FRESH
