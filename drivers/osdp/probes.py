"""When silent readers are looked for, so that a dead one costs the living nothing that they notice.

A probe is a connecting frame that waits only as long as readers on this line have shown to need. Its cost is
spread: short probes take a share of 6 % of the line's time, those that wait the whole reply timeout 1.5 %.
While nobody on the line answers there is nobody to protect, and probes follow each other.
"""

from __future__ import annotations

from drivers.osdp.setup import Probing, Timing


class ProbeBudget:
    """Instants in monotonic seconds."""

    def __init__(self, probing: Probing, timing: Timing, now: float) -> None:
        self._probing = probing
        self._timing = timing
        self._short_at = now
        self._full_at = now
        self._slowest = 0.0  # reply delay seen on the line, forgotten slowly

    @property
    def next_at(self) -> float:
        """When the next probe may go out."""
        return self._short_at

    def wait_s(self, now: float, *, patiently: bool) -> tuple[float, bool]:
        """How long the probe that goes out now waits for the first byte, and whether it is a full one."""
        if patiently or now >= self._full_at:
            return self._timing.reply_timeout_s, True
        if not self._slowest:
            return self._probing.unknown_s, False
        wait = max(self._probing.least_s, 2 * self._slowest)
        return min(wait, self._timing.reply_timeout_s), False

    def answered(self, delay_s: float) -> None:
        """A reader replied after ``delay_s``."""
        self._slowest = max(delay_s, self._slowest * 0.999)

    def spent(self, cost_s: float, *, full: bool, now: float, anybody: bool) -> None:
        """A probe took ``cost_s`` of the line's time; ``anybody``: some reader of the line is alive."""
        probing = self._probing
        if full:
            self._full_at = now + (cost_s / probing.full_share if anybody else probing.idle_full_s)
        elif anybody:
            self._short_at = now + cost_s * (1 / probing.share - 1)
        else:
            self._short_at = now
