"""The rules without time, as masks of zones: a quick answer that never says less than the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gate.domain.level import Assurance, Clearance
from gate.domain.zone import Visitors
from gate.policy.configuration import Configuration
from gate.policy.holder import Holder
from gate.policy.rules import ZoneRules


class Static:
    """Masks of zones by what they ask for."""

    def __init__(self, configuration: Configuration) -> None:
        zones = tuple(configuration.zones.values())
        self.clearance = [_mask(zone for zone in zones if zone.min_clearance <= tier) for tier in Clearance]
        self.assurance = [_mask(zone for zone in zones if zone.min_assurance <= step) for step in Assurance]
        self.escorted = _mask(zone for zone in zones if zone.visitors is Visitors.ESCORTED)
        self.visitors = _mask(zone for zone in zones if _takes_visitors(zone))
        self.requiring: defaultdict[str, int] = defaultdict(int)
        self._granted: defaultdict[int, int] = defaultdict(int)  # by group
        for zone in zones:
            for name in zone.prerequisites:
                self.requiring[name] |= zone.bit
            for group in zone.grants:
                self._granted[group] |= zone.bit

    def ever(self, holder: Holder, groups: int, assurance: Assurance) -> int:
        """Zones that somebody like that, in these groups, could be let into at some time."""
        zones = self.granted(holder, groups) & self.clearance[holder.clearance] & self.assurance[assurance]
        if holder.visitor:
            zones &= self.visitors
        for name, requiring in self.requiring.items():
            if zones & requiring and name not in holder.prerequisites:
                zones &= ~requiring
        return zones

    def granted(self, holder: Holder, groups: int) -> int:
        """Zones that a grant of the groups, or a visit, names."""
        zones = 0
        while groups:
            group = groups & -groups
            groups ^= group
            zones |= self._granted.get(group, 0)
        for stay in holder.stays:
            zones |= stay.zones
        return zones


def _takes_visitors(zone: ZoneRules) -> bool:
    return zone.visitors is Visitors.FREE or (zone.visitors is Visitors.ESCORTED and zone.escort_ratio > 0)


def _mask(zones: Iterator[ZoneRules]) -> int:
    return sum(zone.bit for zone in zones)
