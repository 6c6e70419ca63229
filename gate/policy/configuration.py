"""A compiled site: immutable, named by its hash, shared by as many worlds as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gate.domain.schedule import Calendar
from gate.policy.day import DayMasks
from gate.policy.rules import Level, Passage, Way, ZoneRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that a decision needs of the site file. Build it with :func:`gate.policy.compile_site`."""

    version: str
    zones: Mapping[str, ZoneRules]
    portals: Mapping[str, Passage]
    ways: Mapping[str, Way]  # by reader
    levels: Mapping[str, Level]
    groups: Mapping[str, int]  # one bit each
    escorts: int  # groups with escort = true, and so on
    responders: int
    passback_exempt: int
    calendar: Calendar
    days: tuple[DayMasks, ...]
    pin_tries: int
    pin_block: int  # microseconds

    @property
    def everywhere(self) -> int:
        """The mask of all zones."""
        return (1 << len(self.zones)) - 1

    def mask(self, zones: tuple[str, ...]) -> int:
        """The mask of named zones; names that do not exist (any more) have no bit."""
        found = 0
        for name in zones:
            rules = self.zones.get(name)
            if rules is not None:
                found |= rules.bit
        return found

    def names(self, mask: int) -> tuple[str, ...]:
        """The zones of a mask, in the order of the site file."""
        return tuple(name for name, rules in self.zones.items() if rules.bit & mask)
