"""Loops with end-of-line resistors at the analogue inputs of a simulated controller, as register values."""

from __future__ import annotations

from firmware_profiles.modbus import SupervisedArea

AREAS = {"holding": "holding-bits", "input": "input-bits"}


class Loops:
    """``area`` None: a controller without any. Loops start with their contact open, as inputs do."""

    def __init__(self, area: SupervisedArea | None, count: int) -> None:
        self._area = area
        self._values = [] if area is None else [self._value(area, "off")] * count

    def set(self, number: int, level: str) -> None:
        """Bring the loop of an input, from 1 on, into the middle of a window, or between two windows (``tamper``)."""
        if self._area is None or not 1 <= number <= len(self._values):
            raise ValueError(f"input {number} is not supervised")
        self._values[number - 1] = self._value(self._area, level)

    def words(self, area: str) -> dict[int, int]:
        """The registers by wire address that ``holding-bits`` or ``input-bits`` have of them."""
        if self._area is None or AREAS[self._area.area] != area:
            return {}
        return {self._area.first + at: value for at, value in enumerate(self._values)}

    @staticmethod
    def _value(area: SupervisedArea, level: str) -> int:
        windows = {window.level: window for window in area.windows}
        if level == "tamper":
            low, high = sorted((windows["on"], windows["off"]), key=lambda window: window.least)
            share = (low.most + high.least) / 2
        elif window := windows.get(level):  # type: ignore[call-overload]
            share = (window.least + window.most) / 2
        else:
            raise ValueError(f"expected one of {', '.join([*windows, 'tamper'])}, came {level!r}")
        return round(share * area.full_scale)
