"""Keeps a noisy line from flooding the bus: one fault a subject at once, the rest counted."""

from __future__ import annotations

_WINDOW_S = 10.0
_LONGEST = 200


class FaultMeter:
    """Instants in monotonic seconds."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._kept: dict[str, int] = {}

    def tell(self, subject: str, why: str, now: float) -> str | None:
        """What to report now (capped), or None while a report on ``subject`` is less than 10 s old."""
        last = self._last.get(subject)
        if last is not None and now - last < _WINDOW_S:
            self._kept[subject] = self._kept.get(subject, 0) + 1
            return None
        self._last[subject] = now
        kept = self._kept.pop(subject, 0)
        text = why[:_LONGEST]
        return f"{text} (and {kept} more since)" if kept else text
