"""How old the agent's rights are: the newest token of the engine against a clock that cannot be set back.

now = the latest of the wall clock, the persisted high-water mark, and ``fresh_at`` plus monotonic time since the
token came (architecture.md, "Offline rights"). After a start without trusted time every lease has ended: the time
that passed while the power was off is not known.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from gate.edge.ports import Clock


class Freshness:
    """``fresh_at``: the newest token's instant, by the engine's clock; None: every lease has ended.

    ``newest`` is the same, also where it does not count after a restart.
    """

    def __init__(
        self, clock: Clock, fresh_at: datetime | None, high_water: datetime | None, *, trusted: bool
    ) -> None:
        """What was saved; ``trusted``: the wall clock is known to be right, so that it may be counted from."""
        self._clock = clock
        self.newest = fresh_at  # also when it no longer counts: an older token is a replay
        self._since: float | None = None
        self._high_water = high_water
        self.fresh_at = fresh_at if trusted else None

    def token(self, at: datetime) -> bool:
        """A token of the engine came. False, and nothing changed, for one that is older than another."""
        if self.newest is not None and at < self.newest:
            return False
        self.newest = self.fresh_at = at
        self._since = self._clock.monotonic()
        return True

    def now(self) -> datetime:
        """An instant that never goes back, whatever happens to the wall clock."""
        candidates = [self._clock.now()]
        if self._high_water is not None:
            candidates.append(self._high_water)
        if self.fresh_at is not None and self._since is not None:
            candidates.append(self.fresh_at + timedelta(seconds=self._clock.monotonic() - self._since))
        self._high_water = max(candidates)
        return self._high_water
