"""Supervised inputs: from the voltage over a loop with end-of-line resistors to what the loop says. Sans-IO.

The windows are shares of full scale, and the profile's: they follow from the resistors and the supply that its
wiring notes ask for. Between the windows lies what the loop passes through while its contact moves; it counts as
tampering only when it lasts, so that a moving contact is no alarm and a foreign resistor is.
"""

from __future__ import annotations

from collections.abc import Sequence

from firmware_profiles.modbus import SupervisedArea
from gate.domain.signals import Sense

LASTS = 3
"""So many polls in a row between the windows are no movement any more."""


class Loops:
    """The supervised inputs of one controller."""

    def __init__(self, area: SupervisedArea, count: int) -> None:
        self._area = area
        self._levels = [Sense.UNKNOWN] * count
        self._between = [0] * count

    def read(self, values: Sequence[int]) -> list[Sense]:
        """The levels by these register values, one for each input, in order. ValueError for another number of them."""
        if len(values) != len(self._levels):
            raise ValueError(f"expected {len(self._levels)} values, came {len(values)}")
        for at, value in enumerate(values):
            self._levels[at] = self._level(at, value)
        return list(self._levels)

    def forget(self) -> None:
        """The device is away: nothing is known of its loops."""
        self._levels = [Sense.UNKNOWN] * len(self._levels)
        self._between = [0] * len(self._between)

    def _level(self, at: int, value: int) -> Sense:
        level = level_of(self._area, value)
        if level is not Sense.TAMPER:
            self._between[at] = 0
            return level
        self._between[at] += 1
        return Sense.TAMPER if self._between[at] >= LASTS else self._levels[at]


def level_of(area: SupervisedArea, value: int) -> Sense:
    """What one value says; TAMPER between the windows."""
    share = value / area.full_scale
    for window in area.windows:
        if window.least <= share <= window.most:
            return Sense(window.level)
    return Sense.TAMPER
