"""While an agent sends again what happened without us, nothing times out at its doors: its news is older than that.

A grant that was given at nine and used at one second past nine must not end as "not used" because an engine that came
back at ten looks at its clock before it reads the second event. Doors of other agents go by the clock meanwhile.
Instants are monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Iterable

START_S = 1.0
"""How long agents have, after a start, to begin: they answer EngineStarted at once."""

GAP_S = 0.3
"""How long what an agent sends live may take behind the last of what it sends again."""

ROW_S = 5.0
"""The longest pause within what an agent sends again: it waits for acknowledgements, and they for the disk."""


class CatchingUp:
    """Who is behind: since a start, or since an event that was sent again, for as long as more may follow."""

    def __init__(self) -> None:
        """Nobody is."""
        self._until: dict[str, float] = {}

    def started(self, agents: Iterable[str], now: float) -> None:
        """The engine came back to agents that it knows."""
        self._until.update(dict.fromkeys(agents, now + START_S))

    def heard(self, agent: str, now: float, *, more: bool) -> None:
        """An event came that was sent again; ``more``: others follow it."""
        if more:
            self._until[agent] = now + ROW_S
        else:
            self._until[agent] = now + GAP_S

    def gone(self, agent: str) -> None:
        """The agent left the bus: whatever it was sending, it will begin anew."""
        self._until.pop(agent, None)

    def behind(self, now: float) -> frozenset[str]:
        """Agents whose older news may still come."""
        return frozenset(agent for agent, until in self._until.items() if until > now)

    def left(self, now: float) -> float | None:
        """Seconds until the next of them is not behind any more unless more comes; None where nobody is."""
        return min((until - now for until in self._until.values() if until > now), default=None)
