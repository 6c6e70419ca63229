"""Looks after pulses that the order alone does not end: their width is a setting that cannot be read over the wire, or
the host switches off. Sans-IO.

Should such an output stay on, the read-back shows it, and the line switches it off and says so, once a second for as
long as it stays on. It cannot lengthen a pulse that is set too short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from firmware_profiles.modbus import Pulse

MARGIN_S = 0.5
"""Poll period and wire time on top of one unit of the device's own timer."""
AGAIN_S = 1.0


@dataclass(slots=True, kw_only=True)
class PulseWatch:
    """Watches nothing where the device itself was told the width."""

    pulse: Pulse | None
    _ends: dict[int, float] = field(default_factory=dict, init=False)

    @property
    def active(self) -> bool:
        """Whether there is a pulse to look after."""
        return bool(self._ends)

    def started(self, output: int, length: timedelta, now: float) -> None:
        """A pulse of ``length`` was ordered on ``output`` (from 1)."""
        if self.pulse is not None and self.pulse.method in {"start-coil", "host"}:
            grace = self.pulse.unit_ms / 1000 + MARGIN_S
            self._ends[output] = now + length.total_seconds() + grace

    def forget(self, output: int) -> None:
        """Something else was ordered on that output."""
        self._ends.pop(output, None)

    def overdue(self, outputs: Sequence[bool], now: float) -> list[int]:
        """Outputs (from 1) that are still on after their pulse must have ended."""
        late = [output for output, end in self._ends.items() if now > end]
        for output in late:
            if outputs[output - 1]:
                self._ends[output] = now + AGAIN_S
            else:
                del self._ends[output]
        return [output for output in late if outputs[output - 1]]
