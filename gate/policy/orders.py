"""The orders of a reader: what holds there for everybody, worked out once and kept for as long as it holds.

A minute of the local clock at most, since schedules open and close at its turn; lockdown, threat levels and alternate
days end them at once (:meth:`OrderBook.forget`). Within that time what the rules say to a set of groups is remembered
too. Nothing of it is a fact: after a restart the book is empty.
"""

from __future__ import annotations

from bisect import bisect_right

from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere
from gate.policy.instant import BEGINNING, END
from gate.policy.posture import Lockdown, Threats
from gate.policy.rights import Said, judge_posture, judge_rights
from gate.policy.rules import Level, Way
from gate.policy.timetable import Timetable

MOST = 10_000
"""So many different sets of groups are remembered a reader."""


class Orders:
    """Those of one reader, for ``since`` <= t < ``until``.

    ``asks``: there is more to judge of an entry than groups, visits, validity and the card's strength. ``matter``: the
    groups that anything here depends on. ``responders``: the groups that pass the lockdown, None where there is none.
    """

    __slots__ = (
        "active",
        "asks",
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
    since: int
    until: int
    active: int  # mask of schedules
    today: int  # ordinal of the local date
    levels: tuple[Level, ...]  # the threat levels over the target
    responders: int | None
    matter: int
    asks: bool
    said: dict[int, Said]  # by groups that matter

    def say(self, groups: int, t: int) -> Said:
        """What the rules say to these groups, of those that matter, at an instant of the orders; remembered."""
        if len(self.said) >= MOST:
            self.said.clear()
        posture = judge_posture(groups, self.levels, self.responders)
        said = self.said[groups] = judge_rights(self.way.target, groups, self.active, t, posture)
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

    def write(self, reader: str, t: int) -> Orders:
        """New orders for that instant; NotThere if no portal has the reader."""
        way = self._configuration.ways.get(reader)
        if way is None:
            raise NotThere("reader of a portal", reader)
        orders, before = self._for(way, t), self.posted.get(reader)
        if before is not None and before.active == orders.active and _together(way, before.since, t):
            orders.said = before.said  # another minute, the same rules
        self.posted[reader] = orders
        return orders

    def _for(self, way: Way, t: int) -> Orders:
        orders, target = Orders(), way.target
        orders.way = way
        orders.active, orders.today = self._timetable.at(t)
        (since, until), (first, last) = self._timetable.minute, _between(target.cuts, t)
        orders.since, orders.until = max(since, first), min(until, last)
        orders.levels = self._threats.over(target)
        orders.responders = self._configuration.responders if self._lockdown.over(way) else None
        orders.matter = target.ruling | (orders.responders or 0)
        for level in orders.levels:
            orders.matter |= level.groups
        orders.asks = target.asks or bool(orders.levels) or bool(way.rivals)
        orders.said = {}
        return orders


def _between(cuts: tuple[int, ...], t: int) -> tuple[int, int]:
    """From the last cut not after t to the next."""
    index = bisect_right(cuts, t)
    return cuts[index - 1] if index else BEGINNING, cuts[index] if index < len(cuts) else END


def _together(way: Way, one: int, other: int) -> bool:
    """True if no rule of the target begins or ends between the two instants."""
    cuts = way.target.cuts
    return not cuts or bisect_right(cuts, one) == bisect_right(cuts, other)
