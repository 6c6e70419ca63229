"""The locks of one agent: from a portal to the output that releases it, for how long at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from gate.domain.signals import OutputOrder, OutputResult
from gate.edge.points import Points
from gate.edge.ports import Doors
from gate.policy.portal.rules import rules_of

LONGEST = timedelta(seconds=30)
"""A longer hold is a row of pulses, renewed by whoever holds: a host that dies leaves no door open."""

Done = Callable[[OutputResult], None]


def _unheard(_result: OutputResult) -> None:
    """The agent's own releases: what became of them shows in the lock's output, read back."""


class Locks:
    """Releases and locks. KeyError for a portal that is not the agent's."""

    def __init__(self, points: Points, doors: Doors) -> None:
        self._portals = points.portals
        self._doors = doors

    def has(self, portal: str) -> bool:
        """True if the portal's lock hangs on this agent."""
        return portal in self._portals

    def release_time(self, portal: str, *, extended: bool = False) -> timedelta:
        """How long a grant releases it; longer for a person with extended time."""
        return rules_of(self._portals[portal]).release_for(extended=extended)

    def longest(self, portal: str) -> timedelta:
        """No pulse may be longer."""
        return max(LONGEST, 2 * self._portals[portal].lock.release)

    def release(self, portal: str, duration: timedelta, done: Done = _unheard) -> None:
        """A pulse that the device times."""
        lock = self._portals[portal].lock
        order = OutputOrder(device=lock.device, output=lock.output, on=lock.released_when_on, pulse=duration)
        self._doors.order(order, done)

    def relock(self, portal: str, done: Done = _unheard) -> None:
        """Lock now."""
        lock = self._portals[portal].lock
        self._doors.order(
            OutputOrder(device=lock.device, output=lock.output, on=not lock.released_when_on), done
        )
