"""One ``never``: whether such a person can be let into some zones after all, and how.

Sieves, each finer and slower, none of which lets a breach through. By masks, without time: could an entry there ever
let the person in, and can they come to such a door? By the hours at that door alone: is there an instant at which they
are meant and clear? By the earliest arrival along every way: can they be at the door by then?
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from gate.domain.invariant import Who
from gate.policy.instant import BEGINNING, END, micros
from gate.policy.prove.graph import How
from gate.policy.prove.journey import Step, way_to
from gate.policy.prove.prover import Prover
from gate.policy.prove.rights import needs_escort
from gate.policy.prove.subject import Subject
from gate.policy.prove.times import Times, earliest
from gate.policy.prove.verdict import Passing
from gate.policy.prove.who import entering_as, times_as

Way = tuple[Step, ...]

_EARLIER = (micros(datetime(2000, 1, 1, tzinfo=UTC)), micros(datetime(1, 1, 3, tzinfo=UTC)), BEGINNING)
"""Where a breach is looked for that is over by now."""


class Ban:
    """Those meant by ``who`` are never let into the zones of the mask by an entry, at start <= t < end.

    ``since``: being let in counts from then on; the way there may be older, for one may have waited.
    """

    def __init__(
        self,
        prover: Prover,
        who: Who,
        zones: int,
        *,
        unescorted: bool = False,
        since: int = BEGINNING,
        end: int = END,
    ) -> None:
        self._prover = prover
        self._who = who
        self._zones = zones
        self._unescorted = unescorted
        self._since = since
        self._end = end

    def breached_by(self, subject: Subject, start: int = BEGINNING) -> bool:
        """Whether the person is let in at some time from ``start`` on."""
        return self.way(subject, start) is not None

    def breaching(self, start: int = BEGINNING) -> Iterator[Subject]:
        """Those of all people who are let in at some time from ``start`` on."""
        candidates = self._prover.let_into(self._zones)
        return (subject for subject in candidates if self.way(subject, start) is not None)

    def shown(self, subject: Subject, near: int) -> tuple[Passing, ...]:
        """The way of a person who is let in, from that time on if there is one, else the first of all."""
        ways = (self.way(subject, start) for start in (near, *_EARLIER))
        return self._prover.told(subject, next(way for way in ways if way is not None))

    def way(self, subject: Subject, start: int) -> Way | None:
        """The way from outside on which the person, being one of those meant, is let in first from ``start`` on."""
        meant = times_as(self._who, subject, self._prover.ground.configuration)
        if not meant or not self._thinkable(subject, meant):
            return None
        journeys = self._prover.journeys
        arrivals = journeys.arrivals(subject, start, self._end)
        ways: list[Way] = []
        for arrival, move in journeys.moves_into(self._zones, arrivals):
            if move.how is not How.ENTRY or self._counts(subject, move.target):
                step = journeys.step(subject, move, max(arrival.at, self._since), self._end, also=(meant,))
                if step is not None:
                    ways.append((*way_to(arrival, arrivals), step))
        return _soonest(ways)

    def _thinkable(self, subject: Subject, meant: Times) -> bool:
        """The sieves without a way."""
        prover = self._prover
        reachable = prover.ground.closure.of(subject.ever)
        if reachable.open & self._zones:
            return True
        entering = entering_as(self._who, subject, prover.ground.configuration, prover.ground.static)
        zones = reachable.doors & self._zones & entering
        while zones:
            zone = prover.ground.zone_by_bit[zones & -zones]
            zones &= zones - 1
            times = prover.rights.times(subject, zone), meant
            if (
                self._counts(subject, zone.id)
                and earliest(prover.ground.hours, times, self._since) is not None
            ):
                return True
        return False

    def _counts(self, subject: Subject, zone: str) -> bool:
        """Entries under escort count unless only those without do."""
        return not (self._unescorted and needs_escort(subject, self._prover.ground.configuration.zones[zone]))


def _soonest(ways: Sequence[Way]) -> Way | None:
    """The way that ends first, of those the one with the fewest doors."""
    return min(ways, key=lambda way: (way[-1].at, len(way)), default=None)
