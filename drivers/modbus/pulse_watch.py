"""Looks after pulses whose width is a setting of the device that cannot be read over the wire. Sans-IO.

The device ends the pulse; should it be set too long, or to pulse without end, the read-back shows it, and the
line switches the output off and says so. It cannot lengthen a pulse that is set too short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from firmware_profiles.modbus import Pulse

MARGIN_S = 0.5
"""Poll period and wire time on top of one unit of the device's own timer."""


@dataclass(slots=True, kw_only=True)
class PulseWatch:
    """Watches nothing where the order itself carries the width."""

    pulse: Pulse | None
    _ends: dict[int, float] = field(default_factory=dict, init=False)

    def started(self, output: int, length: timedelta, now: float) -> None:
        """A pulse of ``length`` was ordered on ``output`` (from 1)."""
        if self.pulse is not None and self.pulse.width == "installer":
            grace = self.pulse.unit_ms / 1000 + MARGIN_S
            self._ends[output] = now + length.total_seconds() + grace

    def forget(self, output: int) -> None:
        """Something else was ordered on that output."""
        self._ends.pop(output, None)

    def overdue(self, outputs: Sequence[bool], now: float) -> list[int]:
        """Outputs (from 1) that are still on after their pulse must have ended; each is told once."""
        late = [n for n, end in self._ends.items() if now > end]
        for output in late:
            del self._ends[output]
        return [output for output in late if outputs[output - 1]]
