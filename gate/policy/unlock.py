"""When the doors that have an unlock schedule stand open by it: until when, and when to look again.

Knows schedules, holidays and alternate days, nothing of lockdowns or of who came first: whether the door really is held
is for the caller to say. Built once for a site; a site without such doors costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from gate.domain.site import Site
from gate.policy.configuration import Configuration
from gate.policy.instant import instant, micros
from gate.policy.moments import Moments
from gate.policy.names import bits
from gate.policy.timetable import Timetable

HORIZON = timedelta(days=8)
"""A schedule that does not close within this is looked at again then."""


class UnlockHours:
    """The unlock schedules of a site. ``timetable`` is the world's, so that alternate days count."""

    def __init__(self, site: Site, configuration: Configuration, timetable: Timetable) -> None:
        schedules = bits(site.schedules)
        self._bits = {
            portal.id: schedules[portal.unlock.schedule]
            for portal in site.portals.values()
            if portal.unlock is not None
        }
        self._timetable = timetable
        self._moments = Moments(configuration, sum(set(self._bits.values())))

    def __iter__(self) -> Iterator[str]:
        """Portals that have an unlock schedule."""
        return iter(self._bits)

    def __contains__(self, portal: str) -> bool:
        return portal in self._bits

    def until(self, portal: str, at: datetime) -> datetime | None:
        """The first instant at which the schedule is over; None if it is not active. KeyError without a schedule."""
        bit, t = self._bits[portal], micros(at)
        if not self._active(t) & bit:
            return None
        end = micros(at + HORIZON)
        return instant(next((each for each in self._moments(t, end) if not self._active(each) & bit), end))

    def next_turn(self, at: datetime) -> datetime | None:
        """The next instant after this one at which one of the schedules can open or close; None without schedules."""
        if not self._bits:
            return None
        now, end = micros(at), micros(at + HORIZON)
        return instant(next((each for each in self._moments(now, end) if each > now), end))

    def _active(self, t: int) -> int:
        return self._timetable.at(t)[0]
