"""While agents send again what happened without us, nothing times out: their events are older than our clock.

A grant that was given at nine and used at one second past nine must not end as "not used" because an engine that came
back at ten looks at its clock before it reads the second event. Instants are monotonic seconds.
"""

from __future__ import annotations

START_S = 1.0
"""How long agents have, after a start, to begin: they answer EngineStarted at once."""

GAP_S = 0.3
"""The longest pause within what an agent sends again."""


class CatchingUp:
    """Lasts from a start, or from an event that was sent again, for as long as more may follow."""

    def __init__(self) -> None:
        """Not catching up."""
        self._until = float("-inf")

    def started(self, now: float) -> None:
        """The engine came back to agents that it knows."""
        self._until = now + START_S

    def heard(self, now: float) -> None:
        """An event came that was sent again."""
        self._until = max(self._until, now + GAP_S)

    def left(self, now: float) -> float:
        """Seconds until it is over unless more comes; 0 when it is."""
        return max(0.0, self._until - now)
