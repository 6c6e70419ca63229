"""The orders of a reader: what holds there for everybody, worked out once and kept for as long as it holds.

Until a schedule opens or closes, a rule begins or ends, or the local day is over; lockdown, threat levels and alternate
days end them at once (:meth:`OrderBook.forget`). Within that time what the rules say to a set of groups is remembered
too. Nothing of it is a fact: after a restart the book is empty.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from gate.domain.zone import Factor
from gate.policy.configuration import Configuration
from gate.policy.entry import Judge, factors_asked, judges_of
from gate.policy.faults import NotThere
from gate.policy.instant import BEGINNING, END, micros, reached
from gate.policy.posture import Lockdown, Threats
from gate.policy.rights import Said, judge_posture, judge_rights
from gate.policy.rules import Level, Way
from gate.policy.timetable import Timetable

MOST = 10_000
"""So many different sets of groups are remembered a reader."""


class Orders:
    """Those of one reader, for ``since`` <= at < ``until``.

    ``bare``: of a plain token (:mod:`gate.policy.token`) nothing is to be judged but what the rules say to its groups,
    as long as nobody waits here. ``judges``: of what else there is to judge of an entry.
    ``matter``: the groups that anything here depends on. ``responders``: the groups that pass the lockdown, None where
    there is none.
    """

    __slots__ = (
        "active",
        "bare",
        "factors",
        "judges",
        "levels",
        "matter",
        "responders",
        "said",
        "since",
        "today",
        "until",
        "way",
    )
    way: Way
    since: datetime
    until: datetime
    active: int  # mask of schedules
    today: int  # ordinal of the local date
    levels: tuple[Level, ...]  # the threat levels over the target
    responders: int | None
    matter: int
    bare: bool
    factors: tuple[Factor, ...]  # that target and levels ask for, sorted
    judges: tuple[Judge, ...]
    said: dict[int, Said]  # by groups that matter

    def said_to(self, groups: int, at: datetime) -> Said:
        """What the rules say to these groups at an instant of the orders."""
        mine = groups & self.matter
        return self.said.get(mine) or self.say(mine, at)

    def say(self, groups: int, at: datetime) -> Said:
        """What the rules say to these groups, of those that matter, at an instant of the orders; remembered."""
        if len(self.said) >= MOST:
            self.said.clear()
        posture = judge_posture(groups, self.levels, self.responders)
        said = self.said[groups] = judge_rights(self.way.target, groups, self.active, micros(at), posture)
        return said


class OrderBook:
    """The newest orders of each reader that was asked at."""

    def __init__(
        self, configuration: Configuration, timetable: Timetable, lockdown: Lockdown, threats: Threats
    ) -> None:
        self._configuration = configuration
        self._timetable, self._lockdown, self._threats = timetable, lockdown, threats
        self.posted: dict[str, Orders] = {}
        """By reader; to be looked at first, and to be used while they last."""
        for part in (timetable, lockdown, threats):
            part.turned = self.forget

    def forget(self) -> None:
        """What operators set, or what a day counts as, has changed."""
        self.posted.clear()

    def write(self, reader: str, at: datetime) -> Orders:
        """New orders for that instant; NotThere if no portal has the reader."""
        way = self._configuration.ways.get(reader)
        if way is None:
            raise NotThere("reader of a portal", reader)
        orders, before = self._for(way, micros(at)), self.posted.get(reader)
        if before is not None and before.active == orders.active and _together(way, before, orders):
            orders.said = before.said  # another day, the same rules
        self.posted[reader] = orders
        return orders

    def _for(self, way: Way, t: int) -> Orders:
        orders, target = Orders(), way.target
        orders.way = way
        orders.active, orders.today = self._timetable.at(t)
        (since, until), (first, last) = self._timetable.stretch, _between(target.cuts, t)
        orders.since, orders.until = reached(max(since, first)), reached(min(until, last))
        orders.levels = self._threats.over(target)
        orders.responders = self._configuration.responders if self._lockdown.over(way) else None
        (_for_exit if way.exit else _for_entry)(orders, way)
        return orders


def _for_exit(orders: Orders, way: Way) -> None:
    """No rule keeps anybody in: whatever the groups, nothing is said."""
    orders.matter = 0
    orders.said = {0: Said()}
    orders.factors = orders.judges = ()
    orders.bare = not (way.rivals or way.source.never_alone)


def _for_entry(orders: Orders, way: Way) -> None:
    target = way.target
    orders.matter = target.ruling | (orders.responders or 0)
    for level in orders.levels:
        orders.matter |= level.groups
    orders.said = {}
    orders.factors = factors_asked(target, orders.levels)
    orders.judges = judges_of(way, orders.factors)
    orders.bare = not (orders.judges or target.counted)


def _between(cuts: tuple[int, ...], t: int) -> tuple[int, int]:
    """From the last cut not after t to the next."""
    index = bisect_right(cuts, t)
    return cuts[index - 1] if index else BEGINNING, cuts[index] if index < len(cuts) else END


def _together(way: Way, one: Orders, other: Orders) -> bool:
    """True if no rule of the target begins or ends between the two."""
    cuts = way.target.cuts
    return not cuts or bisect_right(cuts, micros(one.since)) == bisect_right(cuts, micros(other.since))
