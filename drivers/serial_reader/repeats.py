"""One read for a card that stays: readers repeat their frame for as long as it is near."""

from __future__ import annotations

from dataclasses import dataclass, field

_MOST_CARDS = 16


@dataclass(slots=True, kw_only=True)
class RepeatFilter:
    """Sans-IO. A number is fresh unless its last frame was less than ``window`` seconds ago.

    Every frame starts the window again, so that a card held for a minute is one read; at exactly
    ``window`` it is a new one. A stack of cards that answer in turn gives one read each.
    """

    window: float
    _last: dict[str, float] = field(default_factory=dict, init=False)

    def fresh(self, number: str, now: float) -> bool:
        """Whether this frame is a read of its own. ``now`` in seconds, never falling."""
        last = self._last.pop(number, None)
        self._last[number] = now
        if len(self._last) > _MOST_CARDS:
            self._last.pop(next(iter(self._last)))
        return last is None or now - last >= self.window
