"""Keeps a noisy wire from flooding the log: the first fault at once, then a summary a second."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 120
"""Characters of one report: text from outside is capped before it goes anywhere."""


@dataclass(slots=True, kw_only=True)
class FaultSummary:
    """Sans-IO: ``note`` each fault with the time; what it returns is to be reported now."""

    every: float = 1.0
    _quiet_until: float = field(default=float("-inf"), init=False)
    _held: int = field(default=0, init=False)

    def note(self, why: str, now: float) -> str | None:
        """The text to report, or None while the second since the last report lasts."""
        if now < self._quiet_until:
            self._held += 1
            return None
        more = f" (and {self._held} faults before it)" if self._held else ""
        self._held, self._quiet_until = 0, now + self.every
        return why[:LONGEST] + more
