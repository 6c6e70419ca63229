"""From schedules to the changes of one portal's state over some days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from gate.domain.site import Site
from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere
from gate.policy.instant import BEGINNING, END, instant, micros
from gate.policy.local import DayKind, day_kind, local
from gate.policy.moments import moments
from gate.policy.names import bits
from gate.policy.rules import RulesByGroup, Way
from gate.policy.timetable import Timetable


class Unlocked(StrEnum):
    """What the unlock schedule makes of the lock."""

    NO = "no"
    YES = "yes"
    ONCE_SOMEBODY_CAME = "once_first_person_came"


@dataclass(frozen=True, slots=True, kw_only=True)
class WayHours:
    """An entry: the groups that a grant lets in now, and those that a deny keeps out, whatever else they hold."""

    reader: str
    zone: str
    enter: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The state from ``at`` on. ``local`` has the site's offset. ``published``: the year's holidays are settled."""

    at: datetime
    local: datetime
    day: DayKind
    published: bool
    unlocked: Unlocked
    ways: tuple[WayHours, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """``turns``: the state at the start, then each change. ``unpublished``: years within that can still change."""

    portal: str
    start: datetime
    end: datetime
    turns: tuple[Turn, ...]
    unpublished: tuple[int, ...]


def forecast(site: Site, configuration: Configuration, portal: str, start: datetime, days: int) -> Forecast:
    """The forecast of a portal; NotThere if there is none of that name. ``days``: 1 or more, of 24 hours."""
    if portal not in site.portals:
        raise NotThere("portal", portal)
    seer = _Seer(site, configuration, portal)
    first, end = micros(start), micros(start + timedelta(days=days))
    turns: list[Turn] = []
    for t in _instants(configuration, seer.ways, first, end):
        turn = seer.at(t)
        if not turns or (turn.unlocked, turn.ways) != (turns[-1].unlocked, turns[-1].ways):
            turns.append(turn)
    last = local(instant(end - 1), site.calendar).year
    years = range(local(start, site.calendar).year, last + 1)
    return Forecast(
        portal=portal,
        start=start,
        end=instant(end),
        turns=tuple(turns),
        unpublished=tuple(year for year in years if year not in site.calendar.published),
    )


def _instants(configuration: Configuration, ways: Iterable[Way], start: int, end: int) -> list[int]:
    """The start, and every instant at which a schedule or the span of a rule can change something."""
    edges = {edge for way in ways for edge in _edges(way) if start < edge < end}
    return sorted({start, *edges, *moments(configuration, start, end)})


def _edges(way: Way) -> Iterator[int]:
    for rules in (way.target.grants, way.target.denies):
        for each in rules.values():
            yield from (edge for rule in each for edge in (rule.starts, rule.ends) if BEGINNING < edge < END)


class _Seer:
    """One portal, at any instant."""

    def __init__(self, site: Site, configuration: Configuration, portal: str) -> None:
        self._calendar = site.calendar
        self._timetable = Timetable(configuration.calendar, configuration.days)
        self._groups = {bit: name for name, bit in configuration.groups.items()}
        self._unlock = site.portals[portal].unlock
        self._unlock_bit = bits(site.schedules)[self._unlock.schedule] if self._unlock is not None else 0
        self.ways = [way for way in configuration.ways.values() if way.portal == portal and not way.exit]

    def at(self, t: int) -> Turn:
        """The state at an instant."""
        active, _ = self._timetable.at(t)
        here = local(instant(t), self._calendar)
        return Turn(
            at=instant(t),
            local=here,
            day=day_kind(here.date(), self._calendar),
            published=here.year in self._calendar.published,
            unlocked=self._unlocked(active),
            ways=tuple(self._way(way, t, active) for way in self.ways),
        )

    def _unlocked(self, active: int) -> Unlocked:
        if self._unlock is None or not active & self._unlock_bit:
            return Unlocked.NO
        return Unlocked.YES if self._unlock.first_person is None else Unlocked.ONCE_SOMEBODY_CAME

    def _way(self, way: Way, t: int, active: int) -> WayHours:
        denied = self._holding(way.target.denies, t, active)
        enter = self._holding(way.target.grants, t, active)
        return WayHours(
            reader=way.reader,
            zone=way.target.id,
            enter=tuple(group for group in enter if group not in denied),
            denied=denied,
        )

    def _holding(self, rules: RulesByGroup, t: int, active: int) -> tuple[str, ...]:
        holding = (
            self._groups[bit]
            for bit, each in rules.items()
            if any(rule.starts <= t < rule.ends and rule.schedule & active for rule in each)
        )
        return tuple(sorted(holding))
